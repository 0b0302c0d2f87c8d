/**
 * Starts the bridge: a thread with the clients, fed from here with what the core says and what it has prepared. It may be
 * started before the core is ready; whoever asks for something then waits.
 */
import { Worker } from 'node:worker_threads';
import type { Core } from '../../api/server/core.ts';
import type { Guest } from '../../api/server/door.ts';
import { hashOf, newToken } from '../../api/server/secret.ts';
import type { PreciseTimer } from '../clock/precise-timer.ts';
import type { Outlet } from '../events/moment.ts';
import type { Attempt } from '../events/webhook.ts';
import { Failure } from '../failure.ts';
import { workerUrl } from '../worker-url.ts';
import { outcomeOf } from './answer.ts';
import { removeBridgeFile, writeBridgeFile } from './bridge-file.ts';
import { InsideClients, type InsideClient, type InsidePipe } from './inside-clients.ts';
import { pagesFolder } from './pages-folder.ts';
import type { BridgeThreadData, FromBridge, ToBridge } from './thread-messages.ts';

export interface BridgeOptions {
  readonly core: Core | Promise<Core>;
  /** It listens once this has come; when it does not come, neither does the bridge. */
  readonly mayListen?: Promise<unknown>;
  readonly timer: Pick<PreciseTimer, 'connect'>;
  /** The data folder, which exists. */
  readonly folder: string;
  /** Where the built pages lie; those of this build where absent. */
  readonly pagesFolder?: string;
  /** 0 for any free one. */
  readonly port: number;
  /** Given each sentence that a person should read. */
  readonly tell: (sentence: string) => void;
  /** Ticketime's. */
  readonly version: string;
}

export interface Bridge {
  /** As in http://127.0.0.1:27182. */
  readonly address: string;
  /** What is prepared here is told when the timer fires it. */
  readonly outlet: Outlet;
  /** Resolves when a client with its token would be let in. */
  admit(guest: Guest): Promise<void>;
  /** Its token is good no more, and its connections are closed. */
  dismiss(tokenId: string): void;
  /** A client within this process, by no network, with the person's rights. */
  attach(client: InsideClient): InsidePipe;
  /** Told of each attempt of a webhook. */
  onAttempt(listener: (attempt: Attempt) => void): void;
  close(): Promise<void>;
}

/** Resolves when it listens; rejects with a Failure when it cannot. A bug in the thread ends the process, as any bug does. */
export async function startBridge(options: BridgeOptions): Promise<Bridge> {
  const { core, folder, port, tell } = options;
  const token = newToken();
  const worker = threadOf(options, token);
  const say = (message: ToBridge) => worker.postMessage(message);
  const attemptListeners: ((attempt: Attempt) => void)[] = [];
  const inside = new InsideClients((message) => {
    if (!isClosing) say(message);
  });
  const admitting = new Map<string, PromiseWithResolvers<undefined>>();
  let endListening: (() => void) | undefined;
  let isClosing = false;
  let isWritten = false;

  const exited = new Promise<void>((resolve) => worker.once('exit', () => resolve()));
  worker.on('error', (error) => {
    throw error;
  });
  worker.on('exit', () => {
    if (!isClosing) throw new Error('The thread of the bridge ended of itself.');
  });

  const listening = new Promise<number>((resolve, reject) => {
    worker.on('message', (message: FromBridge) => {
      if (message.type === 'call' || message.type === 'state') void answer(message);
      else if (message.type === 'attempt') for (const listener of attemptListeners) listener(message.attempt);
      else if (message.type === 'tell') tell(message.sentence);
      else if (message.type === 'pipe-told' || message.type === 'pipe-closed') inside.heard(message);
      else if (message.type === 'admitted') admitting.get(message.tokenId)?.resolve(undefined);
      else if (message.type === 'listening') resolve(message.port);
      else if (message.type === 'deaf') reject(deaf(message, port));
      else void worker.terminate(); // it has closed what there was to close
    });
  });

  async function answer(question: Parameters<typeof outcomeOf>[0]): Promise<void> {
    const outcome = await outcomeOf(question, core);
    if (!isClosing) say({ type: 'outcome', id: question.id, outcome });
  }

  async function forward(): Promise<void> {
    const ready = await core;
    if (isClosing) return;
    endListening = ready.listen((message) => {
      // The thread itself tells these, straight from the timer.
      if (message.type !== 'trigger' && message.type !== 'alarm') say({ type: 'said', message });
    });
  }

  let closing: Promise<void> | undefined;
  const close = () => (closing ??= end());

  async function end(): Promise<void> {
    isClosing = true;
    endListening?.();
    if (isWritten) removeBridgeFile(folder);
    say({ type: 'close' });
    await exited;
    inside.end();
  }

  // Whoever started the core is told when it cannot start.
  forward().catch(() => undefined);
  try {
    await options.mayListen;
    say({ type: 'listen', port });
    const address = `http://127.0.0.1:${await listening}`;
    writeBridgeFile(folder, { pid: process.pid, address, token });
    isWritten = true;
    return {
      address,
      outlet: {
        prepare: (moment) => say({ type: 'prepare', moment }),
        withdraw: (id) => say({ type: 'withdraw', id }),
      },
      async admit(guest) {
        if (isClosing) return;
        const admitted = Promise.withResolvers<undefined>();
        admitting.set(guest.tokenId, admitted);
        say({ type: 'admit', guest });
        await Promise.race([admitted.promise, exited]);
      },
      attach: (client) => inside.attach(client),
      dismiss: (tokenId) => say({ type: 'dismiss', tokenId }),
      onAttempt: (listener) => void attemptListeners.push(listener),
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

function threadOf(options: BridgeOptions, token: string): Worker {
  const { timer, folder, version } = options;
  const fires = timer.connect();
  const workerData: BridgeThreadData = {
    folder,
    pagesFolder: options.pagesFolder ?? pagesFolder(import.meta.url),
    version,
    personHash: hashOf(token),
    fires,
  };
  return new Worker(workerUrl(import.meta.url, 'bridge-worker', 'bridge-worker'), {
    workerData,
    transferList: [fires],
  });
}

function deaf({ code, message }: { code: string; message: string }, port: number): Error {
  if (code === 'EADDRINUSE')
    return new Failure(
      'port-in-use',
      `Port ${port} of this computer is in use by another program: end that program, or choose another port with --port.`,
    );
  if (code === 'EACCES')
    return new Failure(
      'port-forbidden',
      `This person may not listen on port ${port}: choose a port from 1024 up with --port.`,
    );
  if (code === 'ERR_SOCKET_BAD_PORT')
    return new Failure('port-invalid', `There is no port ${port}: choose one from 1 to 65535 with --port.`);
  return new Error(`${code}: ${message}`); // anything else is a bug
}
