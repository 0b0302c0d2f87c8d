/** A plugin's process: started, its output kept, ended with all that it started. */
import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { once } from 'node:events';
import { constants, setPriority } from 'node:os';
import type { Readable } from 'node:stream';
import type { PluginStatus } from '../../../api/protocol/plugin.ts';
import { Failure } from '../../failure.ts';
import type { Command } from './command.ts';
import { endWords, type End } from './end.ts';
import { signalGroup } from './kill-group.ts';
import type { Launch } from './launch.ts';
import { LineCutter } from './lines.ts';
import type { PluginLog } from './log.ts';
import { letOnAll, putBehind, sendBack } from './processors.ts';

export interface PluginEnd extends End {
  /** Its last words were that there is no more memory. */
  readonly isOutOfMemory: boolean;
}

export interface PluginProcess {
  readonly pid: number;
  readonly keptBy: PluginStatus['keptBy'];
  /** Resolves when it has ended, with all that it started, and its log is written. */
  readonly ended: Promise<PluginEnd>;
  /** Asks it to end; on Windows nothing can, and it goes by its token, which the core has dismissed. */
  terminate(): void;
  kill(): void;
  /** It has behaved: what it was held back by as a newcomer ends. */
  letIn(): void;
  /** Everything else goes before it from here on. */
  slowDown(): void;
  /** Adds a line to its log. */
  note(sentence: string): void;
}

type Child = ChildProcessByStdio<null, Readable, Readable>;

/** When it has ended, so long its output is waited for, which a process that left its group may hold open, ms. */
const LAST_WORDS_MS = 500;
/** Characters in which last words are looked for: V8 prints its stack behind them. */
const LAST_WORDS = 6144;
/** Of V8 at its limit, of its buffers and Python at the kernel's, and of the C library. */
const OUT_OF_MEMORY = /out of memory|allocation[ _]failed|MemoryError|cannot allocate memory/i;

/** Rejects with a Failure when it cannot be started. */
export async function startPluginProcess(
  { id, workFolder }: Launch,
  { file, args, env, keptBy, processors }: Command,
  log: PluginLog,
): Promise<PluginProcess> {
  let child: Child;
  let ended: Promise<PluginEnd>;
  try {
    // Some of what keeps a program from being started is thrown at once.
    child = spawn(file, args, {
      cwd: workFolder,
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
      // It leads a group of its own, by which all that it starts is found again.
      detached: process.platform !== 'win32',
      windowsHide: true,
    });
    ended = endOf(child, log);
    await once(child, 'spawn');
  } catch (error) {
    await log.close();
    const { code = '' } = error as NodeJS.ErrnoException;
    throw new Failure(
      'plugin-cannot-start',
      `The plugin ${id} cannot start, for the system cannot run ${file} in ${workFolder} (${code}): see to both, then start the plugin again.`,
      { cause: error },
    );
  }
  const { pid = 0 } = child;
  if (processors) putBehind(pid);
  const note = (sentence: string) => void log.write([`Ticketime: ${sentence}`]);
  note(`started, process ${pid}.`);
  return {
    pid,
    keptBy,
    ended,
    terminate: () => signalGroup(pid, 'SIGTERM'),
    kill: () => signalGroup(pid, 'SIGKILL'),
    letIn() {
      if (processors) letOnAll(pid, processors);
    },
    slowDown() {
      lowerPriority(pid);
      if (processors) sendBack(pid, processors);
    },
    note,
  };
}

async function endOf(child: Child, log: PluginLog): Promise<PluginEnd> {
  const exited = new Promise<End>((resolve) =>
    child.once('exit', (code, signal) => resolve({ code, signal })),
  );
  const outputs = [child.stdout, child.stderr].map((output) => keep(output, log));
  const end = await exited;
  log.hurry();
  // Windows has no groups, and its number may be another's by now.
  if (process.platform !== 'win32') signalGroup(child.pid ?? 0, 'SIGKILL');
  const late = setTimeout(() => {
    child.stdout.destroy();
    child.stderr.destroy();
  }, LAST_WORDS_MS);
  const lastWords = await Promise.all(outputs);
  clearTimeout(late);
  await log.write([`Ticketime: ended with ${endWords(end)}.`]);
  await log.close();
  return { ...end, isOutOfMemory: end.code !== 0 && lastWords.some((words) => OUT_OF_MEMORY.test(words)) };
}

/** Resolves with the last words when nothing more can come. */
async function keep(output: Readable, log: PluginLog): Promise<string> {
  const cutter = new LineCutter();
  let lastWords = '';
  const write = async (lines: readonly string[]) => {
    lastWords = `${lastWords}${lines.join('\n')}\n`.slice(-LAST_WORDS);
    await log.write(lines);
  };
  try {
    for await (const text of output.setEncoding('utf8')) await write(cutter.add(text as string));
  } catch {
    // It was destroyed, or its pipe broke: what came until then counts.
  }
  await write(cutter.end());
  return lastWords;
}

function lowerPriority(pid: number): void {
  try {
    setPriority(pid, constants.priority.PRIORITY_LOW);
  } catch {
    // It has just ended.
  }
}
