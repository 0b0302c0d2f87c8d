/**
 * The core's side of the host: a process of its own that runs the plugins, forked with the first of them. When it dies, its plugins
 * are ended too, and it is started again with all of them.
 */
import type { PluginStatus } from '../../../api/protocol/plugin.ts';
import { createKeptAnchor } from '../../clock/kept-anchor.ts';
import { localClock } from '../../clock/local-clock.ts';
import type { End } from './end.ts';
import { forkHost, type HostProcess } from './host-process.ts';
import { signalGroup } from './kill-group.ts';
import { OFF, type Launch } from './launch.ts';
import type { FromHost, Usage } from './messages.ts';
import { hostCrashing, hostEnded } from './problems.ts';
import { afterCrash, RESTARTS, type RestartPolicy } from './restart-policy.ts';

export interface HostOptions {
  /** `isUsageOnly`: nothing has changed but what it uses. */
  readonly onStatus: (id: string, status: PluginStatus, isUsageOnly: boolean) => void;
  /** Given each sentence that a person should read. */
  readonly tell: (sentence: string) => void;
  /** Of plugins, and of the host itself. */
  readonly policy?: RestartPolicy;
}

export interface Host {
  /** In place of the one of this id that runs, if any. */
  start(launch: Launch): void;
  /** Resolves when it has ended. */
  stop(id: string): Promise<void>;
  /** Ends all of them; resolves when nothing of them is left. */
  close(): Promise<void>;
}

/** States of a plugin that is to run, and so is started with the next host. */
const TO_RUN: readonly PluginStatus['state'][] = ['starting', 'running', 'pausing'];
/** The host gives plugins three seconds to end, and then ends them; one that has not done so by now never will, ms. */
const CLOSE_MS = 6000;

interface Entry {
  /** Null: it is to stop. */
  launch: Launch | null;
  status: PluginStatus;
  /** As the host has told last; its group's as well. */
  pid: number | null;
  /** Waiting for it to end. */
  readonly stops: (() => void)[];
}

export function startHost(options: HostOptions): Host {
  return new ForkedHost(options);
}

class ForkedHost implements Host {
  readonly #options: Required<HostOptions>;
  readonly #anchor = createKeptAnchor();
  readonly #entries = new Map<string, Entry>();
  #process: HostProcess | null = null;
  #startedAt = 0;
  #crashesInARow = 0;
  #retry: NodeJS.Timeout | null = null;
  #closing: Promise<void> | null = null;

  constructor(options: HostOptions) {
    this.#options = { policy: RESTARTS, ...options };
  }

  start(launch: Launch): void {
    if (this.#closing) return;
    const { pid, stops } = this.#entries.get(launch.id) ?? { pid: null, stops: [] };
    this.#entries.set(launch.id, { launch, status: { ...OFF, state: 'starting' }, pid, stops });
    if (this.#process) this.#process.say({ type: 'start', launch, restarts: 0 });
    else if (!this.#retry) this.#fork();
  }

  async stop(id: string): Promise<void> {
    const entry = this.#entries.get(id);
    if (!entry) return;
    entry.launch = null;
    if (this.#process) {
      this.#process.say({ type: 'stop', id });
      await new Promise<void>((resolve) => entry.stops.push(resolve));
    } else this.#forget(id, entry);
  }

  close(): Promise<void> {
    return (this.#closing ??= this.#end());
  }

  async #end(): Promise<void> {
    if (this.#retry) clearTimeout(this.#retry);
    const host = this.#process;
    if (host) {
      host.say({ type: 'close' });
      const late = setTimeout(() => host.kill(), CLOSE_MS);
      await host.ended;
      clearTimeout(late);
      this.#endGroups();
    }
    for (const [id, entry] of this.#entries) this.#forget(id, entry);
  }

  #fork(): void {
    const { policy } = this.#options;
    const host = forkHost(policy, (message) => this.#heard(message));
    this.#retry = null;
    this.#process = host;
    this.#startedAt = localClock.now();
    for (const { launch, status } of this.#entries.values())
      if (launch && TO_RUN.includes(status.state))
        host.say({ type: 'start', launch, restarts: status.restarts });
    void host.ended.then((end) => {
      if (!this.#closing) this.#died(end);
    });
  }

  #heard(message: FromHost): void {
    switch (message.type) {
      case 'status':
        this.#told(message.id, message.status);
        break;
      case 'usages':
        for (const [id, usage] of Object.entries(message.usages)) this.#used(id, usage);
        break;
      case 'stopped':
        this.#stopped(message.id);
        break;
      case 'tell':
        this.#options.tell(message.sentence);
    }
  }

  #told(id: string, status: PluginStatus): void {
    const entry = this.#entries.get(id);
    if (!entry) return;
    entry.pid = status.pid;
    this.#report(id, entry, status);
  }

  #used(id: string, usage: Usage): void {
    const entry = this.#entries.get(id);
    if (entry) this.#report(id, entry, { ...entry.status, usage }, true);
  }

  #stopped(id: string): void {
    const entry = this.#entries.get(id);
    if (!entry) return;
    if (entry.launch === null) this.#entries.delete(id);
    for (const resolve of entry.stops.splice(0)) resolve();
  }

  /** Its plugins are ended, and started again with the next one. */
  #died(end: End): void {
    const { policy, tell } = this.#options;
    this.#process = null;
    this.#endGroups();
    const { inARow, pauseMs } = afterCrash(policy, this.#crashesInARow, localClock.now() - this.#startedAt);
    this.#crashesInARow = pauseMs === null ? 0 : inARow;
    const problem = pauseMs === null ? hostCrashing(end, inARow) : hostEnded(end, pauseMs);
    const how: Partial<PluginStatus> =
      pauseMs === null
        ? { state: 'stopped', problem }
        : { state: 'pausing', problem, retryEpochMs: localClock.now() + this.#anchor() + pauseMs };
    let isNeeded = false;
    for (const [id, entry] of this.#entries) {
      if (entry.launch === null) this.#forget(id, entry);
      else if (TO_RUN.includes(entry.status.state)) {
        isNeeded = true;
        for (const resolve of entry.stops.splice(0)) resolve();
        this.#report(id, entry, { ...OFF, restarts: entry.status.restarts + 1, ...how });
      }
    }
    if (!isNeeded) return;
    tell(problem.message);
    if (pauseMs !== null) this.#retry = setTimeout(() => this.#fork(), pauseMs);
  }

  #endGroups(): void {
    for (const entry of this.#entries.values()) {
      if (entry.pid !== null) signalGroup(entry.pid, 'SIGKILL');
      entry.pid = null;
    }
  }

  #forget(id: string, entry: Entry): void {
    this.#entries.delete(id);
    if (entry.status.state !== 'off') this.#report(id, entry, OFF);
    for (const resolve of entry.stops.splice(0)) resolve();
  }

  #report(id: string, entry: Entry, status: PluginStatus, isUsageOnly = false): void {
    entry.status = status;
    this.#options.onStatus(id, status, isUsageOnly);
  }
}
