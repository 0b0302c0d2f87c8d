/**
 * The bridge's thread at work: clients, and what they are told when a moment comes. It has nothing else to do, so that neither a
 * busy main thread nor its database holds up a trigger, a ping or an offset.
 */
import type { Listening } from '../../api/server/http-server.ts';
import { createApiServer } from '../../api/server/server.ts';
import { SessionFile } from '../../api/server/page-sessions.ts';
import { TokenFile } from '../../api/server/tokens.ts';
import { attendFires } from '../clock/attend.ts';
import { createKeptAnchor } from '../clock/kept-anchor.ts';
import { localClock } from '../clock/local-clock.ts';
import { prepareWebhook } from '../events/webhook.ts';
import { FanOut } from './fan-out.ts';
import { InsidePipes } from './inside-pipes.ts';
import { RemoteCore } from './remote-core.ts';
import type { BridgeThreadData, FromBridge, ToBridge } from './thread-messages.ts';

export interface BridgeThread {
  /** What the main thread says. */
  heard(message: Exclude<ToBridge, { type: 'listen' }>): void;
}

/** `listening` null: nobody is to be answered, it only ends in order. */
export function startBridgeThread(
  { folder, pagesFolder, version, personHash, fires }: BridgeThreadData,
  listening: Listening | null,
  say: (message: FromBridge) => void,
): BridgeThread {
  const tell = (sentence: string) => say({ type: 'tell', sentence });
  /** Nothing here waits for the wall clock's next tick. */
  const clock = { now: () => localClock.now(), anchor: createKeptAnchor() };
  const core = new RemoteCore(say);
  const server = createApiServer({
    core,
    tokens: new TokenFile(folder, tell),
    sessions: new SessionFile(folder, tell),
    personHash,
    pagesFolder,
    version,
    now: clock.now,
    anchorMs: clock.anchor,
    tell,
  });
  const fanOut = new FanOut({
    broadcast: (message) => server.broadcast(message),
    prepareWebhook: (job, at) =>
      prepareWebhook(job, at, {
        clock,
        onAttempt: (attempt) => say({ type: 'attempt', attempt }),
      }),
  });
  const pipes = new InsidePipes(server, say);
  attendFires(fires, (fire) => fanOut.fire(fire));
  if (listening) server.serve(listening);

  async function close(): Promise<void> {
    fanOut.close();
    fires.close();
    await server.close();
    say({ type: 'closed' });
  }

  return {
    heard(message) {
      if (message.type === 'outcome') core.settle(message.id, message.outcome);
      else if (message.type === 'said') core.heard(message.message);
      else if (message.type === 'prepare') fanOut.prepare(message.moment);
      else if (message.type === 'withdraw') fanOut.withdraw(message.id);
      else if (message.type === 'dismiss') server.dismiss(message.tokenId);
      else if (message.type === 'pipe-open') pipes.open(message.id);
      else if (message.type === 'pipe-said') pipes.heard(message.id, message.text, message.at);
      else if (message.type === 'pipe-gone') pipes.drop(message.id);
      else if (message.type === 'admit') {
        server.admit(message.guest);
        say({ type: 'admitted', tokenId: message.guest.tokenId });
      } else void close();
    },
  };
}
