/**
 * How `Date` follows a server's own clock: servers cache the date they stamp, and differ in when they refresh it.
 *
 * The model: Date = floor(last refresh), so its change comes as long after the second as the first refresh in that
 * second does. That is the lag. Three ways of refreshing make every lag that is known of:
 * - at every request: no lag (nginx, Apache, Go);
 * - by a timer of its own, of period P. P = 1000 ms lags constantly (lighttpd), 500 ms by up to half a second
 *   (Envoy), 1004 ms by 4 ms more each second until it wraps at a second (uvicorn);
 * - on demand, by the first request after the cached date has grown too old: the tick then starts anew with
 *   the traffic and wanders (fasthttp, old Tomcat).
 * No clock is read here, so that simulations use it too.
 */
export type Tick =
  | { readonly kind: 'second' }
  | {
      readonly kind: 'timer';
      readonly periodMs: number;
      /** How far past a second of the server's clock the timer fired last before the start: the lag at the start; 0 to 1000. */
      readonly phaseMs: number;
    }
  | {
      readonly kind: 'on-demand';
      /** The cached date is used until it is older than this. */
      readonly maxAgeMs: number;
    };

/** The honest tick: read at the request. */
export const everySecond: Tick = { kind: 'second' };

/** A boundary that always comes `lagMs` (0 to 1000) late, as of lighttpd. More than a second would be an offset, not a lag. */
export function constantLag(lagMs: number): Tick {
  return { kind: 'timer', periodMs: 1000, phaseMs: lagMs };
}

/** A boundary that comes `startMs` late at the start, 4 ms later each second, and wraps at 1000, as measured of uvicorn. */
export function creepingLag(startMs: number): Tick {
  return { kind: 'timer', periodMs: 1004, phaseMs: startMs };
}

/** A date refreshed every 500 ms, `phaseMs` (0 to 500) after the second and half a second later, as of Envoy and actix. */
export function halfSecondHeartbeat(phaseMs: number): Tick {
  return { kind: 'timer', periodMs: 500, phaseMs };
}

/** A date refreshed by the first request that finds it more than 1000 ms old, as of Tomcat before September 2024. */
export const onDemandHeartbeat: Tick = { kind: 'on-demand', maxAgeMs: 1000 };

/** The last refresh at or before the server's start; epoch ms of the server's clock, as everything below. */
export function firstRefresh(tick: Tick, startedEpochMs: number): number {
  if (tick.kind !== 'timer') return startedEpochMs;
  const sincePhaseMs = (((startedEpochMs - tick.phaseMs) % 1000) + 1000) % 1000;
  return startedEpochMs - sincePhaseMs;
}

/** The last refresh at or before `nowEpochMs`, given the one before: the whole state of a tick is this one instant. */
export function nextRefresh(tick: Tick, refreshedEpochMs: number, nowEpochMs: number): number {
  const ageMs = nowEpochMs - refreshedEpochMs;
  switch (tick.kind) {
    case 'second':
      return nowEpochMs;
    case 'timer':
      return refreshedEpochMs + Math.floor(ageMs / tick.periodMs) * tick.periodMs;
    case 'on-demand':
      return ageMs > tick.maxAgeMs ? nowEpochMs : refreshedEpochMs;
  }
}

/** The `Date` that is stamped after a refresh: its whole second, in epoch ms. */
export function stampedSecond(refreshedEpochMs: number): number {
  return Math.floor(refreshedEpochMs / 1000) * 1000;
}
