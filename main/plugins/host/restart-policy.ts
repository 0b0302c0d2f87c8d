/** When something that ended unasked is started again, and when that is given up. */
export interface RestartPolicy {
  /** After the first crash in a row, the second and so on, ms; the one after the last of these is the last. */
  readonly pausesMs: readonly number[];
  /** What has run this long ran well: the next crash is the first in a row again, ms. */
  readonly goodMs: number;
}

/** Long enough for whatever it waits for to be there again; a program that crashes five times within 20 s crashes always. */
export const RESTARTS: RestartPolicy = { pausesMs: [1000, 2000, 4000, 8000], goodMs: 60_000 };

export interface AfterCrash {
  /** Crashes in a row, this one included. */
  readonly inARow: number;
  /** Null: it is not started again. */
  readonly pauseMs: number | null;
}

export function afterCrash(policy: RestartPolicy, inARowBefore: number, ranMs: number): AfterCrash {
  const inARow = ranMs >= policy.goodMs ? 1 : inARowBefore + 1;
  return { inARow, pauseMs: policy.pausesMs.at(inARow - 1) ?? null };
}
