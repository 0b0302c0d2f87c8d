/**
 * A practice origin: a practice server, and the path to it, in a thread of their own, so that they neither disturb
 * a measurement that runs here nor are disturbed by it.
 */
import { once } from 'node:events';
import { MessageChannel, Worker } from 'node:worker_threads';
import { localClock } from '../clock/local-clock.ts';
import { Failure } from '../failure.ts';
import { workerUrl } from '../worker-url.ts';
import type { Delays } from './delays.ts';
import { serverEpochMs, type ServerClock } from './server-clock.ts';
import type { PracticeServerOptions, RequestRecord } from './server.ts';

export interface PracticeOriginOptions extends PracticeServerOptions {
  /** What the path adds; without it, the server is reached directly. */
  readonly delays?: Delays;
}

export interface PracticeOrigin {
  /** Its address, path "/" included. */
  readonly url: string;
  readonly port: number;
  /** Server minus this machine's wall clock right now, in ms; positive when the server is ahead. Of several backends, the one that adds 0. */
  trueOffsetMs(): number;
  /** What its clock shows at a monotonic instant, epoch ms. */
  epochMs(at: number): number;
  /** What it was asked so far, oldest first; after the end, what it had been asked by then. */
  requests(): Promise<readonly RequestRecord[]>;
  /** Ends everything: sockets, timers, thread. */
  close(): Promise<void>;
}

/** What the thread tells once it listens. */
export interface PracticeOriginStarted {
  readonly port: number;
  readonly clock: ServerClock;
}

/** Starts an origin; rejects with a `Failure` when it cannot listen, or cannot use its certificate. */
export async function startPracticeOrigin(options: PracticeOriginOptions = {}): Promise<PracticeOrigin> {
  const worker = new Worker(workerUrl(import.meta.url, 'origin-worker', 'practice-origin-worker'), {
    workerData: options,
  });
  const { port, clock } = await started(worker, options.port ?? 0);

  async function ask(): Promise<readonly RequestRecord[]> {
    const { port1, port2 } = new MessageChannel(); // one for each question, so that answers cannot be taken for each other
    worker.postMessage(port2, [port2]);
    const [records] = (await once(port1, 'message')) as [readonly RequestRecord[]];
    port1.close();
    return records;
  }

  async function end(): Promise<readonly RequestRecord[]> {
    const records = await ask();
    await worker.terminate();
    return records;
  }

  let ended: Promise<readonly RequestRecord[]> | undefined;
  return {
    url: `${options.tls ? 'https' : 'http'}://127.0.0.1:${port}/`,
    port,
    trueOffsetMs() {
      const anchorMs = localClock.anchor();
      const at = localClock.now();
      return serverEpochMs(clock, at) - (at + anchorMs);
    },
    epochMs: (at) => serverEpochMs(clock, at),
    requests: () => ended ?? ask(),
    async close() {
      await (ended ??= end());
    },
  };
}

async function started(worker: Worker, port: number): Promise<PracticeOriginStarted> {
  try {
    const [message] = (await once(worker, 'message')) as [PracticeOriginStarted]; // rejects with what the thread throws
    return message;
  } catch (error) {
    throw startFailure(error as NodeJS.ErrnoException, port);
  }
}

function startFailure(error: NodeJS.ErrnoException, port: number): Error {
  const fail = (code: string, message: string) => new Failure(code, message, { cause: error });
  const { code = '' } = error;
  if (code === 'EADDRINUSE') {
    return fail(
      'practice-port-in-use',
      `The practice server cannot listen on port ${port}, because another program does: end that program, or choose another port (0 for any free one).`,
    );
  }
  if (code === 'EACCES') {
    return fail(
      'practice-port-forbidden',
      `The practice server may not listen on port ${port}: choose a port from 1024 up, or 0 for any free one.`,
    );
  }
  if (code === 'ERR_SOCKET_BAD_PORT') {
    return fail(
      'practice-port-invalid',
      `The practice server cannot listen on port ${port}, which is no port: choose one from 1 to 65535, or 0 for any free one.`,
    );
  }
  if (code.startsWith('ERR_OSSL')) {
    return fail(
      'practice-certificate-unusable',
      `The practice server cannot use its key and certificate (${error.message}): give both as PEM text, and the key that belongs to the certificate.`,
    );
  }
  return error; // anything else is a bug
}
