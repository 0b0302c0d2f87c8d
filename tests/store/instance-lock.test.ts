import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { lockFolder } from '../../main/store/instance-lock.ts';
import { temporaryFolder } from './kept.ts';

const LOCK = join(import.meta.dirname, '../../main/store/instance-lock.ts');

function refusal(folder: string) {
  return expect.objectContaining({
    code: 'already-running',
    message: `Ticketime is already running on ${folder}: use that one, stop it first, or name another folder with --data-dir.`,
  }) as unknown;
}

describe('the lock on a folder', () => {
  test('is held by one at a time', () => {
    const folder = temporaryFolder();
    const first = lockFolder(folder);
    expect(() => lockFolder(folder)).toThrow(refusal(folder));
    const other = lockFolder(temporaryFolder());
    other.release();
    first.release();
    lockFolder(folder).release();
  });

  test('keeps other processes out, until this one lets go or dies in any way', async () => {
    const folder = temporaryFolder();
    for (let round = 0; round < 3; round++) {
      const holder = spawn(process.execPath, [
        '--input-type=module-typescript',
        '-e',
        `import { lockFolder } from ${JSON.stringify(LOCK)};
         lockFolder(${JSON.stringify(folder)});
         console.log('held');
         setInterval(() => undefined, 1000);`,
      ]);
      const died = once(holder, 'exit');
      await once(holder.stdout, 'data');
      expect(() => lockFolder(folder)).toThrow(refusal(folder));
      holder.kill('SIGKILL');
      await died;
    }
    lockFolder(folder).release();
  });
});
