/** What a reference of standard time says about the local clock. */
export interface ReferenceTime {
  readonly source: 'sntp' | 'reference-site';
  /** The server or site that says so, as a person reads it. */
  readonly name: string;
  /** Standard time minus this machine's wall clock, ms; positive when this machine is slow. */
  readonly offsetMs: number;
  /** What stands after the ±, ms. By SNTP the root distance: the error cannot be more, if the server is true. */
  readonly accuracyMs: number;
  /** The shortest round trip, ms. */
  readonly delayMs: number;
  /** Replies that this rests on. */
  readonly samples: number;
  /** When the offset held: this machine's wall clock, ms since the Unix epoch. */
  readonly measuredAtEpochMs: number;
  /** Steps from a reference clock, 1 to 15 (SNTP only). */
  readonly stratum?: number;
  /** What the last minute of this day (UTC) will do (SNTP only). */
  readonly leap?: Leap;
}

/** The leap second that is announced: a 61st second, or a 60th left out. */
export type Leap = 'none' | 'insert' | 'delete';
