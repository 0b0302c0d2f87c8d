/**
 * What a run's samples are made into: the figures, the verdict, and what is told of them.
 */
import type { Failure } from '../failure.ts';
import type { EdgeTrace } from '../sources/http-date/edge-trace.ts';
import type { Exchange } from '../sources/http-date/exchange.ts';
import type { ReferenceTime } from '../sources/reference/reference-time.ts';
import type { Interval } from '../timing/bound.ts';
import { detectCdn } from '../timing/cdn.ts';
import type { Clock } from '../timing/clusters.ts';
import { edgeClock, type EdgeClock, readEdgeStamp, readEdgeTrace } from '../timing/edge-clock.ts';
import type { Estimate } from '../timing/estimate.ts';
import { laggingBound } from '../timing/lag.ts';
import { fiveNumbers } from '../timing/quartiles.ts';
import { delayMs, TICK_MS, type Sample } from '../timing/sample.ts';
import { movement, type Reading } from '../timing/skew.ts';
import { judgeTick, tickClass, type ReferenceCheck } from '../timing/tick.ts';
import type { Conversation } from './conversation.ts';
import type { Measurement } from './measurement.ts';
import { failures, warnings } from './sentences.ts';

interface Ending {
  readonly talk: Conversation;
  readonly samples: readonly Sample[];
  /** The end of the run, monotonic. */
  readonly now: number;
  /** How far the wall clock was set since the run's axis was laid, ms: what is stated is against the clock as it stands now. */
  readonly movedMs: number;
  readonly standard: ReferenceTime | null;
  /** What the edge's own page told of its clock; null when it was not asked, or did not tell. */
  readonly trace: EdgeTrace | null;
}

/** A frozen Date is dated by its Age: Date + Age, for readings whose replies carried a sound one; null when none did. */
export function agedSamples(samples: readonly Sample[], exchanges: readonly Exchange[]): Sample[] | null {
  const aged = samples.flatMap((sample, i) => {
    const age = exchanges[i].headers.age ?? '';
    return /^\d{1,10}$/.test(age)
      ? [{ ...sample, dateEpochMs: sample.dateEpochMs + 1000 * Number(age) }]
      : [];
  });
  return aged.length > 1 ? aged : null;
}

/** The result of a search: the boundary's offset, as far as the tick can be trusted. */
export function concludeTick(
  ending: Ending & {
    estimate: Estimate;
    clocks: readonly Clock[];
    foundAgain: boolean | null;
    isAlive: boolean;
    earlier: Reading | null;
  },
): Measurement {
  const { talk, samples, estimate, clocks, foundAgain, isAlive, earlier, movedMs } = ending;
  const { offsetMs, precisionMs, accuracyMs, bound } = estimate;
  const kind = kindOf(talk);
  const reference = referenceCheck(ending, offsetMs - movedMs, accuracyMs);
  const at = samples[samples.length - 1].receivedEpochMs;
  const later = { shiftMs: offsetMs + talk.anchorMs, precisionMs, at: at - talk.anchorMs };
  const moved = earlier && movement(earlier, later);
  const closes = /\bclose\b/i.test(talk.last.headers.connection ?? '');
  const { verdict, lagMs, evidence } = judgeTick({ kind, foundAgain, reference, closes, isAlive, moved });
  const several = clocks.length > 1 ? listed(clocks, movedMs) : null;
  if (several) {
    const offsets = several.map((clock) => clock.offsetMs);
    talk.warn(warnings.severalClocks(several.length, Math.max(...offsets) - Math.min(...offsets)));
  }
  if (verdict === 'lagging') {
    talk.warn(warnings.laggingTick(kind?.name ?? 'This server', lagMs));
    const proven = laggingBound(samples, lagMs, at);
    const told = { verdict, evidence, reference, accuracyIfHonestMs: accuracyMs, clocks: several };
    if (proven) return stated(ending, proven, told);
  }
  if (verdict === 'unknown' && foundAgain !== false && isAlive) talk.warn(warnings.unknownTick());
  return {
    ...common(ending),
    offsetMs: offsetMs - movedMs,
    precisionMs,
    accuracyMs: accuracyMs + lagMs,
    boundMs: [bound.lo - movedMs, bound.hi - movedMs + lagMs],
    tick: verdict,
    tickEvidence: evidence,
    accuracyIfHonestMs: accuracyMs,
    clocks: several,
    reference,
  };
}

