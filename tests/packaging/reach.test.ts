import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { packageFolders, reach } from '../../main/packaging/reach.ts';

function folderWith(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'ticketime-reach-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return folder;
}

test('what a program reaches is followed through its chunks, whether they are imported at once or later', () => {
  const folder = folderWith({
    'start.js': `import { a } from "./a.js"; import fs from "node:fs"; import "better-sqlite3";`,
    'a.js': `export * from "./b.js"; const late = () => import("./late.js");`,
    'b.js': `import "./a.js"; import { x } from "@scope/name/part";`,
    'late.js': `import "pacote";`,
    'other.js': `import "left-out";`,
  });
  expect(reach(folder, ['start.js'])).toEqual({
    files: ['a.js', 'b.js', 'late.js', 'start.js'],
    packages: ['@scope/name', 'better-sqlite3', 'pacote'],
  });
});

test('a program that is not there is no empty answer', () => {
  expect(() => reach(folderWith({}), ['gone.js'])).toThrow(/gone\.js/);
});

test('a package brings what it depends on: its own version where it has one, and what is optional where it is installed', () => {
  const root = folderWith({
    'node_modules/a/package.json': JSON.stringify({ dependencies: { b: '1', c: '1' } }),
    'node_modules/a/node_modules/b/package.json': JSON.stringify({ dependencies: { c: '1' } }),
    'node_modules/b/package.json': '{}',
    'node_modules/c/package.json': JSON.stringify({ optionalDependencies: { d: '1', e: '1' } }),
    'node_modules/d/package.json': JSON.stringify({ dependencies: { a: '1' } }),
  });
  expect([...packageFolders(root, ['a'])].sort()).toEqual([
    'node_modules/a',
    'node_modules/a/node_modules/b',
    'node_modules/c',
    'node_modules/d',
  ]);
});
