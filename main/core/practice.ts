/**
 * The practice server: a web server of the core's own, an ordinary line away, whose clock is off by a secret amount, and which
 * opens at an instant of that clock. One at a time. It is registered and measured as any other server is, and lives no longer
 * than the core: one that a killed core left in the list is taken out at the next start.
 */
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { PracticeStarted } from '../../api/protocol/practice.ts';
import { writeWhole } from '../../api/server/whole-file.ts';
import { Failure } from '../failure.ts';
import { startPracticeOrigin, type PracticeOrigin } from '../practice/origin.ts';
import type { RequestRecord } from '../practice/server.ts';
import { folderFailure } from '../store/data-folder.ts';
import type { Server, Servers } from './servers.ts';
import type { Syncs } from './syncs.ts';

export interface PracticeOptions {
  readonly folder: string;
  readonly servers: Servers;
  readonly syncs: Syncs;
  /** Takes a server out with all that hangs on it, and says so to `left`. */
  readonly remove: (serverId: string) => void;
  /** It stands and is registered: a press is to find a connection open. */
  readonly onStarted: (server: Server) => void;
  /** Monotonic ms. */
  readonly now: () => number;
  readonly tell: (sentence: string) => void;
}

interface Running {
  readonly origin: PracticeOrigin;
  readonly serverId: string;
}

/** The pages say it in the reader's language. */
const NAME = 'Practice server';
/** A clock that nobody looks after is off by seconds. */
const LARGEST_OFFSET_MS = 5000;
/** An ordinary line to a server in the same country, each way. */
const PATH = { baseMs: 12, jitterMs: 1 };
const SEEDS = 2 ** 32;
/** The longest wait for an opening, and then some: the connection that a press takes stays open, ms. */
const KEEP_ALIVE_MS = 900_000;

export class Practice {
  private readonly options: PracticeOptions;
  private running: Running | null = null;
  private starting: Promise<Running> | null = null;
  private ending: Promise<void> = Promise.resolve();
  private isClosed = false;

  constructor(options: PracticeOptions) {
    this.options = options;
  }

  /** Rejects with a Failure when there can be none. */
  async start(opensInMs: number): Promise<PracticeStarted> {
    if (this.isClosed) throw new Failure('stopping', 'Ticketime is stopping: practise when it runs again.');
    const { servers, now } = this.options;
    const { origin, serverId } = this.running ?? (await (this.starting ??= this.open()));
    const server = servers.get(serverId);
    const opensEpochMs = Math.ceil((origin.epochMs(now()) + opensInMs) / 1000) * 1000;
    server.practice = { opensEpochMs };
    servers.tell(server);
    if (!server.kept.reading) this.sync(server);
    return { serverId, url: origin.url, opensEpochMs };
  }

  /** Nothing happens when none runs. */
  async stop(): Promise<void> {
    await this.starting?.catch(() => undefined);
    if (this.running) this.options.remove(this.running.serverId);
    await this.ending;
  }

  /** A server has been taken out: when it was this one, it ends. */
  left(serverId: string): void {
    if (this.running?.serverId !== serverId) return;
    const { origin } = this.running;
    this.running = null;
    this.ending = origin.close();
    this.forget();
  }

  /** What the practice server itself has written down of a request; null when that is another server's. */
  async recordOf(
    serverId: string,
    path: string,
  ): Promise<(RequestRecord & { arrivedEpochMs: number }) | null> {
    if (this.running?.serverId !== serverId) return null;
    const { origin } = this.running;
    const record = (await origin.requests()).findLast((request) => request.path === path);
    return record ? { ...record, arrivedEpochMs: origin.epochMs(record.arrivedAt) } : null;
  }

  /** To be called at the start, when whatever is taken out can be. */
  removeLeftOver(): void {
    let text: string;
    try {
      text = readFileSync(this.path, 'utf8');
    } catch {
      return; // none, as a rule
    }
    const id = /^[a-z0-9]{4,32}$/.exec(text.trim())?.[0];
    try {
      if (id !== undefined && this.options.servers.has(id)) this.options.remove(id);
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      this.options.tell(error.message);
      return; // the next start tries again
    }
    this.forget();
  }

  async close(): Promise<void> {
    this.isClosed = true;
    try {
      await this.stop();
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      this.options.tell(error.message); // the next start takes it out
      await this.running?.origin.close();
    }
  }

  /** Of a server that is gone: where that cannot be written, the next start finds it gone as well. */
  private forget(): void {
    try {
      rmSync(this.path, { force: true });
    } catch (error) {
      this.options.tell(folderFailure(error, this.options.folder).message);
    }
  }

  private get path(): string {
    return join(this.options.folder, 'practice-server');
  }

  private async open(): Promise<Running> {
    try {
      await this.ending;
      const seed = Math.floor(Math.random() * SEEDS);
      const offsetMs = (2 * Math.random() - 1) * LARGEST_OFFSET_MS;
      const delays = { forward: PATH, back: PATH, seed };
      const origin = await startPracticeOrigin({ offsetMs, delays, habits: { keepAliveMs: KEEP_ALIVE_MS } });
      try {
        this.running = { origin, serverId: this.register(origin) };
      } catch (error) {
        await origin.close();
        throw error;
      }
      return this.running;
    } finally {
      this.starting = null;
    }
  }

  private register(origin: PracticeOrigin): string {
    const { servers, folder, now, remove, onStarted } = this.options;
    const server = servers.add({ url: origin.url, name: NAME }, true, {
      opensEpochMs: origin.epochMs(now()),
    });
    const { id } = server.record;
    try {
      writeWhole(this.path, `${id}\n`);
    } catch (error) {
      remove(id); // nobody would know it for what it is after a crash
      throw folderFailure(error, folder);
    }
    onStarted(server);
    return id;
  }

  private sync(server: Server): void {
    try {
      this.options.syncs.start(server, { mode: 'quick' });
    } catch (error) {
      // Too many are under way: a person sees that it is not measured, and can start it later.
      if (!(error instanceof Failure)) throw error;
    }
  }
}
