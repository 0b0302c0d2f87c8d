/**
 * The core's monotonic clock, told from our own: what a server's reading is reckoned with. No wall clock has a part in it.
 *
 *     core = own + shift      shift = ((t1 - t0) + (t2 - t3)) / 2      ± ((t3 - t0) - (t2 - t1)) / 2 + 100 ppm x age
 *
 * with t0, t3 our clock when a ping left and its pong came, t1, t2 the core's (the four timestamps of RFC 5905, section 8). The one
 * that is tightest now is believed: all age at the same rate, so it stays so until a tighter one comes.
 *
 * A computer that sleeps may stop one of the clocks and not the other, and a page in the background may be frozen. Either shows as a
 * jump of the wall clock against ours, or as a gap in which nobody looked; until new pongs have come, nothing is known.
 */
import type { Connection } from './connection.ts';
import { Listeners } from './listeners.ts';
import type { Time } from './time.ts';

/** Two ordinary quartz clocks drift apart by no more than this, ppm. */
const DRIFT_PPM = 100;
/** At first, and whenever nothing is known; a few are enough to keep it. */
const FIRST_PINGS = 8;
const PINGS = 4;
const BETWEEN_PINGS_MS = 20;
/** The drift between two rounds is 1.5 ms at the most. */
const ROUND_MS = 15_000;
/** A page in the background still has its timers once a minute; who did not look for longer was frozen, or slept. */
const LONGEST_GAP_MS = 90_000;
/** No steered clock moves so far between two looks, and no sleep is shorter. */
const JUMP_MS = 500;

export interface CoreNow {
  /** The core's monotonic clock, ms. */
  readonly at: number;
  /** What is proven, ms. */
  readonly accuracyMs: number;
}

interface Mapping {
  /** Core minus own, ms. */
  readonly shiftMs: number;
  /** When it was so, own clock. */
  readonly at: number;
  readonly errorMs: number;
}

export class CoreClock {
  private readonly connection: Connection;
  private readonly time: Time;
  private readonly changes = new Listeners<[]>();
  private readonly stops: (() => void)[];
  private readonly resolutionMs: number;
  private best: Mapping | null = null;
  /** The ping that is on its way. */
  private pingedAt: number | null = null;
  private pingsLeft = 0;
  private cancelTimer = (): void => undefined;
  private looked: { readonly at: number; readonly anchorMs: number };

  constructor(connection: Connection, time: Time) {
    this.connection = connection;
    this.time = time;
    this.resolutionMs = time.resolutionMs();
    this.looked = this.look();
    this.stops = [
      // Another core, or the same one after anything at all: its clock is asked for anew.
      connection.on('hello', () => this.forget()),
      connection.on('pong', ({ t0, t1, t2 }, receivedAt) => this.heed(t0, t1, t2, receivedAt)),
    ];
    if (connection.state.is === 'open') this.forget();
  }

  /** The core's clock when ours shows `at`; null while it is not known. */
  read(at = this.time.now()): CoreNow | null {
    this.check();
    if (!this.best) return null;
    return { at: at + this.best.shiftMs, accuracyMs: errorAt(this.best, at) };
  }

  /** Told when it has become known or unknown, and when a tighter mapping was found. Returns how to end that. */
  onChange(listener: () => void): () => void {
    return this.changes.add(listener);
  }

  close(): void {
    for (const stop of this.stops) stop();
    this.cancelTimer();
  }

  private look(): { at: number; anchorMs: number } {
    const at = this.time.now();
    return { at, anchorMs: this.time.wall() - at };
  }

  /** Whether our clock may have stood still behind our back. */
  private check(): void {
    const before = this.looked;
    const now = (this.looked = this.look());
    const jumpMs = Math.abs(now.anchorMs - before.anchorMs);
    if (jumpMs > JUMP_MS || now.at - before.at > LONGEST_GAP_MS) this.forget();
  }

  private forget(): void {
    const wasKnown = this.best !== null;
    this.best = null;
    this.startRound(FIRST_PINGS);
    if (wasKnown) this.changes.tell();
  }

  private startRound(pings: number): void {
    this.pingsLeft = pings;
    this.ping();
  }

  private ping(): void {
    this.cancelTimer();
    this.check();
    this.pingsLeft--;
    this.pingedAt = this.time.now();
    this.connection.ping(this.pingedAt);
    // Should no pong come, the connection is lost, and its next hello begins anew; until then this only looks at the clocks.
    this.schedule(() => this.startRound(PINGS), ROUND_MS);
  }

  private heed(t0: number, t1: number, t2: number, t3: number): void {
    this.check();
    if (t0 !== this.pingedAt) return;
    this.pingedAt = null;
    this.weigh({
      shiftMs: (t1 - t0 + (t2 - t3)) / 2,
      at: t3,
      errorMs: Math.max(0, t3 - t0 - (t2 - t1)) / 2 + this.resolutionMs,
    });
    if (this.pingsLeft > 0) this.schedule(() => this.ping(), BETWEEN_PINGS_MS);
    else this.schedule(() => this.startRound(PINGS), ROUND_MS);
  }

  private weigh(next: Mapping): void {
    const { best } = this;
    if (best) {
      const heldMs = errorAt(best, next.at);
      const isContradicted = Math.abs(next.shiftMs - best.shiftMs) > heldMs + next.errorMs;
      if (next.errorMs > heldMs && !isContradicted) return;
    }
    this.best = next;
    this.changes.tell();
  }

  private schedule(run: () => void, ms: number): void {
    this.cancelTimer();
    this.cancelTimer = this.time.later(run, ms);
  }
}

function errorAt({ errorMs, at }: Mapping, now: number): number {
  return errorMs + (Math.abs(now - at) * DRIFT_PPM) / 1e6;
}
