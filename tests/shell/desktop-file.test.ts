import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test, type TestContext } from 'vitest';
import { openDesktopFile } from '../../main/shell/desktop-file.ts';

function newFolder({ onTestFinished }: Pick<TestContext, 'onTestFinished'>): string {
  const folder = mkdtempSync(join(tmpdir(), 'ticketime-desktop-file-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Opened, with what was told. */
function open(folder: string) {
  const told: string[] = [];
  return { file: openDesktopFile(folder, (sentence) => told.push(sentence)), told };
}

test('at first nothing is kept: windows are as they come, and updates are looked for', (t) => {
  const { file, told } = open(newFolder(t));
  expect(file.preferences).toEqual({ ground: 'auto', updates: true });
  expect([file.withoutGpu, file.lastDisplay, file.place(1)]).toEqual([false, null, null]);
  expect(told).toEqual([]);
});

test('what is preferred, and where the clock stands on each display, is there at the next start', (t) => {
  const folder = newFolder(t);
  const { file } = open(folder);
  file.prefer({ ground: 'opaque' });
  file.prefer({ updates: false });
  file.keepPlace(1, { x: 16, y: 400 });
  file.keepPlace(2_528_732_444, { x: 0, y: 3 });
  file.keepPlace(1, { x: 20, y: 401 });
  file.keepWithoutGpu();
  for (const one of [file, open(folder).file]) {
    expect(one.preferences).toEqual({ ground: 'opaque', updates: false });
    expect(one.place(1)).toEqual({ x: 20, y: 401 });
    expect(one.place(2_528_732_444)).toEqual({ x: 0, y: 3 });
    expect(one.place(3)).toBeNull();
    expect(one.lastDisplay).toBe(1);
    expect(one.withoutGpu).toBe(true);
  }
  expect(open(folder).told).toEqual([]);
});

test('nobody else can read it', (t) => {
  const folder = newFolder(t);
  open(folder).file.keepWithoutGpu();
  // On Windows the folder's own rights say so.
  const mode = process.platform === 'win32' ? 0o666 : 0o600;
  expect(statSync(join(folder, 'desktop.json')).mode & 0o777).toBe(mode);
});

test.each([
  ['no JSON', '{ "preferences": '],
  ['nothing', ''],
  ['no object', '[]'],
  ['what is not known', '{"theme":"dark"}'],
  ['a ground that is none', '{"preferences":{"ground":"glass"}}'],
  ['a place that is none', '{"places":{"1":{"x":"left","y":0}}}'],
])('a file with %s is put aside, and told', (_, text) => {
  const folder = mkdtempSync(join(tmpdir(), 'ticketime-desktop-file-'));
  try {
    const path = join(folder, 'desktop.json');
    writeFileSync(path, text);
    const { file, told } = open(folder);
    expect(told).toEqual([
      `${path} could not be read, so it was put aside as ${path}.unreadable, and Ticketime's windows stand as at first.`,
    ]);
    expect(readFileSync(`${path}.unreadable`, 'utf8')).toBe(text);
    expect(file.preferences).toEqual({ ground: 'auto', updates: true });
    // From then on it is kept again.
    file.keepPlace(7, { x: 1, y: 2 });
    expect(open(folder)).toMatchObject({ told: [], file: { lastDisplay: 7 } });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

test('where nothing can be kept, that is told once, and all holds until the end', (t) => {
  const folder = newFolder(t);
  const { file, told } = open(folder);
  // A folder in the way of the file: not even a superuser can write it then.
  rmSync(folder, { recursive: true });
  writeFileSync(folder, '');
  file.prefer({ ground: 'opaque' });
  file.keepPlace(1, { x: 5, y: 6 });
  file.keepWithoutGpu();
  expect(file.preferences.ground).toBe('opaque');
  expect(file.place(1)).toEqual({ x: 5, y: 6 });
  expect(file.withoutGpu).toBe(true);
  expect(told).toHaveLength(1);
  expect(told[0]).toContain(`cannot be kept in ${folder} (`);
  expect(told[0]).toMatch(/: it holds until Ticketime ends\.$/);
});

test('a file that cannot be opened at all is left as it is, and told', (t) => {
  const folder = newFolder(t);
  const beneath = join(folder, 'plain');
  writeFileSync(beneath, '');
  const { file, told } = open(beneath);
  expect(told).toHaveLength(1);
  file.prefer({ updates: false });
  expect(file.preferences.updates).toBe(false);
  expect(told).toHaveLength(1);
});
