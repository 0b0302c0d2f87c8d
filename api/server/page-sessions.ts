/**
 * The pages that were opened: `sessions.json` in the data folder, readable by this person alone. It holds no secret, only hashes,
 * so that a page which was open when the core ended finds its way back to the next one.
 */
import { chmodSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import { writeWhole } from './whole-file.ts';

const Kept = v.object({
  version: v.literal(1),
  sessions: v.array(
    v.object({
      sha256: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/)),
      cookieName: v.string(),
      tokenId: v.string(),
      expiresEpochMs: v.number(),
    }),
  ),
});

export interface PageSession {
  /** Of the cookie's secret. */
  readonly hash: Buffer;
  /** The port is in it: at another port, the session opens nothing. */
  readonly cookieName: string;
  /** On whose strength it was given. */
  readonly tokenId: string;
  readonly expiresEpochMs: number;
}

export class SessionFile {
  readonly #path: string;
  readonly #tell: (sentence: string) => void;
  #isTold = false;

  /** `tell` is given each sentence that a person should read. */
  constructor(folder: string, tell: (sentence: string) => void) {
    this.#path = join(folder, 'sessions.json');
    this.#tell = tell;
  }

  /** None where the file cannot be used: pages are then opened anew, and the next one replaces it. */
  read(): PageSession[] {
    try {
      const text = readFileSync(this.#path, 'utf8');
      chmodSync(this.#path, 0o600);
      return v.parse(Kept, JSON.parse(text)).sessions.map(({ sha256, ...session }) => ({
        ...session,
        hash: Buffer.from(sha256, 'hex'),
      }));
    } catch {
      return [];
    }
  }

  /** A page works without being kept here, until the core ends. */
  keep(kept: readonly PageSession[]): void {
    const sessions = kept.map(({ hash, ...session }) => ({ ...session, sha256: hash.toString('hex') }));
    try {
      writeWhole(this.#path, `${JSON.stringify({ version: 1, sessions }, null, 2)}\n`);
    } catch (error) {
      if (this.#isTold) return;
      this.#isTold = true;
      this.#tell(
        `The open pages could not be saved (${(error as Error).message}), so they must be opened anew after a restart: make the data folder writable and free some space.`,
      );
    }
  }
}
