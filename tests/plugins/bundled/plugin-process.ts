/** A plugin's program as the host starts it, confined and with nothing in its environment but its way to the core; for the length of one test. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { extname, join, resolve } from 'node:path';
import type { TestContext } from 'vitest';
import { localClock } from '../../../main/clock/local-clock.ts';

export const ROOT = resolve(import.meta.dirname, '../../..');
export const BUNDLED = join(ROOT, 'plugins');
const HOOK = join(ROOT, 'main/plugins/host/client-hook.ts');
/** What the client is made of. */
const READ = ['api', 'main/plugins/host', 'node_modules/valibot', 'package.json'].map((path) =>
  join(ROOT, path),
);

/** Less than a test may take, so that what was written is seen. */
const PATIENCE_MS = 40_000;

export interface Line {
  readonly text: string;
  /** When it was read, monotonic. */
  readonly at: number;
}

export interface PluginProcess {
  /** What it wrote, stdout and stderr alike. */
  readonly lines: readonly Line[];
  /** Resolves with the first line that matches, from the beginning on; rejects when it has ended without one. */
  until(pattern: RegExp): Promise<Line>;
  /** As the host stops one; resolves with the exit code, and how long the end took, ms. */
  stop(): Promise<{ readonly code: number | null; readonly tookMs: number }>;
}

/** A folder that is gone with the test. */
export function workFolder(t: TestContext): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'ticketime-plugin-')));
  t.onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

export interface Way {
  readonly address: string;
  readonly token: string;
}

/** `entry`: whole path. */
export function startPlugin(t: TestContext, entry: string, work: string, way: Way): PluginProcess {
  const isPython = extname(entry) === '.py';
  const allowed = [resolve(entry, '..'), work, ...READ].map((path) => `--allow-fs-read=${path}`);
  const confined = ['--import', HOOK, '--permission', ...allowed, `--allow-fs-write=${work}`, entry];
  const child = spawn(isPython ? 'python3' : process.execPath, isPython ? [entry] : confined, {
    cwd: work,
    env: { PATH: process.env['PATH'], TICKETIME_ADDRESS: way.address, TICKETIME_TOKEN: way.token },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  t.onTestFinished(() => void child.kill('SIGKILL'));
  const ended = once(child, 'close').then(([code]) => code as number | null);
  const lines: Line[] = [];
  const looks = new Set<() => void>();
  for (const stream of [child.stdout, child.stderr]) {
    let rest = '';
    stream.setEncoding('utf8').on('data', (chunk: string) => {
      const at = localClock.now();
      const parts = (rest + chunk).split('\n');
      rest = parts.pop() ?? '';
      lines.push(...parts.map((text) => ({ text, at })));
      for (const look of [...looks]) look();
    });
  }
  return {
    lines,
    until: (pattern) =>
      new Promise((resolve, reject) => {
        const look = () => {
          const line = lines.find(({ text }) => pattern.test(text));
          if (!line) return;
          looks.delete(look);
          resolve(line);
        };
        looks.add(look);
        look();
        const fail = (how: string) => {
          const wrote = lines.map(({ text }) => text).join('\n');
          reject(new Error(`It ${how} and has not written ${String(pattern)}, but:\n${wrote}`));
        };
        void ended.then((code) => fail(`ended with ${String(code)}`));
        setTimeout(() => fail(`ran for ${PATIENCE_MS} ms`), PATIENCE_MS).unref();
      }),
    async stop() {
      const startedAt = localClock.now();
      child.kill('SIGTERM');
      const code = await ended;
      return { code, tookMs: localClock.now() - startedAt };
    },
  };
}
