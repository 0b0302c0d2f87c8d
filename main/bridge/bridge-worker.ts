/**
 * The bridge's thread as it starts: it listens as soon as it may, and loads what answers behind that. What is said and asked
 * meanwhile waits.
 */
import { parentPort, workerData } from 'node:worker_threads';
import { listenHttp, type Listening } from '../../api/server/http-server.ts';
import { LIMITS } from '../../api/server/limits.ts';
import type { BridgeThread } from './bridge-thread.ts';
import type { BridgeThreadData, FromBridge, ToBridge } from './thread-messages.ts';

const say = (message: FromBridge) => parentPort?.postMessage(message);
const waiting: Exclude<ToBridge, { type: 'listen' }>[] = [];
let thread: BridgeThread | undefined;

parentPort?.on('message', (message: ToBridge) => {
  if (message.type === 'listen') void begin(message.port);
  else if (thread) thread.heard(message);
  // It is closed before it was to listen.
  else if (message.type === 'close' && !hasBegun) say({ type: 'closed' });
  else waiting.push(message);
});

let hasBegun = false;

async function begin(port: number): Promise<void> {
  hasBegun = true;
  const listening = await listen(port);
  const { startBridgeThread } = await import('./bridge-thread.ts');
  thread = startBridgeThread(workerData as BridgeThreadData, listening, say);
  for (const message of waiting.splice(0)) thread.heard(message);
}

async function listen(port: number): Promise<Listening | null> {
  try {
    const listening = await listenHttp(port, LIMITS);
    say({ type: 'listening', port: listening.port });
    return listening;
  } catch (error) {
    const { code = '', message } = error as NodeJS.ErrnoException;
    say({ type: 'deaf', code, message });
    return null;
  }
}
