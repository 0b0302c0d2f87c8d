/** Two servers' clocks against each other. */
import type { ServerNow } from '../../../api/client/client.ts';

export interface Difference {
  /** The one minus the other, ms; positive when the one is ahead. */
  readonly ms: number;
  /** 95 % half-width, ms: two independent measurements. */
  readonly accuracyMs: number;
}

type Clock = Pick<ServerNow, 'epochMs' | 'accuracyMs'>;

export function difference(one: Clock, other: Clock): Difference {
  return { ms: one.epochMs - other.epochMs, accuracyMs: Math.hypot(one.accuracyMs, other.accuracyMs) };
}
