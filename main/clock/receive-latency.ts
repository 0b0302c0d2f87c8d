/**
 * How late this thread notices what has arrived.
 *
 * Between a packet's arrival and the `data` listener lie the kernel's wake-up of a sleeping thread and the
 * event loop. Every t2 carries that, so it shifts the measured offset by half of it. Here it is measured:
 * another thread writes its clock (process.hrtime, one axis for all threads of a process) to a loopback
 * socket, and what has passed when the calling thread sees it is the latency, the loopback's few
 * microseconds included. It is a figure of this machine at this moment, so measure it in the thread that
 * receives, just before a run.
 */
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { Worker } from 'node:worker_threads';

export interface ReceiveLatency {
  /** The usual latency in ms, never negative; 0 when it could not be measured. */
  readonly medianMs: number;
  readonly minMs: number;
  /** How many pings these figures rest on. */
  readonly samples: number;
}

const PINGS = 15;
/** The whole measurement ends here with what it has: a busy machine must not hold up a run. */
const TIME_LIMIT_MS = 140;

/** Plain JavaScript, so that it needs no file beside a bundle. The pauses let the receiver fall asleep. */
const PINGER = `
  const { workerData } = require('node:worker_threads');
  const socket = require('node:net').connect({ ...workerData, noDelay: true }, ping);
  socket.on('error', () => {});
  function ping() {
    const stamp = Buffer.alloc(8);
    stamp.writeBigInt64LE(process.hrtime.bigint());
    if (socket.write(stamp)) setTimeout(ping, 3 + 4 * Math.random());
  }
`;

/** Takes less than 150 ms by default, never rejects, leaves nothing running. */
export async function measureReceiveLatency(timeLimitMs = TIME_LIMIT_MS): Promise<ReceiveLatency> {
  const latencies: number[] = [];
  const enough = new AbortController();
  const timer = setTimeout(() => enough.abort(), timeLimitMs);
  const server = createServer((socket) => {
    enough.signal.addEventListener('abort', () => socket.destroy());
    socket.on('error', () => enough.abort());
    socket.on('data', (stamp) => {
      const now = process.hrtime.bigint();
      if (stamp.length >= 8) latencies.push(Number(now - stamp.readBigInt64LE()) / 1e6);
      if (latencies.length === PINGS) enough.abort();
    });
  });
  let worker: Worker | undefined;
  try {
    server.listen(0, '127.0.0.1');
    await once(server, 'listening', { signal: enough.signal });
    const { address: host, port } = server.address() as AddressInfo;
    worker = new Worker(PINGER, { eval: true, execArgv: [], workerData: { host, port } });
    await once(worker, 'exit', { signal: enough.signal });
  } catch {
    // Time is up, there are pings enough, or there is no loopback here: what has come is what counts.
  } finally {
    clearTimeout(timer);
    enough.abort();
    server.close();
    await worker?.terminate();
  }
  latencies.sort((a, b) => a - b);
  return {
    medianMs: latencies[latencies.length >> 1] ?? 0,
    minMs: latencies[0] ?? 0,
    samples: latencies.length,
  };
}
