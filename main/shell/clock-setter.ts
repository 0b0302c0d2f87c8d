/** Sets this computer's clock by standard time, for which the system asks the person's leave. */
import { access, readdir, readFile } from 'node:fs/promises';
import type { ClockSet } from '../../api/protocol/desktop.ts';
import { clockCommand, clockSentence, LOOKED_FOR, type ClockTools } from './clock-commands.ts';
import type { Language } from './words.ts';

type Outcome = { readonly error: Error | null; readonly stdout: string; readonly stderr: string };

export interface ClockSetterOptions {
  readonly platform: NodeJS.Platform;
  readonly language: () => Language;
  readonly look?: (platform: NodeJS.Platform) => Promise<ClockTools>;
  /** Runs a command with all rights; never rejects. */
  readonly elevate?: (command: string) => Promise<Outcome>;
  /** Somebody who was called away finds the window that asks for a password still there; ms. */
  readonly limitMs?: number;
}

const LIMIT_MS = 5 * 60_000;
const MOST_LINES = 6;
const MOST_CHARACTERS = 600;

export class ClockSetter {
  readonly #options: ClockSetterOptions;
  /** What is under way; it goes on when it takes too long. */
  #running: Promise<ClockSet> | null = null;
  #command = '';

  constructor(options: ClockSetterOptions) {
    this.#options = options;
  }

  /** One at a time; never rejects. */
  async setClock(): Promise<ClockSet> {
    const { language, limitMs = LIMIT_MS } = this.#options;
    if (this.#running) return failed(this.#command, 'failed', clockSentence('busy', language()));
    this.#running = this.#set().finally(() => (this.#running = null));
    const ended = await within(limitMs, this.#running);
    return ended ?? failed(this.#command, 'failed', clockSentence('tooLong', language()));
  }

  async #set(): Promise<ClockSet> {
    const { platform, language, look = lookAround, elevate = askAndRun } = this.#options;
    const command = clockCommand(platform, await look(platform));
    this.#command = command ?? '';
    if (command === null) return failed('', 'missing', clockSentence('tools', language()));
    return told(command, await elevate(command), language());
  }
}

/** What the prompt says of itself; all else is the command's. */
function told(command: string, { error, stdout, stderr }: Outcome, language: Language): ClockSet {
  const output = fewLines(`${stdout}\n${stderr}`);
  if (!error) return { isDone: true, command, why: null, output };
  if (/did not grant permission/.test(error.message)) return failed(command, 'declined', '');
  if (/Unable to find pkexec/.test(error.message))
    return failed(command, 'missing', clockSentence('prompt', language));
  if (/No polkit authentication agent/.test(error.message))
    return failed(command, 'missing', clockSentence('agent', language));
  return failed(command, 'failed', output || fewLines(error.message));
}

function failed(command: string, why: 'declined' | 'missing' | 'failed', output: string): ClockSet {
  return { isDone: false, command, why, output };
}

/** Null when it takes longer; what runs goes on. */
async function within<T>(limitMs: number, running: Promise<T>): Promise<T | null> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<null>((resolve) => (timer = setTimeout(() => resolve(null), limitMs)));
  return Promise.race([running, late]).finally(() => clearTimeout(timer));
}

/** What a person may be shown: the last lines, for those say how it ended; nothing that would steer a terminal. */
function fewLines(text: string): string {
  return text
    .split(/[\r\n]+/)
    .map((line) =>
      line
        .replaceAll(/\x1b\[[\d;]*[A-Za-z]|[\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, '')
        .trim(),
    )
    .filter((line) => line !== '')
    .slice(-MOST_LINES)
    .join('\n')
    .slice(0, MOST_CHARACTERS);
}

/** Only Linux has a choice of programs. */
async function lookAround(platform: NodeJS.Platform): Promise<ClockTools> {
  if (platform !== 'linux') return { programs: new Set(), running: new Set() };
  const isThere = async (path: string) =>
    access(path).then(
      () => true,
      () => false,
    );
  const there = await Promise.all(LOOKED_FOR.map(isThere));
  return { programs: new Set(LOOKED_FOR.filter((_, at) => there[at])), running: await runningPrograms() };
}

/** Read off /proc: its folders may not be looked into by others, but chronyd's name may. */
async function runningPrograms(): Promise<Set<string>> {
  const ids = (await readdir('/proc').catch(() => [])).filter((name) => /^\d+$/.test(name));
  const names = await Promise.all(ids.map((id) => readFile(`/proc/${id}/comm`, 'utf8').catch(() => '')));
  return new Set(names.map((name) => name.trim()));
}

/** The system's own window asks the person. Loaded then, for it is needed seldom. */
async function askAndRun(command: string): Promise<Outcome> {
  const { exec } = await import('@vscode/sudo-prompt');
  return new Promise((resolve) => {
    exec(command, { name: 'Ticketime' }, (error, stdout = '', stderr = '') =>
      resolve({ error: error ?? null, stdout: String(stdout), stderr: String(stderr) }),
    );
  });
}
