/** What is looked after once a second, once in a while, and once a day, as long as the core runs. */
import type { ClockWatch, Disturbance } from '../clock/clock-watch.ts';
import { Failure } from '../failure.ts';
import type { Scheduler } from '../events/scheduler.ts';
import type { StandardTime } from '../keeping/standard-time.ts';
import type { KeptSettings } from '../store/settings.ts';
import type { Store } from '../store/store.ts';
import type { Poller } from '../sync/poller.ts';
import type { Hub } from './hub.ts';
import type { Server, Servers } from './servers.ts';
import type { Syncs } from './syncs.ts';

export interface UpkeepOptions {
  readonly store: Store;
  readonly servers: Servers;
  readonly syncs: Syncs;
  readonly scheduler: Scheduler;
  readonly standard: StandardTime;
  readonly poller: Poller;
  readonly hub: Hub;
  readonly settings: Pick<KeptSettings, 'values'>;
  /** Monotonic ms. */
  readonly now: () => number;
  readonly axis: () => string;
  readonly watch: ClockWatch;
  readonly tell: (sentence: string) => void;
}

/** What a sync may take when the server is slow (sync/plan.ts), ms. */
const TAKES_MS = { quick: 20_000, default: 60_000, precise: 120_000 };
const CHECK_MS = 1000;
const REFRESH_MS = 10_000;
const DAY_MS = 86_400_000;
/** After a start the first daily work waits for what a person is waiting for, ms. */
const FIRST_DAILY_MS = 60_000;
/** Nothing that may take a moment is begun when an event is this near, ms. */
const NEAR_MS = 30_000;

export class Upkeep {
  private readonly options: UpkeepOptions;
  private readonly timer: NodeJS.Timeout;
  private refreshedAt: number;
  private dailyAt: number;
  private isClosed = false;

  constructor(options: UpkeepOptions) {
    this.options = options;
    const at = options.now();
    this.refreshedAt = at;
    this.dailyAt = at - DAY_MS + FIRST_DAILY_MS;
    this.timer = setInterval(() => this.check(), CHECK_MS);
  }

  /** Once a second. */
  check(): void {
    const { now, watch, poller, servers, standard } = this.options;
    const at = now();
    const disturbance = watch.check();
    if (disturbance) this.disturbed(disturbance);
    standard.check();
    for (const order of poller.decide(
      servers.all().map((server) => this.polled(server)),
      at,
    )) {
      if (order.kind === 'end') this.options.syncs.cancel(order.id);
      else if (this.start(servers.get(order.id), order.isLight)) poller.started(order, at);
    }
    if (at - this.refreshedAt >= REFRESH_MS) {
      this.refreshedAt = at;
      servers.refresh(at);
    }
    if (at - this.dailyAt >= DAY_MS && !this.isNear(at)) {
      this.dailyAt = at;
      void this.everyDay();
    }
  }

  /** The day's work, if it is under way, ends when the store is closed. */
  close(): void {
    this.isClosed = true;
    clearInterval(this.timer);
  }

  private disturbed(disturbance: Disturbance): void {
    const { servers, scheduler, standard, axis, hub } = this.options;
    // A short sleep looks like a step to the watch; the axis tells.
    const hasLost = servers.keepOnly(axis());
    if (disturbance.kind === 'suspend' || hasLost) {
      hub.alert(
        'slept',
        'This computer slept, so the clocks of servers are found anew by standard time, and measured again.',
      );
    } else {
      const how = `${disturbance.byMs > 0 ? 'forward' : 'back'} by ${Math.abs(disturbance.byMs).toFixed(0)} ms`;
      hub.alert(
        'clock-stepped',
        `This computer's clock was set ${how}; the clocks of servers run on here, unmoved by that.`,
      );
    }
    // How far this computer's clock is off now is not known any more.
    void standard.measure();
    scheduler.recompute();
  }

  private polled({ record, syncedAt, runId }: Server) {
    const { settings, scheduler } = this.options;
    return {
      id: record.id,
      intervalMs: record.intervalMs ?? settings.values().sync.intervalMs,
      takesMs: TAKES_MS[settings.values().sync.mode],
      syncedAt,
      isSyncing: runId !== null,
      dueAt: scheduler.nextDueAt(record.id),
    };
  }

  /** Whether it began. */
  private start(server: Server, isLight: boolean): boolean {
    try {
      this.options.syncs.start(server, { isLight });
      return true;
    } catch (error) {
      // Too many are under way: the next second asks again.
      if (!(error instanceof Failure)) throw error;
      return false;
    }
  }

  private isNear(at: number): boolean {
    const dueAt = this.options.scheduler.nextDueAt();
    return dueAt !== null && dueAt - at < NEAR_MS;
  }

  private async everyDay(): Promise<void> {
    const { store, tell, hub } = this.options;
    try {
      const damage = await store.verify();
      if (damage)
        hub.alert(
          'store-damaged',
          'What is kept has been changed or damaged since it was written: start Ticketime anew to mend it.',
        );
      else {
        await store.backup();
        await store.thin();
      }
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      if (this.isClosed) return;
      tell(error.message);
      hub.alert(error.code, error.message);
    }
  }
}
