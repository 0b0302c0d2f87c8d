import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test, type TestContext } from 'vitest';
import { openLog } from '../../main/shell/log.ts';

function folderFor(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'ticketime-log-'));
  t.onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

const MORNING = Date.UTC(2026, 10, 23, 9);

test('what was told and what went wrong stand in the log, each with its time', async (t) => {
  const folder = folderFor(t);
  const log = openLog(folder, () => MORNING);
  log.tell('The settings were put aside.');
  log.note('one\nNOT a line of its own\r\n');
  const error = new Error('a bug');
  error.stack = 'Error: a bug\n    at somewhere';
  log.fault('Thrown', error);
  log.fault('Rejected', 'a word');
  await log.close();
  log.tell('too late');
  expect(log.file).toBe(join(folder, 'logs', 'desktop.log'));
  expect(readFileSync(log.file, 'utf8')).toBe(
    [
      '2026-11-23T09:00:00.000Z The settings were put aside.',
      '2026-11-23T09:00:00.000Z one',
      '  NOT a line of its own',
      '2026-11-23T09:00:00.000Z Thrown: Error: a bug',
      '      at somewhere',
      '2026-11-23T09:00:00.000Z Rejected: a word',
      '',
    ].join('\n'),
  );
});

test('by the wall clock, and only the person may read it', async (t) => {
  const folder = folderFor(t);
  const before = Date.now();
  const log = openLog(folder);
  log.note('now');
  await log.close();
  const [stamp] = readFileSync(log.file, 'utf8').split(' ');
  expect(Math.abs(Date.parse(stamp) - before)).toBeLessThan(60_000);
  if (process.platform !== 'win32') expect(statSync(log.file).mode & 0o777).toBe(0o600);
});

test('it is three files of a megabyte at the most', async (t) => {
  const folder = folderFor(t);
  for (let run = 0; run < 5; run += 1) {
    const log = openLog(folder, () => MORNING);
    for (let k = 0; k < 9; k += 1) log.note('x'.repeat(100_000));
    await log.close();
  }
  const files = readdirSync(join(folder, 'logs')).sort();
  expect(files).toEqual(['desktop.log', 'desktop.log.1', 'desktop.log.2']);
  for (const file of files) expect(statSync(join(folder, 'logs', file)).size).toBeLessThan(1.2 * 1024 ** 2);
});

test('a folder that cannot be written stops nothing', async (t) => {
  const folder = folderFor(t);
  writeFileSync(join(folder, 'logs'), 'a file stands in its place');
  const log = openLog(folder, () => MORNING);
  log.tell('lost');
  log.fault('Thrown', new Error('lost too'));
  await log.close();
  await log.close();
  expect(readFileSync(join(folder, 'logs'), 'utf8')).toBe('a file stands in its place');
});
