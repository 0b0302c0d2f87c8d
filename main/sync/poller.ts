/**
 * When which server is measured without anybody asking: at its interval, spread out, ever more rarely while it fails, and lightly shortly
 * before an event; never in an event's last seconds. Decides only; whoever owns the syncs asks it about once a second.
 */

/** A server as the poller sees it; instants are monotonic ms. */
export interface Polled {
  readonly id: string;
  /** Between automatic syncs, ms; 0 is never. */
  readonly intervalMs: number;
  /** When the last sync that succeeded ended; null when none is known on this axis. */
  readonly syncedAt: number | null;
  readonly isSyncing: boolean;
  /** What a whole sync may take, ms: it is not begun when an event would cut it off. */
  readonly takesMs: number;
  /** Of its next event; null when there is none. */
  readonly dueAt: number | null;
}

export type Order =
  | { readonly kind: 'start'; readonly id: string; readonly isLight: boolean }
  /** The event is too near: end with what is known. */
  | { readonly kind: 'end'; readonly id: string };

/** Before an event it is measured again at these times, lightly, ms. */
export const AGAIN_MS = [60_000, 15_000] as const;
/** In the last seconds the server is left alone, ms. */
export const QUIET_MS = 5000;
/** A light sync that has less than this left would be cut off before it finds anything, ms. */
const LEAST_LIGHT_MS = 10_000;
/** What was measured this recently need not be measured again before an event, ms. */
const FRESH_MS = 30_000;
/** Two automatic syncs do not begin closer together, ms: a room full of computers that wake at once is spread out by the jitter. */
const SPREAD_MS = 3000;
/** The share of an interval that is drawn at random, so that computers do not ask together. */
const JITTER = 0.1;
/** At the most so many times: an hour or so. */
const MOST_DOUBLINGS = 6;
/** A failing server is asked again after this long, then twice as long each time, ms. */
const FIRST_RETRY_MS = 60_000;

interface Memory {
  failures: number;
  /** When the last one ended that brought nothing. */
  endedAt: number;
  /** 1 ± JITTER, drawn anew after each sync. */
  stretch: number;
  /** The event, and the light syncs that it has had. */
  lightFor: { readonly dueAt: number; done: number; wanted: number } | null;
}

export class Poller {
  private readonly random: () => number;
  private readonly memories = new Map<string, Memory>();
  private startedAt = -Infinity;

  /** `random`: 0 to 1. */
  constructor(random: () => number) {
    this.random = random;
  }

  /** What is to be done now. */
  decide(servers: readonly Polled[], at: number): Order[] {
    const orders: Order[] = [];
    let orderedAt = -Infinity;
    for (const server of servers) {
      const leftMs = (server.dueAt ?? Infinity) - at;
      const isQuiet = leftMs > 0 && leftMs <= QUIET_MS;
      if (isQuiet && server.isSyncing) orders.push({ kind: 'end', id: server.id });
      if (isQuiet || server.isSyncing) continue;
      const isLight = this.isLightDue(server, leftMs, at);
      if (!isLight && !this.isDue(server, leftMs, at)) continue;
      // One that is not light waits until the one before is under way.
      const begunAt = Math.max(this.startedAt, orderedAt);
      if (!isLight && at - begunAt < SPREAD_MS) continue;
      if (!isLight) orderedAt = at;
      orders.push({ kind: 'start', id: server.id, isLight });
    }
    return orders;
  }

  /** What was ordered has begun. */
  started({ id, isLight }: { readonly id: string; readonly isLight: boolean }, at: number): void {
    const { lightFor } = this.memoryOf(id);
    if (!isLight) this.startedAt = at;
    else if (lightFor) lightFor.done = lightFor.wanted;
  }

  /** How a sync ended; `cancelled`: on purpose. */
  ended(id: string, how: 'done' | 'failed' | 'cancelled', at: number): void {
    const memory = this.memoryOf(id);
    if (how === 'failed') memory.failures++;
    if (how === 'done') memory.failures = 0;
    else memory.endedAt = at;
    memory.stretch = this.stretch();
  }

  forget(id: string): void {
    this.memories.delete(id);
  }

  /** Each of the light syncs before an event once, if what is known is not fresh. */
  private isLightDue({ id, dueAt, syncedAt }: Polled, leftMs: number, at: number): boolean {
    if (dueAt === null || leftMs > AGAIN_MS[0] || leftMs < LEAST_LIGHT_MS) return false;
    const memory = this.memoryOf(id);
    // A due instant moves by some ms with each estimate: it is the same event.
    const isSame = memory.lightFor !== null && Math.abs(memory.lightFor.dueAt - dueAt) < QUIET_MS;
    const lightFor = isSame && memory.lightFor ? memory.lightFor : { dueAt, done: 0, wanted: 0 };
    memory.lightFor = lightFor;
    lightFor.wanted = AGAIN_MS.filter((ms) => leftMs <= ms).length;
    if (lightFor.done >= lightFor.wanted) return false;
    if (memory.failures > 0) return this.isPauseOver(memory, at);
    return syncedAt === null || at - syncedAt > FRESH_MS;
  }

  private isDue({ id, intervalMs, takesMs, syncedAt }: Polled, leftMs: number, at: number): boolean {
    if (intervalMs === 0 || leftMs <= takesMs + QUIET_MS) return false;
    const memory = this.memoryOf(id);
    if (!this.isPauseOver(memory, at)) return false;
    return memory.failures > 0 || syncedAt === null || at - syncedAt >= intervalMs * memory.stretch;
  }

  /** Whether it may be asked again after it failed, or after somebody ended it. */
  private isPauseOver({ failures, endedAt, stretch }: Memory, at: number): boolean {
    const doublings = Math.min(Math.max(0, failures - 1), MOST_DOUBLINGS);
    return at - endedAt >= FIRST_RETRY_MS * 2 ** doublings * stretch;
  }

  private memoryOf(id: string): Memory {
    let memory = this.memories.get(id);
    if (!memory) {
      memory = { failures: 0, endedAt: -Infinity, stretch: this.stretch(), lightFor: null };
      this.memories.set(id, memory);
    }
    return memory;
  }

  private stretch(): number {
    return 1 + JITTER * (2 * this.random() - 1);
  }
}
