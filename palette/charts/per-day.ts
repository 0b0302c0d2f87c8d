/** A clock's rate as what it comes to in a day. */
export interface Slope {
  /** Positive when the server's clock gains. */
  readonly skewPpm: number;
  /** 95 % half-width. */
  readonly accuracyPpm: number;
}

export interface PerDay {
  readonly rateMs: number;
  readonly accuracyMs: number;
  /** Whether it is more than its own ±: else its sign is not known. */
  readonly isSeen: boolean;
  /** What it surely stays below, whichever way, ms. */
  readonly mostMs: number;
}

/** One ppm for a day, ms. */
const DAY_PPM_MS = 86.4;

export function perDay({ skewPpm, accuracyPpm }: Slope): PerDay {
  const [rateMs, accuracyMs] = [skewPpm * DAY_PPM_MS, accuracyPpm * DAY_PPM_MS];
  return { rateMs, accuracyMs, isSeen: Math.abs(rateMs) > accuracyMs, mostMs: Math.abs(rateMs) + accuracyMs };
}
