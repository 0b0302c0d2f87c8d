/**
 * A plugin's log: what it wrote, each line with the time at which it came, in three files of a megabyte that take turns. Whoever writes
 * waits until it is written, and a plugin that writes without end is slowed down: it costs neither memory nor the disk.
 */
import { basename, dirname } from 'node:path';
import { createStream, type RotatingFileStream } from 'rotating-file-stream';

export interface PluginLogOptions {
  readonly file: string;
  readonly now: () => number;
  readonly epochMs: () => number;
  readonly pause: (ms: number) => Promise<unknown>;
  /** What cannot be written is lost; told once. */
  readonly onError: (error: Error) => void;
}

/** What a plugin may write all the time, bytes a second: more than anybody reads, and little to a disk. */
const RATE = 128 * 1024;
/** So much may be ahead of that, ms: a long message is not slowed down. */
const AHEAD_MS = 4000;
/** Of a pause that may be cut short. */
const STEP_MS = 100;

export class PluginLog {
  readonly #options: PluginLogOptions;
  readonly #stream: RotatingFileStream;
  readonly #closed: Promise<void>;
  /** When what was written so far would have been written at the rate. */
  #paidAt = -Infinity;
  #isHurried = false;

  constructor(options: PluginLogOptions) {
    this.#options = options;
    const { file, onError } = options;
    this.#stream = createStream(basename(file), { path: dirname(file), size: '1M', rotate: 2, mode: 0o600 });
    this.#stream.once('error', onError);
    this.#closed = new Promise((resolve) => this.#stream.once('close', () => resolve()));
  }

  /** Resolves when more may come. */
  async write(lines: readonly string[]): Promise<void> {
    if (lines.length === 0 || this.#stream.destroyed || this.#stream.writableEnded) return;
    const { now, epochMs, pause } = this.#options;
    const stamp = new Date(epochMs()).toISOString();
    const text = Buffer.from(lines.map((line) => `${stamp} ${line}\n`).join(''));
    await new Promise((resolve) => this.#stream.write(text, resolve));
    this.#paidAt = Math.max(this.#paidAt, now()) + (1000 * text.length) / RATE;
    while (!this.#isHurried && this.#paidAt - now() > AHEAD_MS) await pause(STEP_MS);
  }

  /** What is still to come is written without pauses: there is not much of it, for the program has ended. */
  hurry(): void {
    this.#isHurried = true;
  }

  /** Resolves when all is written. */
  async close(): Promise<void> {
    this.#stream.end();
    await this.#closed;
  }
}
