/**
 * A command's way to the core of a data folder: the one that runs there, asked over HTTP with the token that it left for this
 * person; or one in this process, for as long as the command needs it. What is asked, and what is said, is the same.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { restCall, type Call } from '../../api/client/rest.ts';
import type { CoreMessage } from '../../api/protocol/messages.ts';
import { ProblemError } from '../../api/protocol/problem-error.ts';
import { Failure } from '../failure.ts';
import { tellOnStderr } from './output.ts';

export interface CoreAccess {
  readonly call: Call;
  /**
   * Tells what the core tells, from when this resolves on. `lost` is called when nothing more will come, with a Failure. Returns
   * how to end it.
   */
  listen(listener: (message: CoreMessage) => void, lost: (failure: Failure) => void): Promise<() => void>;
}

/** What a running core leaves in its folder. */
export interface Running {
  readonly pid: number;
  readonly address: string;
  readonly token: string;
}

/** A core that is starting holds the folder a moment before it can be reached, and one command does while it works, ms. */
const PATIENCE_MS = 3000;
const PAUSE_MS = 100;
/** For whether a core is there at all, ms. */
const ASKING_MS = 5000;

/** Rejects with a Failure: that of the core, or that it could not be reached. */
export async function withCore<T>(folder: string, work: (core: CoreAccess) => Promise<T>): Promise<T> {
  for (let waitedMs = 0; ; waitedMs += PAUSE_MS) {
    const running = runningIn(folder);
    if (running && (await answers(running))) return await told(() => work(remote(running)));
    try {
      return await withOwnCore(folder, work);
    } catch (error) {
      const isHeld = error instanceof Failure && error.code === 'already-running';
      if (!isHeld || waitedMs >= PATIENCE_MS) throw error;
    }
    await delay(PAUSE_MS);
  }
}

/** What `bridge.json` says, when the process that left it is still there. */
export function runningIn(folder: string): Running | null {
  try {
    const { pid, address, token } = JSON.parse(
      readFileSync(join(folder, 'bridge.json'), 'utf8'),
    ) as Partial<Running>;
    if (typeof pid !== 'number' || typeof address !== 'string' || typeof token !== 'string') return null;
    return isAlive(pid) ? { pid, address, token } : null;
  } catch {
    return null; // none there, or half a one: then the lock says what is so
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** Whether the core is there, and knows its own token: a number of a dead process may be another one's by now. */
export async function answers({ address, token }: Running): Promise<boolean> {
  try {
    await restCall(address, token, ASKING_MS)('readHealth', {});
    return true;
  } catch (error) {
    return error instanceof ProblemError && ![401, 502].includes(error.problem.status);
  }
}

export function remote({ address, token }: Running): CoreAccess {
  const call = restCall(address, token);
  return {
    async call(name, input) {
      try {
        return await call(name, input);
      } catch (error) {
        if (error instanceof ProblemError) throw error;
        throw gone(address);
      }
    },
    async listen(listener, lost) {
      const { connect } = await import('../../api/client/client.ts');
      const client = connect({ url: address, token, topics: ['progress', 'servers'] });
      const opened = Promise.withResolvers<undefined>();
      client.onState(({ is }) => {
        if (is === 'open') opened.resolve(undefined);
        else {
          // The core may go on elsewhere, but what it was doing for us is over.
          opened.reject(gone(address));
          lost(gone(address));
        }
      });
      for (const type of MESSAGES) client.on(type, listener);
      try {
        await opened.promise;
      } catch (error) {
        client.close();
        throw error;
      }
      return () => client.close();
    },
  };
}

export function gone(address: string): Failure {
  return new Failure(
    'core-gone',
    `The core at ${address} stopped answering: see whether it still runs, and try again.`,
  );
}

/** What a command waits for. */
const MESSAGES = ['sync-progress', 'sync-ended', 'server-removed'] as const;

async function withOwnCore<T>(folder: string, work: (core: CoreAccess) => Promise<T>): Promise<T> {
  const { OwnCore } = await import('./own-core.ts');
  const own = new OwnCore(folder, tellOnStderr);
  try {
    return await told(() => work(own));
  } finally {
    await own.close();
  }
}

/** A problem is told as any other failure of a command is. */
export async function told<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    const { title, detail } = error.problem;
    throw new Failure(title, detail, { cause: error });
  }
}
