/** A data folder for the length of one test, whose core asks no standard time; and the commands on it. */
import type { TestContext } from 'vitest';
import { setFolder } from '../fakes/set-folder.ts';
import { onlyObject, run, start, type Ended, type Running } from './command.ts';

export interface DataFolder {
  readonly folder: string;
  /** The command on this folder. */
  readonly run: (...words: string[]) => Promise<Ended>;
  /** The same with `--json`, which must succeed; its object. */
  readonly object: (...words: string[]) => Promise<Record<string, unknown>>;
  /** The same, which must fail with one object and exit code 1; its error. */
  readonly error: (...words: string[]) => Promise<unknown>;
  readonly start: (...words: string[]) => Running;
  /** Serves it on a free port, ready. */
  readonly serve: () => Promise<Served>;
}

export interface Served {
  readonly address: string;
  readonly running: Running;
  stop(): Promise<Ended>;
}

export function dataFolder(t: TestContext): DataFolder {
  const folder = setFolder(t);
  const here = (words: readonly string[]) => [...words, '--data-dir', folder];
  return {
    folder,
    run: (...words) => run(t, here(words)),
    start: (...words) => start(t, here(words)),
    async object(...words) {
      const ended = await run(t, [...here(words), '--json']);
      t.expect(ended).toMatchObject({ code: 0, stderr: '' });
      return onlyObject(ended);
    },
    async error(...words) {
      const ended = await run(t, [...here(words), '--json']);
      t.expect(ended).toMatchObject({ code: 1, stderr: '' });
      return onlyObject(ended)['error'];
    },
    async serve() {
      const running = start(t, here(['serve', '--port', '0']));
      let text = '';
      running.child.stdout.on('data', (chunk: string) => (text += chunk));
      await running.until(/serves at/);
      const address = /http:\/\/127\.0\.0\.1:\d+/.exec(text)?.[0] ?? '';
      return {
        address,
        running,
        stop() {
          running.child.kill('SIGTERM');
          return running.ended;
        },
      };
    },
  };
}
