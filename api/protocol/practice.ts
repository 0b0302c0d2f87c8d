/** Rehearsals: a press that was meant to reach a server at one instant, and when it did. */
import * as v from 'valibot';
import { AIMS } from './event.ts';
import { Id } from './server.ts';

export const PracticeWish = v.strictObject({
  /** Until it opens, ms. */
  opensInMs: v.optional(v.pipe(v.number(), v.minValue(5000), v.maxValue(600_000)), 30_000),
});

/** A practice server runs, is registered like any other, and is being measured. */
export const PracticeStarted = v.object({ serverId: v.string(), url: v.string(), opensEpochMs: v.number() });
export type PracticeStarted = v.InferOutput<typeof PracticeStarted>;

/** The core sends a request to the server at once, and tells when it arrived. */
export const PressWish = v.strictObject({
  id: Id,
  /** What the press was aimed at, by the server's clock. */
  targetEpochMs: v.number(),
  /** When the person pressed, core's monotonic clock, ms. */
  pressedAt: v.number(),
  /** What the clock that the person looked at showed then: its mode. */
  timeMode: v.picklist(AIMS),
});

export const Rehearsal = v.object({
  id: v.string(),
  serverId: v.string(),
  serverName: v.string(),
  /** Wall clock of the core. */
  pressedEpochMs: v.number(),
  targetEpochMs: v.number(),
  timeMode: v.picklist(AIMS),
  /** What the clock that the person looked at showed at the press, minus the target, ms: reaction, positive when late. */
  reactionMs: v.number(),
  /** From the press until the request left, ms. */
  sendingMs: v.number(),
  /** What of that the opening of a connection took, which a page that waits for its moment has open; next to nothing when one stood. */
  openingMs: v.number(),
  /** Its round trip, ms. */
  delayMs: v.number(),
  /** The second that the server's `Date` said; null when it said none. */
  seenEpochMs: v.nullable(v.number()),
  /** When the request arrived minus the target, by the server's clock, ms; positive is late. */
  lateMs: v.number(),
  /** 95 % half-width of that, ms; 0 when the practice server itself told. */
  accuracyMs: v.number(),
});
export type Rehearsal = v.InferOutput<typeof Rehearsal>;

export const RehearsalList = v.object({
  /** Newest first. */
  rehearsals: v.array(Rehearsal),
  /** The trim by which they would have arrived at the target as often early as late (balanced arrival); null with fewer than five. */
  suggestion: v.nullable(v.object({ trimMs: v.number(), spreadMs: v.number(), of: v.number() })),
});
export type RehearsalList = v.InferOutput<typeof RehearsalList>;
