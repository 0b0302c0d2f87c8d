/** A whole core over real sockets, and a client of it, for as long as a test lasts. Nobody in the world is asked. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, type TestContext } from 'vitest';
import { connect, type Client, type CoreMessage } from '../../api/client/client.ts';
import { startCore, type RunningCore } from '../../main/core.ts';

/** Nothing is measured unasked. */
export const ALONE = { reference: { order: [], intervalMs: 0 }, sync: { intervalMs: 0 } };

export interface StartedCore {
  readonly running: RunningCore;
  readonly client: Client;
  readonly told: string[];
  readonly messages: CoreMessage[];
  /** Resolves with the first message like this, from the beginning on. */
  readonly until: <T extends CoreMessage['type']>(
    type: T,
    like?: (message: Extract<CoreMessage, { type: T }>) => boolean,
  ) => Promise<Extract<CoreMessage, { type: T }>>;
  readonly stop: () => Promise<void>;
}

export function folderFor(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'ticketime-core-'));
  t.onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** `settings`: what is changed first; null for nothing. */
export async function startedCore(
  t: TestContext,
  folder: string,
  settings: object | null = ALONE,
): Promise<StartedCore> {
  const told: string[] = [];
  const running = await startCore({ folder, tell: (sentence) => told.push(sentence), serve: { port: 0 } });
  let closing: Promise<void> | undefined;
  const close = () => (closing ??= running.close());
  t.onTestFinished(close);
  const { token } = JSON.parse(readFileSync(join(folder, 'bridge.json'), 'utf8')) as { token: string };
  const client = connect({ url: running.address ?? '', token });
  const stop = () => {
    client.close();
    return close();
  };
  t.onTestFinished(stop);
  const messages: CoreMessage[] = [];
  const waiting = new Set<() => void>();
  running.core.listen((message) => {
    messages.push(message);
    for (const look of waiting) look();
  });
  await client.ready();
  if (settings) await client.call('changeSettings', settings);
  return {
    running,
    client,
    told,
    messages,
    stop,
    until: (type, like = () => true) =>
      new Promise((resolve) => {
        const look = () => {
          const found = messages.find((message) => message.type === type && like(message as never));
          if (!found) return;
          waiting.delete(look);
          resolve(found as never);
        };
        waiting.add(look);
        look();
      }),
  };
}

/** Rejected with the problem of this title. */
export const problem = (title: string) =>
  expect.objectContaining({ problem: expect.objectContaining({ title }) as unknown }) as unknown;
