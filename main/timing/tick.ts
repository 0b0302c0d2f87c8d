/**
 * Does this server's `Date` change when its second does?
 *
 * Most servers read their clock at the second, or for each reply. Some refresh a cached `Date` on a timer of their
 * own and lag behind their clock by up to a second; the boundary that a search finds is then the timer's, and no
 * measurement of it alone can tell. So nothing is called honest without a reason:
 *
 * - a boundary that fresh probes did not find again is not trusted;
 * - a clock that moved since the last measurement as none does is a tick that creeps (skew.ts);
 * - a kind of server that is known to lag is called lagging, by its `Server` header;
 * - a kind that is known to tick at the second is called honest;
 * - of any other kind, agreement with standard time is a reason: a lag would show as being behind it, unless the
 *   server's own clock happened to be ahead by just as much.
 *
 * Whatever is not honest gets the lag that is possible added to its ±: `Date` is never early, so the truth lies between
 * the estimate and the estimate plus `lagMs`.
 */
import { detectCdn } from './cdn.ts';
import { TICK_MS } from './sample.ts';
import type { Movement } from './skew.ts';

export type TickVerdict = 'honest' | 'lagging' | 'unknown';

/** How a kind of server makes its `Date`. */
export interface TickClass {
  /** The server's name as a person knows it. */
  readonly name: string;
  /** How far the `Date` may lag behind the server's own clock, ms. */
  readonly lagMs: number;
}

/** The measured clock against standard time. */
export interface ReferenceCheck {
  /** The name of the standard time source. */
  readonly name: string;
  /** Server minus standard time, ms; negative when the server is behind. */
  readonly aheadMs: number;
  /** Half-width of what is known of `aheadMs`, ms. */
  readonly accuracyMs: number;
}

export interface TickEvidence {
  readonly kind: TickClass | null;
  /** Whether fresh probes found the boundary again; null when none were sent. */
  readonly foundAgain: boolean | null;
  readonly reference: ReferenceCheck | null;
  /** Whether the server closes after each reply, so that each may come from another one. */
  readonly closes?: boolean;
  /** Whether the Date was seen to change at all; what never does may be a cached one. */
  readonly isAlive?: boolean;
  /** How the clock moved since it was measured before; null or absent when it was not. */
  readonly moved?: Movement | null;
}

export interface TickJudgement {
  readonly verdict: TickVerdict;
  /** What has to be reckoned with above the estimate, ms. */
  readonly lagMs: number;
  /** Why, in one sentence each. */
  readonly evidence: readonly string[];
}

/** Node clears its cached `Date` by a timer at the second: mostly within 1 ms, some to 4 ms (measured). */
const NODE_LAG_MS = 4;
/** A lag that a person need not be warned of, ms. */
const HONEST_LAG_MS = 5;
const CREEPS = 'its Date is refreshed by a timer that creeps';
const JUMPS = 'another server answered, or its clock was set';
/** A comparison that is blunter than this tells nothing of a lag, ms. */
const BLUNT_MS = 100;
/** Servers that follow standard time are mostly this close to it, ms. */
const STEERED_MS = 10;

/** Header, its value, and the class it tells; from the sources of these servers, checked against running ones. */
const CLASSES: readonly (readonly [header: string, value: RegExp, tick: TickClass])[] = [
  ['server', /^(nginx|openresty|tengine)\b/i, { name: 'nginx', lagMs: 0 }],
  ['server', /^apache\b(?!-coyote)/i, { name: 'Apache', lagMs: 0 }],
  ['server', /^caddy\b/i, { name: 'Caddy', lagMs: 0 }],
  ['server', /^gunicorn\b/i, { name: 'gunicorn', lagMs: 0 }],
  ['server', /^ticketime-practice\b/i, { name: 'The practice server', lagMs: 0 }],
  ['server', /^lighttpd\b/i, { name: 'lighttpd', lagMs: TICK_MS }],
  ['server', /^uvicorn\b/i, { name: 'uvicorn', lagMs: TICK_MS }],
  ['server', /^kestrel\b/i, { name: 'Kestrel', lagMs: TICK_MS }],
  ['server', /^apache-coyote\b/i, { name: 'Tomcat', lagMs: TICK_MS }],
  ['server', /^fasthttp\b/i, { name: 'fasthttp', lagMs: TICK_MS }],
  ['server', /^(istio-)?envoy\b/i, { name: 'Envoy', lagMs: TICK_MS / 2 }],
  ['server', /^actix/i, { name: 'actix', lagMs: TICK_MS / 2 }],
  ['x-powered-by', /^(express|next\.js)\b/i, { name: 'Node', lagMs: NODE_LAG_MS }],
];

