/**
 * The tokens that were given out: `tokens.json` in the data folder, readable by this person alone. It holds no secret, only
 * hashes. One process at a time uses it: the running core, or a command while none runs.
 */
import { randomInt } from 'node:crypto';
import { chmodSync, readFileSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import { ProblemError } from '../protocol/problem-error.ts';
import { Token, type MadeToken, type NewToken } from '../protocol/token.ts';
import { findHash, hashOf, newToken } from './secret.ts';
import { writeWhole } from './whole-file.ts';

/** Each request is compared with all of them. */
const MOST_TOKENS = 200;

const Kept = v.object({
  version: v.literal(1),
  tokens: v.array(v.object({ ...Token.entries, sha256: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/)) })),
});

interface Entry extends Token {
  readonly hash: Buffer;
}

export class TokenFile {
  readonly #path: string;
  #entries: readonly Entry[];

  /** `tell` is given each sentence that a person should read. */
  constructor(folder: string, tell: (sentence: string) => void) {
    this.#path = join(folder, 'tokens.json');
    this.#entries = read(this.#path, tell);
  }

  list(): Token[] {
    return this.#entries.map(({ id, name, permissions, createdEpochMs }) => ({
      id,
      name,
      permissions,
      createdEpochMs,
    }));
  }

  make({ name, permissions }: NewToken, createdEpochMs: number): MadeToken {
    if (this.#entries.length >= MOST_TOKENS)
      throw new ProblemError(
        409,
        'too-many-tokens',
        `There are ${MOST_TOKENS} tokens already: revoke one first.`,
      );
    const secret = newToken();
    const token: Token = { id: newId(), name, permissions: [...new Set(permissions)], createdEpochMs };
    this.#keep([...this.#entries, { ...token, hash: hashOf(secret) }]);
    return { ...token, token: secret };
  }

  /** Whether there was one. */
  revoke(id: string): boolean {
    const others = this.#entries.filter((entry) => entry.id !== id);
    if (others.length === this.#entries.length) return false;
    this.#keep(others);
    return true;
  }

  /** Whose secret this is, told by its SHA-256. */
  find(hash: Uint8Array): Token | null {
    return findHash(this.#entries, hash);
  }

  #keep(entries: readonly Entry[]): void {
    const tokens = entries.map(({ hash, ...token }) => ({ ...token, sha256: hash.toString('hex') }));
    try {
      writeWhole(this.#path, `${JSON.stringify({ version: 1, tokens }, null, 2)}\n`);
    } catch (error) {
      throw new ProblemError(
        503,
        'tokens-not-saved',
        `The tokens could not be saved (${(error as Error).message}), so nothing was changed: make the data folder writable and free some space.`,
      );
    }
    this.#entries = entries;
  }
}

function read(path: string, tell: (sentence: string) => void): Entry[] {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
    chmodSync(path, 0o600);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT')
      tell(
        `${path} cannot be read (${(error as Error).message}), so no token is known: give it to the person that runs Ticketime.`,
      );
    return [];
  }
  try {
    return v.parse(Kept, JSON.parse(text)).tokens.map(({ sha256, ...token }) => ({
      ...token,
      hash: Buffer.from(sha256, 'hex'),
    }));
  } catch {
    const aside = `${path}.unreadable`;
    renameSync(path, aside);
    tell(
      `${path} holds no tokens that can be read, so it was put aside as ${aside}, and no token is known: make new ones.`,
    );
    return [];
  }
}

/** Eight small letters and digits. */
function newId(): string {
  return Array.from({ length: 8 }, () => randomInt(36).toString(36)).join('');
}
