/** A whole core over real sockets, and a client of it, for as long as a test lasts. Nobody in the world is asked. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, type TestContext } from 'vitest';
import { connect, type Client, type CoreMessage } from '../../api/client/client.ts';
import { startCore, type RunningCore } from '../../main/core.ts';

/** Nothing is measured unasked. */
const ALONE = { reference: { order: [], intervalMs: 0 }, sync: { intervalMs: 0 } };

export interface StartedCore {
  readonly running: RunningCore;
  readonly client: Client;
  readonly told: string[];
  readonly messages: CoreMessage[];
  readonly stop: () => Promise<void>;
}

export function folderFor(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'ticketime-core-'));
  t.onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

export async function startedCore(t: TestContext, folder: string): Promise<StartedCore> {
  const told: string[] = [];
  const running = await startCore({ folder, tell: (sentence) => told.push(sentence), serve: { port: 0 } });
  const { token } = JSON.parse(readFileSync(join(folder, 'bridge.json'), 'utf8')) as { token: string };
  const client = connect({ url: running.address ?? '', token });
  const messages: CoreMessage[] = [];
  running.core.listen((message) => messages.push(message));
  let stopping: Promise<void> | undefined;
  const stop = () => {
    client.close();
    return (stopping ??= running.close());
  };
  t.onTestFinished(stop);
  await client.ready();
  await client.call('changeSettings', ALONE);
  return { running, client, told, messages, stop };
}

/** Rejected with the problem of this title. */
export const problem = (title: string) =>
  expect.objectContaining({ problem: expect.objectContaining({ title }) as unknown }) as unknown;
