import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readWish } from '../../../main/plugins/install/wish.ts';
import { temporaryFolder } from '../plugin-folder.ts';

test.for<[string, string, string]>([
  ['ticketime-door-sign', 'ticketime-door-sign', 'latest'],
  ['ticketime-door-sign@1.0.0', 'ticketime-door-sign', '1.0.0'],
  ['ticketime-door-sign@^1.2', 'ticketime-door-sign', '^1.2'],
  ['ticketime-door-sign@next', 'ticketime-door-sign', 'next'],
  ['@venue/door-sign', '@venue/door-sign', 'latest'],
  ['@venue/door-sign@2.0.0-beta.1', '@venue/door-sign', '2.0.0-beta.1'],
])('%s is a package of a registry', ([word, name, wanted]) => {
  expect(readWish(word, '/')).toEqual({ from: 'registry', name, wanted });
});

test('a path is a folder or a tarball, and begins where the person is', (t) => {
  const folder = temporaryFolder(t);
  mkdirSync(join(folder, 'door sign'));
  writeFileSync(join(folder, 'door-sign-1.0.0.tgz'), '');
  writeFileSync(join(folder, 'plain'), '');
  expect(readWish('./door sign', folder)).toEqual({ from: 'folder', path: join(folder, 'door sign') });
  expect(readWish('.', folder)).toEqual({ from: 'folder', path: folder });
  expect(readWish(folder, '/')).toEqual({ from: 'folder', path: folder });
  const tarball = { from: 'tarball', path: join(folder, 'door-sign-1.0.0.tgz') };
  expect(readWish('door-sign-1.0.0.tgz', folder)).toEqual(tarball);
  expect(readWish('./plain', folder)).toMatchObject({ from: 'tarball' });
  expect(() => readWish('./nothing', folder)).toThrow(
    expect.objectContaining({
      code: 'path-missing',
      message: `There is nothing at ${join(folder, 'nothing')}: name a folder or a tarball that is there.`,
    }),
  );
});

test.for([
  'https://example.com/door-sign.tgz',
  'http://127.0.0.1/door-sign',
  'git+https://example.com/door-sign.git',
  'git+ssh://git@example.com/door-sign.git',
  'git@example.com:venue/door-sign.git',
  'github:venue/door-sign',
  'venue/door-sign',
  'file:./door-sign',
  'npm:door-sign@1.0.0',
  'door-sign@npm:other@1.0.0',
  'door-sign@https://example.com/x.tgz',
  'door-sign@github:venue/door-sign',
  'door-sign@../other',
  'Door Sign',
  '@venue/',
  '',
  'x'.repeat(215),
])('%s is fetched from nowhere', (word) => {
  expect(() => readWish(word, '/')).toThrow(
    expect.objectContaining({
      code: 'bad-package',
      message: `"${word}" is neither a package's name, as in ticketime-door-sign or ticketime-door-sign@1.0.0, nor the path of a folder or tarball, as in ./door-sign: plugins are not fetched from addresses or repositories.`,
    }),
  );
});