/** The result when the Date is known to be stale: only the proof, its middle and half its width. */
export function concludeInterval(ending: Ending & { isFrozen: boolean }): Measurement {
  const { talk, samples, isFrozen, movedMs } = ending;
  const at = samples[samples.length - 1].receivedEpochMs;
  // A watch assumes nothing of how late the Date may be, as long as it saw the second change.
  const seen = isFrozen ? null : laggingBound(samples, Infinity, at);
  const proven = seen && seen.hi < Infinity ? seen : laggingBound(samples, TICK_MS, at);
  if (!proven) throw isFrozen ? failures.contradictingCache(talk.host) : failures.contradicting(talk.host);
  const kind = kindOf(talk);
  const middle = (proven.lo + proven.hi) / 2;
  const half = (proven.hi - proven.lo) / 2;
  return stated(ending, proven, {
    verdict: !isFrozen && kind && kind.lagMs > 0 ? 'lagging' : 'unknown',
    evidence: isFrozen
      ? ['The Date stands still; its Age was added.']
      : ['Only what holds of a Date that may be a second late is stated.'],
    reference: referenceCheck(ending, middle - movedMs, half),
    accuracyIfHonestMs: half,
    clocks: null,
  });
}

function stated(
  ending: Ending,
  { lo, hi }: Interval,
  told: { verdict: Measurement['tick']; evidence: readonly string[] } & Pick<
    Measurement,
    'reference' | 'accuracyIfHonestMs' | 'clocks'
  >,
): Measurement {
  const { movedMs } = ending;
  const half = (hi - lo) / 2;
  return {
    ...common(ending),
    offsetMs: (lo + hi) / 2 - movedMs,
    precisionMs: half,
    accuracyMs: half,
    boundMs: [lo - movedMs, hi - movedMs],
    tick: told.verdict,
    tickEvidence: told.evidence,
    accuracyIfHonestMs: told.accuracyIfHonestMs,
    clocks: told.clocks,
    reference: told.reference,
  };
}

function common({ talk, samples, now, movedMs, trace }: Ending) {
  return {
    url: talk.url,
    source: 'date-header' as const,
    delayMs: fiveNumbers(samples.map(delayMs)),
    samples: samples.length,
    durationMs: now - talk.startedAt,
    cdn: detectCdn(talk.exchanges[0].headers),
    edge: edgeOf(talk, trace, movedMs),
    warnings: [...talk.warnings.values()],
    measuredAtEpochMs: now + talk.anchorMs + movedMs,
  };
}

/** The edge's own clock, finer than its Date: a cross-check, never mixed into the estimate. */
function edgeOf(talk: Conversation, trace: EdgeTrace | null, movedMs: number): EdgeClock | null {
  const readings = talk.exchanges.map((exchange) => ({ stamp: readEdgeStamp(exchange.headers), exchange }));
  const all = trace ? [...readings, { stamp: readEdgeTrace(trace.body), exchange: trace }] : readings;
  const clock = edgeClock(
    all.flatMap(({ stamp, exchange }) => {
      const [sentEpochMs, receivedEpochMs] = [exchange.sentAt, exchange.receivedAt].map(
        (at) => at + talk.anchorMs,
      );
      return stamp ? [{ ...stamp, sentEpochMs, receivedEpochMs }] : [];
    }),
  );
  return clock && { ...clock, offsetMs: clock.offsetMs - movedMs };
}

/** Standard time in place of a server's clock that cannot be read. */
export function concludeIndirect(
  address: string,
  standard: ReferenceTime,
  cause: Failure,
  startedAt: number,
  now: number,
): Measurement {
  const { source, name, offsetMs, accuracyMs, delayMs, samples, measuredAtEpochMs } = standard;
  return {
    url: address,
    source,
    offsetMs,
    precisionMs: accuracyMs,
    accuracyMs,
    boundMs: [offsetMs - accuracyMs, offsetMs + accuracyMs],
    delayMs: fiveNumbers([delayMs]),
    samples,
    durationMs: now - startedAt,
    cdn: null,
    edge: null,
    tick: 'unknown',
    tickEvidence: ['The Date of this server could not be read.'],
    accuracyIfHonestMs: accuracyMs,
    clocks: null,
    reference: null,
    warnings: [warnings.indirect(name, cause.message)],
    measuredAtEpochMs,
  };
}

function kindOf(talk: Conversation) {
  return tickClass(talk.last.headers);
}

function referenceCheck({ standard }: Ending, offsetMs: number, accuracyMs: number): ReferenceCheck | null {
  if (!standard) return null;
  return {
    name: standard.name,
    aheadMs: offsetMs - standard.offsetMs,
    accuracyMs: Math.hypot(accuracyMs, standard.accuracyMs),
  };
}

function listed(clocks: readonly Clock[], movedMs: number): Measurement['clocks'] {
  const connections = clocks.reduce((sum, clock) => sum + clock.connections, 0);
  return clocks.map(({ estimate, connections: own }, i) => ({
    offsetMs: estimate.offsetMs - movedMs,
    precisionMs: estimate.precisionMs,
    share: own / connections,
    isStated: i === 0,
  }));
}
