import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { expect, test } from 'vitest';
import { temporaryStore } from './kept.ts';
import { checkFile, TABLES } from './small.ts';

/** Rows after which the process is killed, in each round: at once, while the first backup is made, and in full run. */
const ROUNDS = [1, 2, 3, 11, 60, 120, 250, 5, 400, 31, 170, 90];

test('what was acknowledged is there after any kill -9, whole and once', async () => {
  const kept = temporaryStore();
  const acknowledged = { estimates: 0, journal: 0 };
  for (const [round, rows] of ROUNDS.entries()) {
    const child = spawn(process.execPath, [join(import.meta.dirname, 'appender.ts'), kept.folder]);
    const died = once(child, 'close');
    let said = '';
    child.stderr.on('data', (data: Buffer) => (said += data.toString()));
    let seen = 0;
    for await (const line of createInterface(child.stdout)) {
      const [table, seq] = line.split(' ');
      acknowledged[table as keyof typeof acknowledged] = Number(seq);
      if (++seen === rows) child.kill('SIGKILL');
    }
    await died;
    expect(said).toBe('');
    expect(seen).toBeGreaterThanOrEqual(rows);

    const store = kept.open();
    expect(store.recovery, `round ${round}`).toBeNull();
    const estimates = store.estimates.page('a', { limit: 1e6 }).map(({ seq }) => seq);
    const journal = store.journal.all();
    for (const [table, count] of [
      ['estimates', estimates.length],
      ['journal', journal.length],
    ] as const) {
      expect(count).toBeGreaterThanOrEqual(acknowledged[table]);
      expect(count).toBeLessThanOrEqual(acknowledged[table] + 1); // written, and killed before it could say so
    }
    // Each entry was written after its measurement.
    const named = journal.map(({ data }) => (data as { estimate: number }).estimate);
    expect(new Set([...estimates, ...named]).size).toBe(estimates.length);
    expect(named).toEqual([...new Set(named)].sort((a, b) => a - b));
    store.close();
    expect(checkFile(kept)).toBeNull();
  }
  expect(TABLES.every((table) => acknowledged[table] > 500)).toBe(true);
  expect(kept.told).toEqual([]);
});
