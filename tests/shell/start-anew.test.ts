/** The app in the place of itself: on Linux by a real program. */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { startAnew } from '../../main/shell/start-anew.ts';

const told = vi.hoisted(() => [] as unknown[]);
vi.mock('electron', () => ({
  app: {
    relaunch: (options: unknown) => told.push(options),
    releaseSingleInstanceLock: () => told.push('released'),
  },
}));

function folderFor(): string {
  told.length = 0;
  const folder = mkdtempSync(join(tmpdir(), 'ticketime-anew-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

test.each(['win32', 'darwin'] as const)('on %s the system starts it when this one has ended', (platform) => {
  const running = { env: {}, execPath: '/Applications/Ticketime' };
  folderFor();
  expect(startAnew(['--hidden'], running, platform)).toBe(true);
  expect(told).toEqual([{ execPath: '/Applications/Ticketime', args: ['--hidden'] }]);
});

test.skipIf(process.platform !== 'linux')(
  'on Linux it is started itself, apart from this one, with every right that this one has',
  async () => {
    const folder = folderFor();
    const [execPath, note] = [join(folder, 'ticketime'), join(folder, 'note')];
    writeFileSync(
      execPath,
      `#!/bin/sh\n{ echo "$*"; grep NoNewPrivs /proc/self/status; cut -d' ' -f5,6 /proc/$$/stat; } > ${note}.part\nmv ${note}.part ${note}\n`,
      { mode: 0o755 },
    );
    expect(startAnew(['--hidden', 'a b'], { env: {}, execPath })).toBe(true);
    expect(told).toEqual(['released']);
    await expect.poll(() => existsSync(note)).toBe(true);
    const [args, privileges, groups] = readFileSync(note, 'utf8').trim().split('\n');
    const own = /NoNewPrivs:\t\d/.exec(readFileSync('/proc/self/status', 'utf8'))?.[0];
    expect([args, privileges]).toEqual(['--hidden a b', own]);
    // Of a group and a session of its own.
    const [group, session] = groups.split(' ');
    expect(group).toBe(session);
  },
);

test.skipIf(process.platform !== 'linux')('where there is nothing to start, it says so at once', () => {
  const execPath = join(folderFor(), 'gone');
  expect(startAnew([], { env: {}, execPath })).toBe(false);
});
