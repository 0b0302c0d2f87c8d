/**
 * The desktop app's log: the sentences that a person was told, and the faults, each with its time, in three files of a megabyte that
 * take turns. A folder that cannot be written stops nothing: what would have stood there is lost.
 */
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { createStream } from 'rotating-file-stream';
import { createKeptAnchor } from '../clock/kept-anchor.ts';
import { localClock } from '../clock/local-clock.ts';

export interface Log {
  /** Where it lies. */
  readonly file: string;
  /** A sentence that a person is told. */
  tell(sentence: string): void;
  /** A line for whoever looks for a fault. */
  note(line: string): void;
  /** With its stack, where it has one. */
  fault(what: string, error: unknown): void;
  /** Resolves when all is written, or cannot be. */
  close(): Promise<void>;
}

const NAME = 'desktop.log';
const PATIENCE_MS = 1000;

/** @param epochMs the wall clock */
export function openLog(folder: string, epochMs: () => number = wallClock()): Log {
  const path = join(folder, 'logs');
  const stream = createStream(NAME, { path, size: '1M', rotate: 2, mode: 0o600 });
  const closed = new Promise<void>((resolve) => stream.once('close', () => resolve()));
  stream.on('error', () => undefined);
  const write = (text: string) => {
    if (stream.destroyed || stream.writableEnded) return;
    const stamp = new Date(epochMs()).toISOString();
    // Each entry is one line and those below it that are set in: nobody can make one look like several.
    stream.write(`${stamp} ${text.trimEnd().replaceAll(/\r\n|[\r\n]/g, '\n  ')}\n`);
  };
  return {
    file: join(path, NAME),
    tell: write,
    note: write,
    fault(what, error) {
      write(`${what}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
    },
    async close() {
      stream.end();
      // A disk that does not answer keeps nobody from ending.
      await Promise.race([closed, delay(PATIENCE_MS, undefined, { ref: false })]);
    },
  };
}

function wallClock(): () => number {
  const anchorMs = createKeptAnchor();
  return () => localClock.now() + anchorMs();
}
