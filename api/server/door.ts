/** Who asks: a token's holder, the person at the machine, a page that the person opened, or a guest. */
import type { IncomingMessage } from 'node:http';
import { PERMISSIONS, type Permission } from '../protocol/permission.ts';
import type { MadeCode, Token } from '../protocol/token.ts';
import type { Caller } from './core.ts';
import { isOwnPage } from './guard.ts';
import { Bucket, type Limits } from './limits.ts';
import {
  codeUnknown,
  cookieUnknown,
  originMissing,
  tokenMissing,
  tokenUnknown,
  tooMany,
  tooManyFailures,
} from './problems.ts';
import { findHash, hashOf, newSecret } from './secret.ts';
import type { SessionFile } from './page-sessions.ts';
import type { TokenFile } from './tokens.ts';

export interface Identity extends Caller {
  /** `person` for the person's own. */
  readonly tokenId: string;
  readonly name: string;
  readonly permissions: ReadonlySet<Permission>;
  readonly requests: Bucket;
  /** Of all its connections together; null where each has its own. */
  readonly messages: Bucket | null;
  /** WebSockets that it may have open. */
  readonly mostConnections: number;
}

/** A program that the core itself lets in, as long as it runs: its token is kept nowhere. */
export interface Guest {
  readonly tokenId: string;
  readonly name: string;
  readonly permissions: readonly Permission[];
  /** SHA-256 of its token. */
  readonly hash: Uint8Array;
}

const CODE_MS = 60_000;
/** After so long a page has to be opened anew, whether or not the core was started anew meanwhile. */
const SESSION_MS = 24 * 3_600_000;
/** Codes, and sessions, that are open at the same time; the oldest goes first. */
const MOST_OPEN = 64;

interface Pass {
  readonly hash: Buffer;
  readonly identity: Identity;
  /** Monotonic, ms. */
  readonly until: number;
}

interface Session extends Pass {
  /** That of the port where it was given. */
  readonly cookieName: string;
}

export interface DoorOptions {
  readonly tokens: TokenFile;
  readonly sessions: SessionFile;
  /** SHA-256 of the token that the person's own programs on this machine find in the data folder. */
  readonly personHash: Uint8Array;
  readonly limits: Limits;
  readonly now: () => number;
  readonly nowEpochMs: () => number;
}

export class Door {
  readonly #options: DoorOptions;
  readonly #person: { readonly hash: Uint8Array; readonly identity: Identity };
  readonly #identities = new Map<string, Identity>();
  readonly #failures: Bucket;
  #proven = new WeakMap<object, { readonly authorization: string; readonly identity: Identity }>();
  #guests: readonly { readonly hash: Uint8Array; readonly identity: Identity }[] = [];
  #codes: readonly Pass[] = [];
  #sessions: readonly Session[];

  constructor(options: DoorOptions) {
    const { limits, personHash } = options;
    this.#options = options;
    this.#failures = new Bucket(limits.failures);
    const permissions = new Set(PERMISSIONS);
    this.#person = {
      hash: personHash,
      identity: { tokenId: 'person', name: 'person', permissions, isPerson: true, ...this.#freely() },
    };
    this.#sessions = this.#sessionsOfBefore();
  }

  /** The person at the machine, who came in by no network. */
  get person(): Identity {
    return this.#person.identity;
  }

