/** Asks the person at the terminal whether a plugin is allowed what it asks for. */
import { createInterface } from 'node:readline/promises';
import { Failure } from '../failure.ts';
import { tellOnStderr } from './output.ts';

export interface Manner {
  /** The data folder. */
  readonly folder: string;
  readonly json: boolean;
  /** `--yes`: what it asks for has been looked at. */
  readonly yes: boolean;
  readonly signal: AbortSignal;
}

/** Whether somebody is there to be asked. */
const canAsk = ({ json }: Manner) => !json && process.stdin.isTTY && process.stderr.isTTY;

/** `lines`: what is to be known first. Where nobody can be asked, the answer is no. */
export async function isAllowed(
  lines: readonly string[],
  question: string,
  manner: Manner,
): Promise<boolean> {
  if (!manner.json) for (const line of lines) tellOnStderr(line);
  if (manner.yes) return true;
  if (!canAsk(manner)) return false;
  // No terminal to the reader, so that Ctrl-C stays what it is.
  const reader = createInterface({ input: process.stdin, output: process.stderr, terminal: false });
  try {
    const ended = new Promise<string>((resolve) => reader.once('close', () => resolve('')));
    const answer = reader.question(`${question} [y/N] `, { signal: manner.signal });
    return /^y(es)?$/i.test((await Promise.race([answer, ended])).trim());
  } catch (error) {
    if (!manner.signal.aborted) throw error;
    throw new Failure('interrupted', 'Nothing was changed.', { cause: error });
  } finally {
    reader.close();
  }
}
