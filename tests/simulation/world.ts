/**
 * A simulated world: a true time, a local machine with its clocks, a path, and a server with a clock of its own.
 *
 * Everything happens in virtual time and from a seed, so that thousands of syncs run in seconds and each can be
 * repeated. The engine under test is the real one (main/sync/measure.ts); only what it is given is simulated.
 */
import { createClockWatch } from '../../main/clock/clock-watch.ts';
import type { LocalClock } from '../../main/clock/local-clock.ts';
import { Failure } from '../../main/failure.ts';
import { drawDelayMs, type PathDelays } from '../../main/practice/delays.ts';
import { exponential, seededRandom, type Random } from '../../main/practice/random.ts';
import {
  everySecond,
  firstRefresh,
  nextRefresh,
  stampedSecond,
  type Tick,
} from '../../main/practice/tick.ts';
import type { DateSource, Exchange } from '../../main/sources/http-date/exchange.ts';

export interface WorldOptions {
  readonly seed: number;
  readonly forward: PathDelays;
  readonly back: PathDelays;
  /** Server minus local wall clock at the beginning, ms. */
  readonly offsetMs: number;
  /** How much faster than true time the server's clock runs, ppm; the local one runs true. */
  readonly skewPpm?: number;
  readonly tick?: Tick;
  /** Offsets added by connection, in turn: several servers behind one name. */
  readonly backends?: readonly number[];
  /** The chance that a packet is lost and sent again after RETRANSMIT_MS (doubled each time). */
  readonly lossProbability?: number;
  /** The server closes after each reply, so that each request comes on a connection of its own. */
  readonly closes?: boolean;
  /** What a new connection takes before its first request can leave, ms. */
  readonly handshakeMs?: number;
  /** Mean time the receiver takes to notice a reply, ms. */
  readonly wakeUpMs?: number;
  /** The wall clock is set by `byMs` this long after the beginning. */
  readonly step?: { readonly afterMs: number; readonly byMs: number };
  /** The server's clock is set by `byMs` this long after the beginning. */
  readonly serverStep?: { readonly afterMs: number; readonly byMs: number };
  /** The machine sleeps this long after the beginning; its monotonic clock stands still meanwhile. */
  readonly sleep?: { readonly afterMs: number; readonly forMs: number };
  /** The server answers no more after so many replies. */
  readonly diesAfter?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Status and Retry-After (ms) of the k-th reply (from 1). */
  readonly limits?: (reply: number) => { status: number; retryAfterMs: number | null } | null;
}

export interface World {
  readonly clock: LocalClock;
  readonly source: DateSource;
  /** Server minus local wall clock right now, ms. */
  trueOffsetMs(): number;
  /** Every instant at which a request was sent, monotonic ms. */
  readonly sentAt: readonly number[];
}

/** TCP's first retransmission on a short path (RFC 6298 allows no less than 1 s; Linux begins at 200 ms). */
const RETRANSMIT_MS = 200;
const TIMEOUT_MS = 5000;
/** What a timer or scheduler is late by, mean, ms. */
const TIMER_LATE_MS = 0.02;

