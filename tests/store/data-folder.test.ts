import { chmodSync, existsSync, mkdirSync, statSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import {
  dataFolder,
  dataFolderPath,
  folderFailure,
  type Surroundings,
} from '../../main/store/data-folder.ts';
import { temporaryFolder, temporaryStore } from './kept.ts';

const LINUX: Surroundings = { platform: 'linux', env: {}, home: '/home/kim' };

describe('the data folder', () => {
  test.skipIf(process.platform === 'win32')('lies where the system keeps such things', () => {
    const path = (here: Partial<Surroundings>) => dataFolderPath(undefined, { ...LINUX, ...here });
    expect(path({})).toBe('/home/kim/.local/share/ticketime');
    expect(path({ env: { XDG_DATA_HOME: '/data' } })).toBe('/data/ticketime');
    expect(path({ env: { XDG_DATA_HOME: 'data' } })).toBe('/home/kim/.local/share/ticketime');
    expect(path({ platform: 'darwin' })).toBe('/home/kim/Library/Application Support/Ticketime');
    expect(path({ platform: 'win32', env: { APPDATA: '/roaming' } })).toBe('/roaming/Ticketime');
    expect(path({ platform: 'win32' })).toBe('/home/kim/AppData/Roaming/Ticketime');
  });

  test('is the one that the person names, then the one of TICKETIME_DATA_DIR, then the system’s', () => {
    const here = { ...LINUX, env: { TICKETIME_DATA_DIR: '/named', XDG_DATA_HOME: '/data' } };
    expect(dataFolderPath('/chosen', here)).toBe(resolve('/chosen'));
    expect(dataFolderPath('relative', here)).toBe(resolve('relative'));
    expect(dataFolderPath(undefined, here)).toBe(resolve('/named'));
  });

  test.skipIf(process.platform === 'win32')(
    'is made for this person alone, and so is all that is in it',
    async () => {
      const parent = temporaryFolder();
      const folder = dataFolder(join(parent, 'new', 'folder'));
      expect(statSync(folder).mode & 0o777).toBe(0o700);
      const kept = temporaryStore();
      const store = kept.open();
      store.journal.append({ epochMs: 1, kind: 'added', eventId: 'e', data: null });
      await store.backup();
      const modes = (names: string[]) => names.map((name) => statSync(join(kept.folder, name)).mode & 0o777);
      expect(modes(['ticketime.db', 'ticketime.db-wal', 'ticketime.db-shm', 'ticketime.key'])).toEqual(
        Array(4).fill(0o600),
      );
      expect(modes(['backups', 'backups/ticketime-20261122T120000000Z.db'])).toEqual([0o700, 0o600]);
    },
  );

  test.skipIf(process.platform === 'win32')('that is there stays as the person made it', () => {
    const folder = join(temporaryFolder(), 'mine');
    mkdirSync(folder);
    chmodSync(folder, 0o755);
    expect(dataFolder(folder)).toBe(folder);
    expect(statSync(folder).mode & 0o777).toBe(0o755);
  });

  test('that is a file is refused with one sentence', () => {
    const file = join(temporaryFolder(), 'file');
    writeFileSync(file, '');
    const refusal = (path: string) => ({
      code: 'not-a-folder',
      message: `${path} is not a folder: name one with --data-dir.`,
    });
    expect(() => dataFolder(file)).toThrow(expect.objectContaining(refusal(file)));
    const below = join(file, 'below');
    expect(() => dataFolder(below)).toThrow(expect.objectContaining(refusal(below)));
    expect(existsSync(below)).toBe(false);
  });

  test('each refusal of the file system is one sentence; a bug stays a bug', () => {
    const told = (code: string) => folderFailure(Object.assign(new Error(`${code}: no`), { code }), '/f');
    expect(told('EROFS').message).toBe(
      'The folder /f cannot be written (EROFS): give this user the right to, or name another one with --data-dir.',
    );
    expect(told('ENOSPC').code).toBe('disk-full');
    expect(told('ELOOP').message).toBe(
      'The folder /f cannot be used (ELOOP: no): name another one with --data-dir.',
    );
    expect(() => folderFailure(new TypeError('bug'), '/f')).toThrow(TypeError);
  });
});
