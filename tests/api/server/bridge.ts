/** The bridge's network side on a real port of 127.0.0.1, with a core in memory, for the length of one test; and its clients. */
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { request, type Agent, type IncomingHttpHeaders, type IncomingMessage } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'vitest';
import { WebSocket } from 'ws';
import { PERMISSIONS, type Permission } from '../../../api/protocol/permission.ts';
import type { Problem } from '../../../api/protocol/problem.ts';
import type { Reading } from '../../../api/protocol/reading.ts';
import type { Limits } from '../../../api/server/limits.ts';
import { SessionFile } from '../../../api/server/page-sessions.ts';
import { hashOf } from '../../../api/server/secret.ts';
import { createApiServer, type ApiServer } from '../../../api/server/server.ts';
import { newToken } from '../../../api/server/secret.ts';
import { TokenFile } from '../../../api/server/tokens.ts';
import { localClock } from '../../../main/clock/local-clock.ts';
import { MemoryCore } from '../../fakes/memory-core.ts';

export const ANCHOR_MS = 1_700_000_000_000;

export interface TestBridge {
  readonly server: ApiServer;
  readonly core: MemoryCore;
  readonly tokens: TokenFile;
  readonly folder: string;
  readonly port: number;
  /** The person's own token. */
  readonly person: string;
  /** What was told to people. */
  readonly told: string[];
  /** Lets the bridge's clock leap, ms. */
  leap(byMs: number): void;
  now(): number;
  tokenFor(...permissions: Permission[]): string;
}

/** Whatever would end a test or a process is called here. */
export interface Life {
  onTestFinished(end: () => unknown): void;
}

export async function startBridge(
  t: Life,
  limits?: Partial<Limits>,
  anchorMs = () => ANCHOR_MS,
  pagesFolder?: string,
): Promise<TestBridge> {
  const folder = temporaryFolder(t);
  const told: string[] = [];
  const tell = (sentence: string) => void told.push(sentence);
  const tokens = new TokenFile(folder, tell);
  const person = newToken();
  let leaptMs = 0;
  const now = () => localClock.now() + leaptMs;
  const core = new MemoryCore({ now, anchorMs });
  const server = createApiServer({
    core,
    tokens,
    sessions: new SessionFile(folder, tell),
    personHash: hashOf(person),
    version: '0.0.0-test',
    now,
    anchorMs,
    tell,
    ...(limits && { limits }),
    ...(pagesFolder !== undefined && { pagesFolder }),
  });
  t.onTestFinished(() => server.close());
  const port = await server.listen(0);
  return {
    server,
    core,
    tokens,
    folder,
    port,
    person,
    told,
    now,
    leap: (byMs) => (leaptMs += byMs),
    tokenFor: (...permissions) => tokens.make({ name: 'test', permissions }, 0).token,
  };
}

export function temporaryFolder(t: Life): string {
  const folder = mkdtempSync(join(tmpdir(), 'ticketime-test-'));
  t.onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

export interface Wish {
  readonly method?: string;
  readonly path?: string;
  readonly token?: string | null;
  readonly headers?: Readonly<Record<string, string>>;
  /** JSON, or as it is when a string. */
  readonly body?: unknown;
  readonly agent?: Agent;
}

export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
  /** The body; undefined without one. */
  readonly json: unknown;
}

/** One request, by the person unless a token is given (null: without one). */
export async function ask(bridge: Pick<TestBridge, 'port' | 'person'>, wish: Wish = {}): Promise<Answer> {
  const { method = 'GET', path = '/', token = bridge.person, body, headers = {}, agent } = wish;
  const text = body === undefined || typeof body === 'string' ? body : JSON.stringify(body);
  const sent = request({
    host: '127.0.0.1',
    port: bridge.port,
    method,
    path,
    agent: agent ?? false,
    headers: {
      ...(token !== null && { Authorization: `Bearer ${token}` }),
      ...(text !== undefined && { 'Content-Type': 'application/json' }),
      ...(text !== undefined &&
        !('Transfer-Encoding' in headers) && { 'Content-Length': Buffer.byteLength(text) }),
      ...headers,
    },
  });
  sent.end(text);
  const [reply] = (await once(sent, 'response')) as [IncomingMessage];
  return answerOf(reply);
}

