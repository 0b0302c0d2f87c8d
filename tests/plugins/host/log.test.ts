import { mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test, type TestContext } from 'vitest';
import { lastLines } from '../../../main/plugins/host/last-lines.ts';
import { PluginLog } from '../../../main/plugins/host/log.ts';

function folderFor(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'ticketime-log-'));
  t.onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

function logIn(folder: string) {
  const time = { now: 0, errors: [] as Error[] };
  const log = new PluginLog({
    file: join(folder, 'logs', 'lamp.log'),
    now: () => time.now,
    epochMs: () => Date.UTC(2026, 10, 22) + time.now,
    pause: (ms) => {
      time.now += ms;
      return Promise.resolve();
    },
    onError: (error) => time.errors.push(error),
  });
  return { log, time, file: join(folder, 'logs', 'lamp.log') };
}

describe('a log', () => {
  test('has each line with its time, and goes on where it was', async (t) => {
    const folder = folderFor(t);
    const first = logIn(folder);
    await first.log.write(['one', 'two']);
    await first.log.close();
    const again = logIn(folder);
    again.time.now = 1500;
    await again.log.write(['three']);
    await again.log.close();
    await again.log.write(['too late']);
    expect(readFileSync(again.file, 'utf8')).toBe(
      '2026-11-22T00:00:00.000Z one\n2026-11-22T00:00:00.000Z two\n2026-11-22T00:00:01.500Z three\n',
    );
  });

  test('is three files of a megabyte at the most, whatever is written, at 128 KiB a second', async (t) => {
    const folder = folderFor(t);
    const { log, time } = logIn(folder);
    const line = 'x'.repeat(1024);
    for (let k = 0; k < 100; k += 1) await log.write(Array<string>(64).fill(line));
    await log.close();
    const files = readdirSync(join(folder, 'logs')).sort();
    expect(files).toEqual(['lamp.log', 'lamp.log.1', 'lamp.log.2']);
    for (const file of files) expect(statSync(join(folder, 'logs', file)).size).toBeLessThan(1.2 * 1024 ** 2);
    // 6.4 MiB, four seconds ahead.
    expect(time.now / 1000).toBeGreaterThan(45);
    expect(time.now / 1000).toBeLessThan(50);
  });

  test('does not slow down what has ended', async (t) => {
    const { log, time } = logIn(folderFor(t));
    log.hurry();
    for (let k = 0; k < 30; k += 1) await log.write(['x'.repeat(65_536)]);
    await log.close();
    expect(time.now).toBe(0);
  });

  test('that cannot be written is told once, and held up by nothing', async (t) => {
    const folder = folderFor(t);
    writeFileSync(join(folder, 'logs'), 'a file where the folder should be');
    const { log, time } = logIn(folder);
    for (let k = 0; k < 3; k += 1) await log.write(['lost']);
    await log.close();
    expect(time.errors).toHaveLength(1);
  });
});

describe('the last lines', () => {
  test('of a file are as many as are wanted, oldest first', (t) => {
    const file = join(folderFor(t), 'a.log');
    writeFileSync(file, 'one\ntwo\nthree\nnot whole');
    expect(lastLines(file, 2)).toEqual(['two', 'three']);
    expect(lastLines(file, 9)).toEqual(['one', 'two', 'three']);
    expect(lastLines(file, 0)).toEqual([]);
  });

  test('of no file, or an empty one, are none', (t) => {
    const file = join(folderFor(t), 'a.log');
    expect(lastLines(file, 2)).toEqual([]);
    writeFileSync(file, '');
    expect(lastLines(file, 2)).toEqual([]);
  });

  test('of a large file are read from its end, and all are whole', (t) => {
    const file = join(folderFor(t), 'a.log');
    writeFileSync(file, Array.from({ length: 50_000 }, (_, k) => `line ${k} 시각\n`).join(''));
    const lines = lastLines(file, 50_000);
    expect(lines.at(-1)).toBe('line 49999 시각');
    expect(lines[0]).toMatch(/^line \d{5} 시각$/);
    expect(lines.length).toBeLessThan(20_000);
  });
});