  /**
   * Who sent this; throws a Refusal when nobody known did, or too often. A cookie comes with whatever a browser sends here, so
   * it counts only when the request is of this server's own page, but for reading (`isSafe`), whose answer no other page sees.
   *
   * @param request its headers were checked by the Guard
   */
  admit({ headers, socket }: IncomingMessage, cookieName: string, isSafe: boolean): Identity {
    const { authorization, cookie } = headers;
    const identity =
      authorization !== undefined
        ? this.#byAuthorization(authorization, socket)
        : this.#byCookie(valueOf(cookie, cookieName), cookieName, isSafe || isOwnPage(headers));
    if (!identity.requests.take(this.#options.now())) throw tooMany(identity.requests.waitS());
    return identity;
  }

  /** Another one under the same id takes its place. */
  admitGuest({ tokenId, name, permissions, hash }: Guest): void {
    const { guestRequests, messages, guestConnections } = this.#options.limits;
    const identity: Identity = {
      tokenId,
      name,
      permissions: new Set(permissions),
      isPerson: false,
      requests: new Bucket(guestRequests),
      messages: new Bucket(messages),
      mostConnections: guestConnections,
    };
    this.forget(tokenId);
    this.#guests = [...this.#guests, { hash, identity }];
  }

  /** A code that opens a page, with what its maker may do. */
  makeCode(identity: Identity): MadeCode {
    const { now, nowEpochMs } = this.#options;
    const code = newSecret();
    this.#codes = withNew(this.#codes, { hash: hashOf(code), identity, until: now() + CODE_MS }, now());
    return { code, expiresEpochMs: nowEpochMs() + CODE_MS };
  }

  /** Takes the code and gives the cookie's secret; throws a Refusal for a code that is not known any more. */
  redeem(code: string, cookieName: string): string {
    const now = this.#options.now();
    const pass = findHash(this.#codes, hashOf(code));
    if (!pass || pass.until <= now) throw this.#failed(codeUnknown());
    this.#codes = this.#codes.filter((other) => other !== pass);
    const secret = newSecret();
    const { identity } = pass;
    const session = { hash: hashOf(secret), identity, until: now + SESSION_MS, cookieName };
    this.#sessions = withNew(this.#sessions, session, now);
    this.#keepSessions();
    return secret;
  }

  /** Forgets what was given on the strength of a token. */
  forget(tokenId: string): void {
    const isOfAnother = ({ identity }: Pass) => identity.tokenId !== tokenId;
    this.#codes = this.#codes.filter(isOfAnother);
    const sessions = this.#sessions.filter(isOfAnother);
    const isNews = sessions.length < this.#sessions.length;
    this.#sessions = sessions;
    if (isNews) this.#keepSessions();
    this.#guests = this.#guests.filter(({ identity }) => identity.tokenId !== tokenId);
    this.#identities.delete(tokenId);
    this.#proven = new WeakMap();
  }

  /** A connection that has shown its token need not have it hashed again for each request. */
  #byAuthorization(authorization: string, connection: object): Identity {
    const proven = this.#proven.get(connection);
    if (proven?.authorization === authorization) return proven.identity;
    const identity = this.#byToken(authorization);
    this.#proven.set(connection, { authorization, identity });
    return identity;
  }

  #byToken(authorization: string): Identity {
    const hash = hashOf(/^Bearer +([\w-]{1,100})$/i.exec(authorization)?.[1] ?? '');
    if (findHash([this.#person], hash)) return this.#person.identity;
    const guest = findHash(this.#guests, hash);
    if (guest) return guest.identity;
    const token = this.#options.tokens.find(hash);
    if (!token) throw this.#failed(tokenUnknown());
    return this.#identityOf(token);
  }

  #identityOf(token: Token): Identity {
    const known = this.#identities.get(token.id);
    if (known) return known;
    const identity: Identity = {
      tokenId: token.id,
      name: token.name,
      permissions: new Set(token.permissions),
      isPerson: false,
      ...this.#freely(),
    };
    this.#identities.set(token.id, identity);
    return identity;
  }

  /** As whoever the person gave a token may use the bridge. */
  #freely(): Pick<Identity, 'requests' | 'messages' | 'mostConnections'> {
    const { requests } = this.#options.limits;
    return { requests: new Bucket(requests), messages: null, mostConnections: Infinity };
  }

  #byCookie(secret: string | undefined, cookieName: string, isOwn: boolean): Identity {
    if (secret === undefined) throw tokenMissing();
    const now = this.#options.now();
    const session = findHash(this.#sessions, hashOf(secret));
    if (!session || session.until <= now || session.cookieName !== cookieName)
      throw this.#failed(cookieUnknown());
    if (!isOwn) throw originMissing();
    return session.identity;
  }

  /** Those whose token is good still: it may do now what the token may do now. */
  #sessionsOfBefore(): Session[] {
    const { sessions, tokens, now, nowEpochMs } = this.#options;
    const known = new Map(tokens.list().map((token) => [token.id, token]));
    const person = this.#person.identity;
    return sessions.read().flatMap(({ hash, cookieName, tokenId, expiresEpochMs }) => {
      const token = known.get(tokenId);
      const identity = tokenId === person.tokenId ? person : token && this.#identityOf(token);
      // Where the wall clock was set back meanwhile, it lasts no longer for that.
      const leftMs = Math.min(expiresEpochMs - nowEpochMs(), SESSION_MS);
      return identity && leftMs > 0 ? [{ hash, cookieName, identity, until: now() + leftMs }] : [];
    });
  }

  #keepSessions(): void {
    const { sessions, now, nowEpochMs } = this.#options;
    const anchorMs = nowEpochMs() - now();
    sessions.keep(
      this.#sessions.map(({ hash, cookieName, identity, until }) => ({
        hash,
        cookieName,
        tokenId: identity.tokenId,
        expiresEpochMs: Math.round(until + anchorMs),
      })),
    );
  }

  /** What a failed attempt is told: after too many, that. Whoever has a token is never kept out by others' attempts. */
  #failed(refusal: Error): Error {
    return this.#failures.take(this.#options.now()) ? refusal : tooManyFailures(this.#failures.waitS());
  }
}

function withNew<P extends Pass>(passes: readonly P[], pass: P, now: number): P[] {
  return [...passes.filter(({ until }) => until > now), pass].slice(-MOST_OPEN);
}

function valueOf(cookies: string | undefined, name: string): string | undefined {
  for (const cookie of cookies?.split(';') ?? []) {
    const [key, value = ''] = cookie.split('=', 2);
    if (key.trim() === name) return value.trim();
  }
  return undefined;
}
