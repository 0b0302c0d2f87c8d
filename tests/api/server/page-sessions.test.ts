import { chmodSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import { join } from 'node:path';
import { expect, test, type TestContext } from 'vitest';
import { Door } from '../../../api/server/door.ts';
import { LIMITS } from '../../../api/server/limits.ts';
import { SessionFile } from '../../../api/server/page-sessions.ts';
import { hashOf, newToken } from '../../../api/server/secret.ts';
import { TokenFile } from '../../../api/server/tokens.ts';
import { temporaryFolder } from './bridge.ts';

const DAY_MS = 24 * 3_600_000;
const COOKIE = 'ticketime-1234';

/** What lasts beyond one core: the data folder, and the wall clock. */
function place(t: TestContext) {
  const folder = temporaryFolder(t);
  const told: string[] = [];
  const tell = (sentence: string) => void told.push(sentence);
  let epochMs = 1_700_000_000_000;
  /** A core's, whose monotonic clock begins where it likes, and whose person has a token made anew. */
  function start(): { door: Door; tokens: TokenFile; person: string } {
    const startedMs = epochMs;
    const person = newToken();
    const tokens = new TokenFile(folder, tell);
    const door = new Door({
      tokens,
      sessions: new SessionFile(folder, tell),
      personHash: hashOf(person),
      limits: LIMITS,
      now: () => 77 + epochMs - startedMs,
      nowEpochMs: () => epochMs,
    });
    return { door, tokens, person };
  }
  return { folder, told, start, pass: (ms: number) => (epochMs += ms), file: join(folder, 'sessions.json') };
}

const request = (headers: Readonly<Record<string, string>>) =>
  ({ headers, socket: {} }) as unknown as IncomingMessage;
/** The page of whoever has this token. */
function open(door: Door, token: string): string {
  const identity = door.admit(request({ authorization: `Bearer ${token}` }), COOKIE, true);
  return door.redeem(door.makeCode(identity).code, COOKIE);
}
const come = (door: Door, secret: string, cookieName = COOKIE) =>
  door.admit(request({ cookie: `${cookieName}=${secret}` }), cookieName, true);

test('a page is known again by the next core, though the file holds no secret and is for this person alone', (t) => {
  const { start, file } = place(t);
  const before = start();
  const secret = open(before.door, before.person);
  const text = readFileSync(file, 'utf8');
  expect(text).not.toContain(secret);
  expect(text).toContain(hashOf(secret).toString('hex'));
  if (process.platform !== 'win32') {
    chmodSync(file, 0o644);
    start();
    expect(statSync(file).mode & 0o777).toBe(0o600);
  }
  const { door, person } = start();
  expect(come(door, secret)).toMatchObject({ tokenId: 'person', isPerson: true });
  open(door, person);
  expect(come(start().door, secret).isPerson).toBe(true);
});

test('at another port, or with another secret, it is not known', (t) => {
  const { start } = place(t);
  const before = start();
  const secret = open(before.door, before.person);
  for (const { door } of [before, start()]) {
    expect(() => come(door, secret, 'ticketime-9999')).toThrow();
    expect(() => come(door, `${secret}x`)).toThrow();
  }
});

test('it ends a day after it was opened, however often the core was started and wherever the clock was set', (t) => {
  const { start, pass } = place(t);
  const before = start();
  const secret = open(before.door, before.person);
  pass(DAY_MS - 1);
  const after = start();
  expect(come(after.door, secret).isPerson).toBe(true);
  pass(1);
  for (const { door } of [before, after, start()]) expect(() => come(door, secret)).toThrow();
  pass(-10 * DAY_MS);
  const past = start();
  expect(come(past.door, secret).isPerson).toBe(true);
  pass(DAY_MS);
  expect(() => come(past.door, secret)).toThrow();
});

test('it may do what its token may do, and is gone with it, whether a core ran when that was revoked or none', (t) => {
  const { start, file } = place(t);
  const { door, tokens } = start();
  const [one, other] = ['one', 'other'].map((name) => tokens.make({ name, permissions: ['read'] }, 0));
  const secrets = [one, other].map(({ token }) => open(door, token));
  const again = start();
  expect(come(again.door, secrets[0])).toMatchObject({ tokenId: one.id, isPerson: false });
  expect([...come(again.door, secrets[0]).permissions]).toEqual(['read']);
  again.tokens.revoke(one.id);
  again.door.forget(one.id);
  expect(() => come(again.door, secrets[0])).toThrow();
  expect(readFileSync(file, 'utf8')).not.toContain(one.id);
  again.tokens.revoke(other.id);
  expect(() => come(start().door, secrets[1])).toThrow();
});

test.for(['', '{', '[]', '{"version":2,"sessions":[]}', '{"version":1,"sessions":[{"sha256":"x"}]}'])(
  'a file that holds %j opens nothing, and the next page replaces it',
  (text, t) => {
    const { start, file, told } = place(t);
    writeFileSync(file, text);
    const { door, person } = start();
    const secret = open(door, person);
    expect(come(start().door, secret).isPerson).toBe(true);
    expect(told).toEqual([]);
  },
);

test('a page that cannot be kept works none the less, and one sentence says what follows', (t) => {
  const { start, folder, told } = place(t);
  const { door, person } = start();
  rmSync(folder, { recursive: true });
  const secrets = [open(door, person), open(door, person)];
  for (const secret of secrets) expect(come(door, secret).isPerson).toBe(true);
  expect(told).toEqual([
    expect.stringMatching(
      /^The open pages could not be saved \(ENOENT.*\), so they must be opened anew after a restart: make the data folder writable and free some space\.$/,
    ),
  ]);
});