export function createWorld(options: WorldOptions, minGapMs: number): World {
  const { tick = everySecond, backends = [0], lossProbability = 0, wakeUpMs = 0, skewPpm = 0 } = options;
  const random: Random = seededRandom(options.seed);
  const bootedEpochMs = 1.8e12 + random() * 1e6;
  const beganAt = random() * 1e9;
  const sentAt: number[] = [];
  let trueMs = beganAt;
  let connection = 0;
  let replies = 0;
  let closed = false;
  let isWarm = true;
  const refreshed = new Map<number, number>();

  const sleptMs = () =>
    options.sleep && trueMs >= beganAt + options.sleep.afterMs + options.sleep.forMs
      ? options.sleep.forMs
      : 0;
  const steppedMs = () => (options.step && trueMs >= beganAt + options.step.afterMs ? options.step.byMs : 0);
  const now = () => trueMs - sleptMs();
  const wallEpochMs = () => bootedEpochMs + trueMs + steppedMs();
  const serverSetByMs = (atTrueMs: number) =>
    options.serverStep && atTrueMs - beganAt >= options.serverStep.afterMs ? options.serverStep.byMs : 0;
  const serverEpochMs = (atTrueMs: number) =>
    serverSetByMs(atTrueMs) +
    bootedEpochMs +
    atTrueMs +
    options.offsetMs +
    skewPpm * 1e-6 * (atTrueMs - beganAt);

  function advanceTo(at: number): void {
    const { sleep } = options;
    const wanted = trueMs + Math.max(0, at - now());
    const fallsAsleepMs = beganAt + (sleep?.afterMs ?? Infinity);
    trueMs = sleep && trueMs < fallsAsleepMs && wanted >= fallsAsleepMs ? wanted + sleep.forMs : wanted;
  }

  function packetMs(path: PathDelays): number {
    let delay = drawDelayMs(path, random);
    for (let wait = RETRANSMIT_MS; random() < lossProbability; wait *= 2) delay += wait;
    return delay;
  }

  function stamp(): number {
    const backend = connection % backends.length;
    const nowEpochMs = serverEpochMs(trueMs) + backends[backend];
    const before = refreshed.get(backend) ?? firstRefresh(tick, serverEpochMs(beganAt) + backends[backend]);
    const latest = nextRefresh(tick, before, nowEpochMs);
    refreshed.set(backend, latest);
    return stampedSecond(latest);
  }

  const clock: LocalClock = {
    now,
    anchor: () => wallEpochMs() - now(),
    sleepUntil(at) {
      advanceTo(at);
      return Promise.resolve();
    },
    watch: () =>
      createClockWatch(() => ({ anchorMs: wallEpochMs() - now(), monotonicMs: now(), bootMs: trueMs })),
  };
  const earliestSendAt = () => Math.max(now(), (sentAt.at(-1) ?? -Infinity) + minGapMs);

  async function exchange(wantedAt: number): Promise<Exchange> {
    if (closed) throw new Error('The source is closed.');
    if (!isWarm) advanceTo(now() + (options.handshakeMs ?? 0));
    isWarm = true;
    advanceTo(Math.max(wantedAt, earliestSendAt()) + exponential(random, TIMER_LATE_MS));
    const sent = now();
    sentAt.push(sent);
    if (replies >= (options.diesAfter ?? Infinity)) {
      throw new Failure('refused', 'simulated.test on port 80 refused the connection.');
    }
    const [forwardMs, backMs] = [packetMs(options.forward), packetMs(options.back)];
    if (forwardMs + backMs > TIMEOUT_MS) {
      advanceTo(sent + TIMEOUT_MS);
      throw new Failure('reply-timeout', 'simulated.test did not answer within 5 s.');
    }
    advanceTo(sent + forwardMs);
    const dateEpochMs = stamp();
    advanceTo(sent + forwardMs + backMs + wakeUpMs * (0.75 + random() / 2));
    replies++;
    if (options.closes) connection++;
    const limit = options.limits?.(replies) ?? { status: 200, retryAfterMs: null };
    return Promise.resolve({
      sentAt: sent,
      receivedAt: now(),
      dateEpochMs,
      headers: options.headers ?? {},
      ...limit,
    });
  }

  return {
    clock,
    sentAt,
    trueOffsetMs: () => serverEpochMs(trueMs) - wallEpochMs(),
    source: {
      async open() {
        const first = await exchange(now());
        return { url: 'http://simulated.test/', method: 'HEAD', exchanges: [first], warnings: [] };
      },
      exchange,
      earliestSendAt,
      requestsSent: () => sentAt.length,
      bypassCache: () => 'http://simulated.test/?fresh',
      reconnect() {
        connection++;
        isWarm = false;
      },
      close() {
        closed = true;
      },
    },
  };
}
