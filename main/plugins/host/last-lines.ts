/** The last lines of a log, without reading all of it. */
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';

/** Bytes from the end: more than a person scrolls through. */
const MOST_READ = 256 * 1024;

/** Oldest first; none when there is no such file. */
export function lastLines(file: string, count: number): string[] {
  const descriptor = openIfThere(file);
  if (descriptor === null) return [];
  try {
    const { size } = fstatSync(descriptor);
    const buffer = Buffer.alloc(Math.min(size, MOST_READ));
    const from = size - buffer.length;
    const length = readSync(descriptor, buffer, 0, buffer.length, from);
    const lines = buffer.toString('utf8', 0, length).split('\n');
    // The first began before what was read; behind the last end of a line is nothing, or a line that is not whole yet.
    if (from > 0) lines.shift();
    lines.pop();
    return count > 0 ? lines.slice(-count) : [];
  } finally {
    closeSync(descriptor);
  }
}

function openIfThere(file: string): number | null {
  try {
    return openSync(file, 'r');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}
