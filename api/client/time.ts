/** The clocks and the timer of wherever this runs, a page or Node: injected everywhere, so that tests run on virtual time. */
export interface Time {
  /** Monotonic, ms; on an axis of its own. */
  now(): number;
  /** The wall clock, ms since the Unix epoch. Only ever compared with itself: no figure rests on it. */
  wall(): number;
  /** The least difference that `now` can show, ms: a page's clock is made coarse on purpose. */
  resolutionMs(): number;
  /** Runs it once after so many ms; returns how to take that back. */
  later(run: () => void, ms: number): () => void;
}

/** A clock that does not move for so many looks (a few ms) is the coarsest there is: a browser that hides from fingerprints. */
const MOST_LOOKS = 50_000;
const COARSEST_MS = 100;

function resolutionMs(): number {
  const first = performance.now();
  for (let i = 0; i < MOST_LOOKS; i++) {
    const movedMs = performance.now() - first;
    if (movedMs > 0) return movedMs;
  }
  return COARSEST_MS;
}

export const systemTime: Time = {
  now: () => performance.now(),
  wall: () => Date.now(),
  resolutionMs,
  later(run, ms) {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  },
};