/** The class that a reply's headers tell; null when unknown, or when a proxy or a cache may have passed the Date on. */
export function tickClass(headers: Readonly<Record<string, string | undefined>>): TickClass | null {
  const isPassedOn = headers.via !== undefined || headers.age !== undefined || detectCdn(headers) !== null;
  // Two names in one header are two servers, and either may have made the Date.
  if (isPassedOn || headers.server?.includes(',')) return null;
  // What names the server itself says more than what runs behind it.
  const known = CLASSES.find(([header, value]) => value.test(headers[header] ?? ''));
  const isBehindAnother = known?.[0] !== 'server' && headers.server !== undefined;
  return known && !isBehindAnother ? known[2] : null;
}

/** The verdict, what it adds to the ±, and why. */
export function judgeTick({
  kind,
  foundAgain,
  reference,
  closes = false,
  isAlive = true,
  moved = null,
}: TickEvidence): TickJudgement {
  const evidence: string[] = [];
  const toleranceMs = reference ? reference.accuracyMs + STEERED_MS : 0;
  const agrees = reference !== null && toleranceMs <= BLUNT_MS && Math.abs(reference.aheadMs) <= toleranceMs;
  if (foundAgain === true)
    evidence.push('Fresh probes on another connection found the change of second again.');
  if (foundAgain === false) {
    evidence.push('Fresh probes did not find the change of second where it was foretold.');
    return { verdict: kind && kind.lagMs > HONEST_LAG_MS ? 'lagging' : 'unknown', lagMs: TICK_MS, evidence };
  }
  if (moved && moved.kind !== 'steady') {
    const [pace, why] = [Math.round(Math.abs(moved.skewPpm)), moved.kind === 'creep' ? CREEPS : JUMPS];
    evidence.push(`Since it was measured before it moved by ${pace} ppm, which no clock does: ${why}.`);
    return { verdict: moved.kind === 'creep' ? 'lagging' : 'unknown', lagMs: TICK_MS, evidence };
  }
  if (reference) evidence.push(compared(reference, agrees));
  if (!isAlive) {
    evidence.push('The Date was not seen to change, so it may be that of a cached reply.');
    return { verdict: 'unknown', lagMs: TICK_MS, evidence };
  }
  if (kind && kind.lagMs > HONEST_LAG_MS) {
    evidence.push(`${kind.name} refreshes its Date by a timer of its own, up to ${kind.lagMs} ms late.`);
    return { verdict: 'lagging', lagMs: kind.lagMs, evidence };
  }
  if (closes) {
    evidence.push('It closes the connection after each reply, so each reply may come from another server.');
    return { verdict: 'unknown', lagMs: TICK_MS, evidence };
  }
  if (kind) {
    evidence.push(`${kind.name} changes its Date with its second.`);
    return { verdict: 'honest', lagMs: kind.lagMs, evidence };
  }
  if (agrees) return { verdict: 'honest', lagMs: Math.max(0, toleranceMs - reference.aheadMs), evidence };
  evidence.push('This kind of server is not known, and some kinds change their Date up to a second late.');
  return { verdict: 'unknown', lagMs: TICK_MS, evidence };
}

function compared({ name, aheadMs, accuracyMs }: ReferenceCheck, agrees: boolean): string {
  if (agrees) return `It agrees with ${name} to ± ${accuracyMs.toFixed(0)} ms.`;
  if (accuracyMs + STEERED_MS > BLUNT_MS)
    return `${name} is known too roughly to compare with (± ${accuracyMs.toFixed(0)} ms).`;
  const side = aheadMs < 0 ? 'behind' : 'ahead of';
  const why =
    aheadMs < 0 && aheadMs > -TICK_MS ? ', which a slow clock and a late Date would both explain' : '';
  return `It is ${Math.abs(aheadMs).toFixed(0)} ms ${side} ${name}${why}.`;
}
