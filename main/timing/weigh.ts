/**
 * A clock was measured again: which of the two is to be believed?
 *
 * Of two that agree the one with the tighter ±, the older one's age reckoned with; of two that do not the newer one, whatever its
 * ±. Both took the same path, so its unevenness shifted both alike: what they have to agree to is what repeats.
 */

/** A clock at one instant, against one axis. */
export interface Figures {
  /** Server minus the axis, ms. */
  readonly shiftMs: number;
  /** Half-width of the 95 % interval of what repeats, ms. */
  readonly precisionMs: number;
  /** What stands after the ±, ms. */
  readonly accuracyMs: number;
}

export interface Weighed {
  /** Whether the measured one is to be believed from now on. */
  readonly isBelieved: boolean;
  /** How far the clock is ahead of where it was reckoned to be, ms; 0 when the two agree. */
  readonly movedMs: number;
}

/** `predicted`: what the older measurement says of the instant of the newer one, aged. */
export function weigh(predicted: Figures, measured: Figures): Weighed {
  const apartMs = measured.shiftMs - predicted.shiftMs;
  const isApart = Math.abs(apartMs) > predicted.precisionMs + measured.precisionMs;
  const isTighter = measured.accuracyMs < predicted.accuracyMs;
  return { isBelieved: isApart || isTighter, movedMs: isApart ? apartMs : 0 };
}
