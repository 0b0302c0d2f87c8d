import { chmodSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { hashOf } from '../../../api/server/secret.ts';
import { TokenFile } from '../../../api/server/tokens.ts';
import { temporaryFolder } from './bridge.ts';

const untold = (sentence: string) => {
  throw new Error(`It told: ${sentence}`);
};

test('a token is known again by the next process, though the file holds no secret', (t) => {
  const folder = temporaryFolder(t);
  const { token, ...made } = new TokenFile(folder, untold).make({ name: 'obs', permissions: ['read'] }, 123);
  expect(made).toEqual({
    id: expect.stringMatching(/^[a-z0-9]{8}$/) as string,
    name: 'obs',
    permissions: ['read'],
    createdEpochMs: 123,
  });
  const text = readFileSync(join(folder, 'tokens.json'), 'utf8');
  expect(text).not.toContain(token.slice(4));
  expect(text).toContain(hashOf(token).toString('hex'));
  const again = new TokenFile(folder, untold);
  expect(again.find(hashOf(token))).toMatchObject(made);
  expect(again.find(hashOf(`${token}x`))).toBeNull();
  expect(again.list()).toEqual([made]);
});

test.skipIf(process.platform === 'win32')(
  'only this person may read the file, even one that others could',
  (t) => {
    const folder = temporaryFolder(t);
    const path = join(folder, 'tokens.json');
    new TokenFile(folder, untold).make({ name: 'a', permissions: ['read'] }, 0);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    chmodSync(path, 0o644);
    new TokenFile(folder, untold);
    expect(statSync(path).mode & 0o777).toBe(0o600);
  },
);

test('a revoked token is unknown from then on, and nothing is left beside the file', (t) => {
  const folder = temporaryFolder(t);
  const file = new TokenFile(folder, untold);
  const { id, token } = file.make({ name: 'a', permissions: ['read'] }, 0);
  const other = file.make({ name: 'a', permissions: ['read'] }, 0);
  expect(file.revoke(id)).toBe(true);
  expect(file.revoke(id)).toBe(false);
  for (const each of [file, new TokenFile(folder, untold)]) {
    expect(each.find(hashOf(token))).toBeNull();
    expect(each.find(hashOf(other.token))?.id).toBe(other.id);
  }
  expect(readdirSync(folder)).toEqual(['tokens.json']);
});

test.for(['', '{', '[]', '{"version":2,"tokens":[]}', '{"version":1,"tokens":[{"id":1}]}'])(
  'a file that holds %j is put aside, and no token is known',
  (text, t) => {
    const folder = temporaryFolder(t);
    const path = join(folder, 'tokens.json');
    writeFileSync(path, text);
    const told: string[] = [];
    const file = new TokenFile(folder, (sentence) => told.push(sentence));
    expect(file.list()).toEqual([]);
    expect(told).toEqual([
      `${path} holds no tokens that can be read, so it was put aside as ${path}.unreadable, and no token is known: make new ones.`,
    ]);
    expect(readFileSync(`${path}.unreadable`, 'utf8')).toBe(text);
  },
);

test('what cannot be saved is not given out, and one sentence says why', (t) => {
  const folder = temporaryFolder(t);
  const file = new TokenFile(folder, untold);
  const { id, token } = file.make({ name: 'a', permissions: ['read'] }, 0);
  rmSync(folder, { recursive: true });
  expect(() => file.make({ name: 'b', permissions: ['read'] }, 0)).toThrow(
    /^The tokens could not be saved \(ENOENT.*\), so nothing was changed: make the data folder writable and free some space\.$/,
  );
  expect(() => file.revoke(id)).toThrow(/could not be saved/);
  expect(file.list()).toHaveLength(1);
  expect(file.find(hashOf(token))?.id).toBe(id);
});

test('two hundred tokens are the most', (t) => {
  const file = new TokenFile(temporaryFolder(t), untold);
  for (let count = 0; count < 200; count += 1) file.make({ name: 'a', permissions: ['read'] }, 0);
  expect(() => file.make({ name: 'a', permissions: ['read'] }, 0)).toThrow(
    'There are 200 tokens already: revoke one first.',
  );
});