export async function answerOf(reply: IncomingMessage): Promise<Answer> {
  let text = '';
  for await (const piece of reply.setEncoding('utf8')) text += piece as string;
  const isJson = /json/.test(reply.headers['content-type'] ?? '');
  const json: unknown = isJson && text !== '' ? JSON.parse(text) : undefined;
  return { status: reply.statusCode ?? 0, headers: reply.headers, text, json };
}

export const problemOf = ({ json }: Answer): Problem => json as Problem;

export const READING: Reading = {
  shiftMs: ANCHOR_MS + 151,
  asOf: 0,
  since: 0,
  skewPpm: 0,
  precisionMs: 2,
  accuracyMs: 5,
  ageingPpm: 100,
  source: 'date-header',
  carriedBy: 'monotonic-clock',
  measuredAtEpochMs: ANCHOR_MS,
  delayMs: 20,
};

/** Registers a server and, unless told otherwise, what is known of its clock. */
export async function addServer(
  { core }: Pick<TestBridge, 'core'>,
  reading: Reading | null = READING,
): Promise<string> {
  const { id } = await core.call('addServer', { url: `https://${Math.random()}.test` }, { isPerson: true });
  if (reading) core.measured(id, reading);
  return id;
}

/** A client by WebSocket that keeps what it is told. */
export class Client {
  readonly socket: WebSocket;
  readonly messages: Record<string, unknown>[] = [];
  readonly closed: Promise<{ readonly code: number; readonly reason: string }>;
  #look: () => void = () => undefined;

  constructor(socket: WebSocket) {
    this.socket = socket;
    this.closed = new Promise((resolve) =>
      socket.on('close', (code, reason) => resolve({ code, reason: reason.toString() })),
    );
    socket.on('message', (data: Buffer) => {
      this.messages.push(JSON.parse(data.toString()) as Record<string, unknown>);
      this.#look();
    });
    socket.on('error', () => undefined);
  }

  say(message: unknown): void {
    this.socket.send(typeof message === 'string' ? message : JSON.stringify(message));
  }

  /** The first message of this type that was not taken yet. */
  async next(type: string): Promise<Record<string, unknown>> {
    for (;;) {
      const index = this.messages.findIndex((message) => message.type === type);
      if (index >= 0) return this.messages.splice(index, 1)[0];
      await new Promise<void>((resolve) => (this.#look = resolve));
    }
  }

  /** Asks the endpoint, and gives the response. */
  async request(call: string, input?: unknown): Promise<Record<string, unknown>> {
    this.say({ type: 'request', id: 7, call, ...(input !== undefined && { input }) });
    return this.next('response');
  }
}

export interface WsWish {
  readonly token?: string | null;
  readonly path?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

function socketTo(bridge: Pick<TestBridge, 'port' | 'person'>, wish: WsWish): WebSocket {
  const { token = bridge.person, path = '/ws', headers = {} } = wish;
  return new WebSocket(`ws://127.0.0.1:${bridge.port}${path}`, {
    headers: { ...(token !== null && { Authorization: `Bearer ${token}` }), ...headers },
    perMessageDeflate: false,
  });
}

/** Connects for the length of the test. */
export async function connect(
  t: Pick<TestContext, 'onTestFinished'> | Life,
  bridge: Pick<TestBridge, 'port' | 'person'>,
  wish: WsWish = {},
): Promise<Client> {
  const socket = socketTo(bridge, wish);
  t.onTestFinished(() => socket.terminate());
  const client = new Client(socket);
  await once(socket, 'open');
  return client;
}

/** How an upgrade is refused. */
export async function refusal(bridge: Pick<TestBridge, 'port' | 'person'>, wish: WsWish): Promise<Answer> {
  const socket = socketTo(bridge, wish);
  socket.on('error', () => undefined);
  const [, reply] = (await once(socket, 'unexpected-response')) as [unknown, IncomingMessage];
  return answerOf(reply);
}

export const ALL = PERMISSIONS;
