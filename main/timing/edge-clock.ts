/**
 * The clock of a CDN's edge, read from stamps that are finer than `Date`: a cross-check that is labelled as the
 * edge's, for it says nothing of the origin behind it.
 *
 * A stamp E that the edge wrote while it handled a request names an instant between t0, when the request left, and
 * t2 - h, when the reply left the edge at the latest (h: how long the edge says it held the request after E). It is
 * truncated to its resolution R. So each reading proves
 *
 *     E - (t2 - h) <= offset <= E + R - t0,        offset = edge - local, ms, positive when the local clock is slow,
 *
 * and all readings together the intersection. The estimate is the middle of the narrowest reading, moved into the
 * intersection; the accuracy is the distance to the intersection's further end, so that it holds whatever the path
 * does. An empty intersection means several edges whose clocks differ, or a stamp out of a cache: then nothing is stated.
 */
import { STEADY } from './bound.ts';

export type EdgeName = 'Fastly' | 'Cloudflare' | 'Akamai';

/** What one reply says of the edge's clock. */
export interface EdgeStamp {
  readonly name: EdgeName;
  /** E: ms since the Unix epoch, truncated to `resolutionMs`. */
  readonly epochMs: number;
  /** R: what the stamp's last digit is worth, ms. */
  readonly resolutionMs: number;
  /** h: from the stamp to the reply's departure at least, ms; 0 when it is not told. */
  readonly heldMs: number;
}

/** A stamp and the exchange that brought it, on the same local axis as a `Sample`, ms. */
export interface EdgeReading extends EdgeStamp {
  /** t0. */
  readonly sentEpochMs: number;
  /** t2. */
  readonly receivedEpochMs: number;
}

export interface EdgeClock {
  readonly name: EdgeName;
  /** Edge minus local, ms: positive when the local clock is slow. */
  readonly offsetMs: number;
  /** The offset lies within ± this of `offsetMs`, whatever the path does, ms. */
  readonly accuracyMs: number;
  /** The readings that it rests on. */
  readonly samples: number;
}

/**
 * `S<seconds>.<fraction>,VS0,VE<ms>`: when the edge first received the request, and the whole ms since then; with a
 * shield a VS and a VE more. The edge that was asked first writes S, whatever lies behind it.
 * https://www.fastly.com/documentation/reference/http/http-headers/X-Timer/
 */
const X_TIMER = /^S(\d{9,11})\.(\d{1,9})((?:,V[SE]\d{1,9}){0,8})$/;
/**
 * `ak_p; desc="<epoch ms>_<more fields>"; dur=1`. Akamai documents the header and not its fields: in what was captured
 * the first is the ms at which the request reached the edge.
 */
const AK_P = /(?:^|,)\s*ak_p\s*;\s*desc="(\d{9,11})(\d{3})_[\w-]{1,200}"/;
/** `ts=<seconds>.<ms>`. Many edges have written .000 since late 2025, whatever the ms: whole seconds, then. */
const TRACE_TS = /^ts=(\d{9,11})(?:\.(\d{1,9}))?\r?$/m;
/** A trace is half a KB; whatever is longer is not one, characters. */
const LONGEST_TRACE = 4096;

/** The stamp in a reply's headers (names in lower case): Fastly's or Akamai's; null when there is none to rely on. */
export function readEdgeStamp(headers: Readonly<Record<string, string | undefined>>): EdgeStamp | null {
  const timer = X_TIMER.exec(headers['x-timer'] ?? '');
  if (timer) {
    const held = [...timer[3].matchAll(/VE(\d+)/g)].map(([, ms]) => Number(ms));
    return stamp('Fastly', timer[1], timer[2], Math.max(0, ...held));
  }
  const akamai = AK_P.exec(headers['server-timing'] ?? '');
  return akamai && stamp('Akamai', akamai[1], akamai[2]);
}

/** The stamp in the body of Cloudflare's `/cdn-cgi/trace`; null when it is no such body. */
export function readEdgeTrace(body: string): EdgeStamp | null {
  const trace = body.length <= LONGEST_TRACE && /^colo=/m.test(body) ? TRACE_TS.exec(body) : null;
  return trace && stamp('Cloudflare', trace[1], trace[2]);
}

function stamp(name: EdgeName, seconds: string, fraction = '', heldMs = 0): EdgeStamp {
  // A fraction of nothing but zeros is mostly no fraction; where it is one after all, the bar is only too long.
  const digits = /[1-9]/.test(fraction) ? fraction.length : 0;
  return {
    name,
    epochMs: Number(seconds) * 1000 + Number(`0.${fraction}`) * 1000,
    resolutionMs: 1000 / 10 ** digits,
    heldMs,
  };
}

/** A stamp that far from the local clock is old, or no clock: a cross-check of such a pair is worth nothing, ms. */
const MOST_OFF_MS = 24 * 3600 * 1000;
/** One stamp in a header may come out of a cache, and only a second one shows it; a trace is made anew each time. */
const LEAST_READINGS: Readonly<Record<EdgeName, number>> = { Fastly: 2, Akamai: 2, Cloudflare: 1 };

/**
 * The edge's clock at the last reading, from all readings of one run; null when they do not suffice, contradict each
 * other, or come from different networks.
 */
export function edgeClock(readings: readonly EdgeReading[]): EdgeClock | null {
  const name = readings[0]?.name;
  if (readings.some((reading) => reading.name !== name)) return null;
  const usable = readings.filter(isPlausible).filter(isNotFrozen);
  if (usable.length === 0 || usable.length < LEAST_READINGS[name]) return null;
  const latestEpochMs = Math.max(...usable.map(({ receivedEpochMs }) => receivedEpochMs));
  const intervals = usable.map((reading) => {
    const slackMs = (latestEpochMs - reading.receivedEpochMs) * STEADY.max;
    const lo = reading.epochMs - (reading.receivedEpochMs - reading.heldMs) - slackMs;
    const hi = reading.epochMs + reading.resolutionMs - reading.sentEpochMs + slackMs;
    return { lo, hi };
  });
  const lo = Math.max(...intervals.map((interval) => interval.lo));
  const hi = Math.min(...intervals.map((interval) => interval.hi));
  if (lo > hi) return null;
  const narrowest = intervals.reduce((a, b) => (b.hi - b.lo < a.hi - a.lo ? b : a));
  const offsetMs = Math.min(hi, Math.max(lo, (narrowest.lo + narrowest.hi) / 2));
  return { name, offsetMs, accuracyMs: Math.max(hi - offsetMs, offsetMs - lo), samples: usable.length };
}

/** No edge holds a request for longer than its whole exchange took. */
function isPlausible({ epochMs, heldMs, sentEpochMs, receivedEpochMs }: EdgeReading): boolean {
  return Math.abs(epochMs - receivedEpochMs) < MOST_OFF_MS && heldMs <= receivedEpochMs - sentEpochMs;
}

/** Two exchanges further apart than the stamp's resolution cannot have the same stamp, unless it was stored. */
function isNotFrozen(reading: EdgeReading, _: number, all: readonly EdgeReading[]): boolean {
  return !all.some(
    ({ epochMs, sentEpochMs, receivedEpochMs }) =>
      epochMs === reading.epochMs &&
      (sentEpochMs > reading.receivedEpochMs + reading.resolutionMs ||
        reading.sentEpochMs > receivedEpochMs + reading.resolutionMs),
  );
}
