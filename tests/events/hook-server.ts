/** A server for webhooks on 127.0.0.1, with the habits that a test gives it; and a webhook prepared for it. */
import http from 'node:http';
import https from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import type { TestContext } from 'vitest';
import type { Trigger } from '../../api/protocol/messages.ts';
import { localClock } from '../../main/clock/local-clock.ts';
import {
  prepareWebhook,
  type Attempt,
  type PreparedWebhook,
  type WebhookJob,
} from '../../main/events/webhook.ts';
import { selfSigned } from '../practice/self-signed.ts';

export interface Received {
  readonly method: string | undefined;
  readonly url: string | undefined;
  readonly headers: http.IncomingHttpHeaders;
  readonly body: string;
  /** Monotonic. */
  readonly at: number;
  /** Of the connections so far, which one. */
  readonly connection: number;
}

export interface HookServer {
  readonly url: string;
  readonly received: Received[];
  readonly connections: Socket[];
}

export async function startHookServer(
  t: TestContext,
  answer: (response: http.ServerResponse, count: number, request: http.IncomingMessage) => void = (
    response,
  ) => response.writeHead(204).end(),
  isSecure = false,
): Promise<HookServer> {
  const received: Received[] = [];
  const connections: Socket[] = [];
  const listener = (request: http.IncomingMessage, response: http.ServerResponse) => {
    const at = localClock.now();
    const connection = connections.indexOf(request.socket);
    let body = '';
    request.setEncoding('utf8').on('data', (part: string) => (body += part));
    request.on('end', () => {
      const { method, url, headers } = request;
      received.push({ method, url, headers, body, at, connection });
      answer(response, received.length, request);
    });
  };
  const server = isSecure ? https.createServer(selfSigned, listener) : http.createServer(listener);
  server.on(isSecure ? 'secureConnection' : 'connection', (socket: Socket) => {
    connections.push(socket.on('error', () => {}));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.onTestFinished(() => {
    for (const socket of connections) socket.destroy();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return { url: `${isSecure ? 'https' : 'http'}://127.0.0.1:${port}/hook?a=b`, received, connections };
}

export const TRIGGER: Trigger = {
  type: 'trigger',
  eventId: 'event1',
  serverId: 'serv',
  name: 'Sale',
  scheduledEpochMs: 1_795_348_800_000,
  firedEpochMs: 1_795_348_800_000.25,
  latenessMs: 0.25,
  clock: 'server',
  accuracyMs: 12,
  precisionMs: 5,
};

export interface Hook {
  readonly attempts: Attempt[];
  readonly prepared: PreparedWebhook;
}

const RETRY = { attempts: 5, intervalMs: 100, jitter: 0, timeoutMs: 2000 };

/** Due in `afterMs`; without that, at once. */
export function prepare(
  t: TestContext,
  webhook: Partial<Omit<WebhookJob['webhook'], 'retry'>> & { url: string; retry?: Partial<typeof RETRY> },
  { afterMs = 0, allowsPrivate = true, random = (): number => 0 } = {},
): Hook {
  const attempts: Attempt[] = [];
  const job: WebhookJob = {
    eventId: 'event1',
    scheduledEpochMs: TRIGGER.scheduledEpochMs,
    serverName: 'The shop',
    webhook: { method: 'POST', headers: {}, ...webhook, retry: { ...RETRY, ...webhook.retry } },
    allowsPrivate,
    idempotencyKey: 'ticketime-event1-1795348800000',
  };
  const prepared = prepareWebhook(job, localClock.now() + afterMs, {
    clock: localClock,
    random,
    onAttempt: (attempt) => attempts.push(attempt),
  });
  t.onTestFinished(() => prepared.cancel());
  return { attempts, prepared };
}

/** Resolves as soon as it holds; the test's own limit ends it otherwise. */
export async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((resolve) => setTimeout(resolve, 5));
}
