import { chmodSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { PluginAbout } from '../../api/protocol/plugin.ts';
import { Failure } from '../../main/failure.ts';
import { Consents, covers, type ConsentRecord } from '../../main/plugins/consents.ts';
import { temporaryFolder } from './plugin-folder.ts';

const untold = (sentence: string) => {
  throw new Error(`It told: ${sentence}`);
};

const READS: ConsentRecord = { permissions: ['read'], runtime: 'node' };
const TRIGGERED: ConsentRecord = { permissions: ['read', 'trigger'], runtime: 'python' };

test('what was allowed is known to the next process, until it is withdrawn', (t) => {
  const folder = temporaryFolder(t);
  const consents = new Consents(folder, untold);
  expect(consents.get('led')).toBeNull();
  consents.allow('led', READS);
  consents.allow('obs', TRIGGERED);
  for (const each of [consents, new Consents(folder, untold)]) {
    expect(each.get('led')).toEqual(READS);
    expect(each.get('obs')).toEqual(TRIGGERED);
  }
  consents.withdraw('led');
  for (const each of [consents, new Consents(folder, untold)]) {
    expect(each.get('led')).toBeNull();
    expect(each.get('obs')).toEqual(TRIGGERED);
  }
  expect(readdirSync(folder)).toEqual(['plugins.json']);
});

test('what is allowed anew takes the place of what was allowed before, and holds nothing else', (t) => {
  const folder = temporaryFolder(t);
  const consents = new Consents(folder, untold);
  consents.allow('led', TRIGGERED);
  const more = { ...READS, name: 'LED' };
  consents.allow('led', more);
  expect(consents.get('led')).toEqual(READS);
  expect(JSON.parse(readFileSync(join(folder, 'plugins.json'), 'utf8'))).toEqual({
    version: 1,
    plugins: [{ id: 'led', ...READS }],
  });
});

test('what was not allowed is withdrawn without a file', (t) => {
  const folder = temporaryFolder(t);
  new Consents(folder, untold).withdraw('led');
  expect(readdirSync(folder)).toEqual([]);
});

test.skipIf(process.platform === 'win32')(
  'only this person may read the file, even one that others could',
  (t) => {
    const folder = temporaryFolder(t);
    const path = join(folder, 'plugins.json');
    new Consents(folder, untold).allow('led', READS);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    chmodSync(path, 0o644);
    new Consents(folder, untold);
    expect(statSync(path).mode & 0o777).toBe(0o600);
  },
);

test.for([
  '',
  '{',
  '[]',
  'null',
  '{"version":2,"plugins":[]}',
  '{"version":1,"plugins":[{"id":"led","permissions":["manage"],"runtime":"node"}]}',
  '{"version":1,"plugins":[{"id":"led","permissions":["read"],"runtime":"shell"}]}',
  '{"version":1,"plugins":[{"id":"../led","permissions":["read"],"runtime":"node"}]}',
])('a file that holds %j is put aside, and no plugin is enabled', (text, t) => {
  const folder = temporaryFolder(t);
  const path = join(folder, 'plugins.json');
  writeFileSync(path, text);
  const told: string[] = [];
  const consents = new Consents(folder, (sentence) => told.push(sentence));
  expect(consents.get('led')).toBeNull();
  expect(told).toEqual([
    `${path} holds no consents that can be read, so it was put aside as ${path}.unreadable, and no plugin is enabled: enable those that you want.`,
  ]);
  expect(readFileSync(`${path}.unreadable`, 'utf8')).toBe(text);
  consents.allow('led', READS);
  expect(new Consents(folder, untold).get('led')).toEqual(READS);
});

test('a file that the system does not give is told, and no plugin is enabled', (t) => {
  const folder = temporaryFolder(t);
  const path = join(folder, 'plugins.json');
  mkdirSync(path);
  const told: string[] = [];
  expect(new Consents(folder, (sentence) => told.push(sentence)).get('led')).toBeNull();
  expect(told).toHaveLength(1);
  expect(told[0].replace(path, '<path>')).toMatch(
    /^<path> cannot be read \(E[A-Z]+.*\), so no plugin is enabled: give it to the person that runs Ticketime\.$/,
  );
});

test('what cannot be saved does not hold, and one sentence says why', (t) => {
  const folder = temporaryFolder(t);
  const consents = new Consents(folder, untold);
  consents.allow('led', READS);
  rmSync(folder, { recursive: true });
  let failure: unknown;
  try {
    consents.allow('obs', TRIGGERED);
  } catch (error) {
    failure = error;
  }
  expect(failure).toBeInstanceOf(Failure);
  expect(failure).toMatchObject({ code: 'consents-not-saved' });
  expect((failure as Failure).message).toMatch(
    /^What plugins are allowed could not be saved \(ENOENT.*\), so nothing was changed: make the data folder writable and free some space\.$/,
  );
  expect(() => {
    consents.withdraw('led');
  }).toThrow(/could not be saved/);
  expect(consents.get('obs')).toBeNull();
  expect(consents.get('led')).toEqual(READS);
});

type Asked = Pick<PluginAbout, 'permissions' | 'runtime'>;

test.for<[allowed: ConsentRecord, asked: Asked, isCovered: boolean]>([
  [READS, { permissions: ['read'], runtime: 'node' }, true],
  [READS, { permissions: [], runtime: 'node' }, true],
  [READS, { permissions: ['read', 'trigger'], runtime: 'node' }, false],
  [READS, { permissions: ['trigger'], runtime: 'node' }, false],
  [READS, { permissions: ['read'], runtime: 'python' }, false],
  [READS, { permissions: ['read'], runtime: 'program' }, false],
  [TRIGGERED, { permissions: ['trigger', 'read'], runtime: 'python' }, true],
  [TRIGGERED, { permissions: ['read'], runtime: 'node' }, true],
  [TRIGGERED, { permissions: ['read'], runtime: 'program' }, false],
  [{ permissions: ['read'], runtime: 'program' }, { permissions: ['read'], runtime: 'python' }, false],
  [{ permissions: ['read'], runtime: 'program' }, { permissions: ['read'], runtime: 'program' }, true],
])('of %j allowed, asking for %j is covered: %j', ([allowed, asked, isCovered]) => {
  expect(covers(allowed, asked)).toBe(isCovered);
});
