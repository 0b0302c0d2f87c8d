/** The real command as a child process, with nothing of this computer's environment that could change what it does. */
import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Readable } from 'node:stream';
import type { TestContext } from 'vitest';
import {
  startPracticeOrigin,
  type PracticeOrigin,
  type PracticeOriginOptions,
} from '../../main/practice/origin.ts';

export const CLI = resolve(import.meta.dirname, '../../main/cli.ts');
/** Nothing was ever kept there, and nothing is made there by looking. */
const NOWHERE = join(tmpdir(), `ticketime-nowhere-${process.pid}`);
/** Where Node keeps what it has compiled, as if it were told by `module.enableCompileCache`: a start takes a third of its time then. */
export const COMPILED = join(tmpdir(), 'node-compile-cache');
export const ENV = {
  PATH: process.env['PATH'],
  HOME: process.env['HOME'],
  TZ: 'UTC',
  TICKETIME_DATA_DIR: NOWHERE,
  NODE_COMPILE_CACHE: COMPILED,
};

export interface Ended {
  /** The exit code; null when a signal killed it. */
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Running {
  readonly child: ChildProcessByStdio<null, Readable, Readable>;
  /** Resolves when it has ended by itself, or was killed. */
  readonly ended: Promise<Ended>;
  /** Resolves when what it wrote so far (stdout and stderr together) matches. */
  until(pattern: RegExp): Promise<void>;
}

/** What is measured here has nothing to do with the world's time servers, unless a test, or the settings of its folder, say so. */
function alone(args: readonly string[]): readonly string[] {
  const measures = ['sync', 'watch', 'when'].includes(args[0]) && !args.includes('--help');
  const isKept = args[0] === 'sync' && args.includes('--data-dir');
  return measures && !isKept && !args.includes('--reference')
    ? [args[0], '--reference', 'none', ...args.slice(1)]
    : args;
}

/** Started for the length of one test `t`; whatever is left of it then is killed. */
export function start(t: TestContext, args: readonly string[], env: NodeJS.ProcessEnv = {}): Running {
  const child = spawn(process.execPath, [CLI, ...alone(args)], {
    env: { ...ENV, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  t.onTestFinished(() => void child.kill('SIGKILL'));
  const text = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const)
    child[name].setEncoding('utf8').on('data', (chunk: string) => (text[name] += chunk));
  const ended = once(child, 'close').then(([code]) => ({ code: code as number | null, ...text }));
  async function until(pattern: RegExp): Promise<void> {
    while (!pattern.test(text.stdout + text.stderr))
      await Promise.race([once(child.stdout, 'data'), once(child.stderr, 'data'), failAfter(ended)]);
  }
  return { child, ended, until };
}

async function failAfter(ended: Promise<Ended>): Promise<never> {
  throw new Error(`It ended too early: ${JSON.stringify(await ended)}`);
}

export const run = (t: TestContext, args: readonly string[], env?: NodeJS.ProcessEnv): Promise<Ended> =>
  start(t, args, env).ended;

/** A practice origin for the length of one test. */
export async function originFor(
  t: TestContext,
  options: PracticeOriginOptions = {},
): Promise<PracticeOrigin> {
  const origin = await startPracticeOrigin(options);
  t.onTestFinished(() => origin.close());
  return origin;
}

/** stdout as exactly one JSON object on one line. */
export function onlyObject({ stdout }: Ended): Record<string, unknown> {
  if (!/^\{.*\}\n$/.test(stdout)) throw new Error(`Not exactly one object: ${stdout}`);
  return JSON.parse(stdout) as Record<string, unknown>;
}

/** A report whose folded rows are one line each again. */
export const unfolded = (text: string): string => text.replaceAll(/\n {15}/g, ' ');
