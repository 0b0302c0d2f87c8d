/** A whole core with a server that it has measured, for all tests of a file: a sync takes some five seconds. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll } from 'vitest';
import { connect, type Client } from '../../../api/client/client.ts';
import type { Permission } from '../../../api/protocol/permission.ts';
import { startCore } from '../../../main/core.ts';
import { startPracticeOrigin, type PracticeOrigin } from '../../../main/practice/origin.ts';
import { ALONE } from '../../core/started.ts';
import type { Way } from './plugin-process.ts';

/** Of a clock that is off, so that nobody can take this computer's for it. */
const OFFSET_MS = 4321.5;

export interface SharedCore {
  readonly client: Client;
  readonly address: string;
  readonly origin: PracticeOrigin;
  readonly serverId: string;
  /** With a token of its own. */
  readonly wayFor: (permissions: readonly Permission[]) => Promise<Way & { readonly tokenId: string }>;
  /** Resolves when whoever has this token is connected. */
  readonly hasConnected: (tokenId: string) => Promise<void>;
}

export async function synced(client: Client, id: string): Promise<void> {
  const ended = Promise.withResolvers<undefined>();
  const stop = client.on('sync-ended', ({ serverId, failure }) => {
    if (serverId !== id) return;
    stop();
    if (failure) ended.reject(new Error(failure.message));
    else ended.resolve(undefined);
  });
  await client.call('startSync', { id, mode: 'quick' });
  await ended.promise;
}

/** In the first lines of a file. */
export function useCore(): () => SharedCore {
  const closers: (() => unknown)[] = [];
  let shared: SharedCore | undefined;
  beforeAll(async () => {
    shared = await startShared((closer) => closers.push(closer));
  });
  afterAll(async () => {
    for (const close of closers.reverse()) await close();
  });
  return () => {
    if (!shared) throw new Error('No core was started.');
    return shared;
  };
}

async function startShared(atEnd: (closer: () => unknown) => void): Promise<SharedCore> {
  const folder = mkdtempSync(join(tmpdir(), 'ticketime-bundled-'));
  atEnd(() => rmSync(folder, { recursive: true, force: true }));
  const origin = await startPracticeOrigin({ offsetMs: OFFSET_MS });
  atEnd(() => origin.close());
  const tell = (sentence: string) => console.log(sentence);
  const running = await startCore({ folder, tell, serve: { port: 0 } });
  atEnd(() => running.close());
  const address = running.address ?? '';
  const { token } = JSON.parse(readFileSync(join(folder, 'bridge.json'), 'utf8')) as { token: string };
  const client = connect({ url: address, token });
  atEnd(() => client.close());
  await client.ready();
  await client.call('changeSettings', ALONE);
  const { id: serverId } = await client.call('addServer', { url: origin.url, name: 'Tickets' });
  await synced(client, serverId);
  return {
    client,
    address,
    origin,
    serverId,
    async wayFor(permissions) {
      const { id, token } = await client.call('makeToken', { name: 'plugin', permissions: [...permissions] });
      return { address, token, tokenId: id };
    },
    async hasConnected(tokenId) {
      const isThere = async () =>
        (await client.call('readHealth', {})).clients.some((one) => one.tokenId === tokenId);
      while (!(await isThere())) await delay(50);
    },
  };
}
