/**
 * One sync: preflight, search for the second's boundary, the same on other connections, verdict.
 *
 * It knows neither sockets nor real time: the server is a DateSource, time is a LocalClock, so that the simulation
 * runs this very code. Whatever happens, it ends with what is known by then, or with one Failure.
 */
import { setTimeout as delay } from 'node:timers/promises';
import { Failure } from '../failure.ts';
import type { EdgeTrace } from '../sources/http-date/edge-trace.ts';
import type { Exchange } from '../sources/http-date/exchange.ts';
import type { ReferenceTime } from '../sources/reference/reference-time.ts';
import { clockOf, joined, type Clock } from '../timing/clusters.ts';
import { estimateOffset, type Estimate } from '../timing/estimate.ts';
import { isFrozen, standsStill } from '../timing/frozen.ts';
import { nextProbe } from '../timing/next-probe.ts';
import { delayMs, TICK_MS, type Sample } from '../timing/sample.ts';
import type { Reading as ClockReading } from '../timing/skew.ts';
import { tickClass } from '../timing/tick.ts';
import { agrees, verifyProbe, type Side } from '../timing/verify.ts';
import { Conversation, Enough, Slept, type ConversationOptions, type Reading } from './conversation.ts';
import type { Measurement, Progress } from './measurement.ts';
import { reservedRequests } from './plan.ts';
import { failures, warnings } from './sentences.ts';
import { agedSamples, concludeIndirect, concludeInterval, concludeTick } from './conclude.ts';
import { watchTick } from './watch-tick.ts';

export interface MeasureOptions extends ConversationOptions {
  readonly onProgress?: (progress: Progress) => void;
  /** Told once what the result rests on, on the wall clock that it is stated against; not told of standard time in its stead. */
  readonly onSamples?: (samples: readonly Sample[]) => void;
  /** Measures standard time meanwhile: a cross-check, and what is stated when there is no Date; null when none was reached. */
  readonly standardTime?: () => Promise<ReferenceTime | null>;
  /** What an earlier measurement of this server found: a clock that moves as none does is not trusted. */
  readonly earlier?: ClockReading;
  /** What the person called the server; stated when it has no readable Date. */
  readonly address?: string;
}

/** Without a readable Date, standard time is what can be stated. */
const INDIRECT = new Set(['no-date', 'bad-date', 'frozen-date', 'contradicting-cache']);

/** A search needs this many requests for each halving that is left, for what queueing blurs. */
const REQUESTS_PER_HALVING = 1.3;
/** One boundary passes each second, so a request is sent about each second. */
const REQUEST_MS = 1000;
/** A clock that is only to be told from another one need not be found as closely, ms. */
const OTHER_CLOCK_PRECISION_MS = 5;

/** Measures one server's clock; rejects with a Failure. The source is closed in any case. */
export async function measure(options: MeasureOptions): Promise<Measurement> {
  const run = new Run(options);
  try {
    try {
      await run.gather();
    } catch (error) {
      if (!(error instanceof Enough)) throw error;
      run.talk.warn(error.warning);
    } finally {
      options.source.close();
    }
    return await run.conclude();
  } catch (error) {
    const standard = error instanceof Failure && INDIRECT.has(error.code) ? await run.standardTime() : null;
    if (!standard) throw error;
    const { startedAt, url } = run.talk;
    return concludeIndirect(
      url || (options.address ?? ''),
      standard,
      error as Failure,
      startedAt,
      options.clock.now(),
    );
  }
}

/** The Date may be a cache's: all readings name the same second, or a cache shows itself, and no live clock could have sent them. */
class Standstill extends Error {}

class Run {
  readonly talk: Conversation;
  private readonly options: MeasureOptions;
  /** What the first connection showed. */
  private samples: readonly Sample[] = [];
  private estimate: Estimate | null = null;
  /** Every clock that was told apart, that of the first connection first. */
  private clocks: Clock[] = [];
  private foundAgain: boolean | null = null;
  private exchangesOfSamples: Exchange[] = [];
  private isFrozen = false;
  private trace: EdgeTrace | null = null;
  private standard: Promise<ReferenceTime | null> | undefined;

  constructor(options: MeasureOptions) {
    this.options = options;
    this.talk = new Conversation(options);
  }

  /** Standard time, asked for once. */
  standardTime(): Promise<ReferenceTime | null> {
    this.standard ??= this.options.standardTime?.() ?? Promise.resolve(null);
    return this.standard;
  }

  async gather(): Promise<void> {
    const { onProgress } = this.options;
    const first = await this.talk.open();
    // Only now: the look-ups of time servers must not stand before the server's own.
    void this.standardTime();
    onProgress?.({ type: 'opened', url: this.talk.url, method: this.talk.method });
    if (first) {
      this.take(first);
      this.report('search', first);
    }
    for (;;) {
      try {
        await this.find();
        return;
      } catch (error) {
        // What was read before a sleep is not on the axis of what comes now.
        if (!(error instanceof Slept)) throw error;
        this.forget();
        if (!this.talk.canSend()) return;
      }
    }
  }

  private async find(): Promise<void> {
    const { plan, source } = this.options;
    if (plan.watchMs > 0) {
      await this.orAroundCache(() => this.watch());
      return;
    }
    await this.orAroundCache(() => this.search());
    if (this.estimate) await this.compareConnections(this.estimate);
    if (this.talk.isBehind('Cloudflare') && this.talk.canSend())
      this.trace = (await source.edgeTrace?.()) ?? null;
  }

  /** Reads the clock; where the Date stands still, by another address, and last by its Age. */
  private async orAroundCache(read: () => Promise<void>): Promise<void> {
    for (const way of ['query', 'page', null] as const) {
      try {
        await read();
        return;
      } catch (error) {
        if (!(error instanceof Standstill)) throw error;
        await this.goAroundCache(way);
        if (this.isFrozen) return;
      }
    }
  }

  /** Samples the first connection until its boundary is known well enough. */
  private async search(): Promise<void> {
    const { plan } = this.options;
    const reserved = reservedRequests(plan);
    // A Date that was never seen to change may be that of a cached reply: the search goes on until it was.
    const isDone = () => this.samples.length >= plan.searchSamples && !standsStill(this.samples);
    while (this.talk.canSend(1 + reserved) && !isDone()) {
      if (this.estimate && this.estimate.precisionMs <= plan.wantedPrecisionMs) return;
      const earliest = this.talk.earliestEpochMs();
      const reading = await this.talk.ask(
        this.estimate ? nextProbe(this.samples, this.estimate.posterior, earliest) : earliest,
      );
      if (!reading) continue;
      this.take(reading);
      this.report('search', reading);
    }
  }

  private async watch(): Promise<void> {
    this.samples = await watchTick(
      this.talk,
      this.samples,
      this.options.plan.watchMs,
      (reading, samples, estimate) => {
        this.samples = samples;
        this.estimate = estimate;
        this.exchangesOfSamples.push(reading.exchange);
        if (isFrozen(samples)) throw new Standstill();
        this.report('watch', reading);
      },
    );
  }

  /** The Date stands still, or a cache shuffles it: another address is asked; when there is none left, its Age is added. */
  private async goAroundCache(way: 'query' | 'page' | null): Promise<void> {
    while (standsStill(this.samples) && !isFrozen(this.samples)) {
      if (!this.talk.canSend()) throw failures.frozen(this.talk.host);
      const reading = await this.talk.ask(this.talk.earliestEpochMs());
      if (!reading) continue;
      this.samples = [...this.samples, reading.sample];
      this.exchangesOfSamples.push(reading.exchange);
    }
    if (!standsStill(this.samples) && (way === null || !this.talk.mayBeCached()))
      throw failures.contradicting(this.talk.host);
    if (way !== null) {
      this.talk.url = this.options.source.bypassCache(way);
      this.talk.warn(warnings.cacheBypassed(this.talk.url));
      this.forget();
      return;
    }
    const aged = agedSamples(this.samples, this.exchangesOfSamples);
    if (!aged) throw failures.frozen(this.talk.host);
    this.talk.warnings.delete('cache-bypassed');
    this.talk.warn(warnings.aged());
    this.samples = aged;
    this.isFrozen = true;
  }

  /** The boundary must be where the first connection showed it; where it is not, there is another clock, or no steady one. */
  private async compareConnections(estimate: Estimate): Promise<void> {
    const { plan, source } = this.options;
    this.clocks = [{ samples: this.samples, estimate, connections: 1 }];
    try {
      for (let i = 0; i < plan.otherConnections && this.talk.canSend(2); i++) {
        source.reconnect();
        if (!(await this.compare())) {
          this.foundAgain = false;
          this.talk.warn(warnings.boundaryNotFoundAgain());
          return;
        }
      }
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      this.talk.warn(warnings.notVerified(error.message));
      return;
    }
    if (plan.otherConnections > 0 && this.foundAgain === null) this.talk.warn(warnings.notVerified());
  }

  /** Compares a fresh connection with what is known; false when it fits no steady clock, or none may be searched for. */
  private async compare(): Promise<boolean> {
    const { plan } = this.options;
    const main = this.clocks[0];
    const probes = await this.probeAround(main);
    if (!probes) return true;
    if (probes.agreed) {
      const more = joined(main, probes.samples);
      if (!more) return false;
      this.clocks[0] = more;
      this.foundAgain = true;
      return true;
    }
    if (!plan.findsClocks) return false;
    const known = clockOf(probes.samples, this.clocks.slice(1));
    if (known) {
      this.clocks[this.clocks.indexOf(known)] = joined(known, probes.samples) ?? known;
      return true;
    }
    // Until it is known to be a clock of its own, however the run may end.
    const before = this.foundAgain;
    this.foundAgain = false;
    const found = await this.searchOther(probes.samples);
    if (!found) return false;
    const again = await this.probeAround(found);
    if (again && !again.agreed) return false;
    this.clocks.push(found);
    this.foundAgain = before;
    return true;
  }

  /** One probe at each side of the clock's boundary; null when the budget ended before both said something. */
  private async probeAround(clock: Clock): Promise<{ samples: Sample[]; agreed: boolean } | null> {
    const samples: Sample[] = [];
    const sides: Side[] = ['before', 'after'];
    while (sides.length > 0) {
      if (!this.talk.canSend()) return null;
      const sendEpochMs = verifyProbe(sides[0], clock.samples, clock.estimate, this.talk.earliestEpochMs());
      const reading = await this.talk.ask(sendEpochMs);
      if (!reading) continue;
      samples.push(reading.sample);
      this.report('verify', reading);
      const verdict = agrees(reading.sample, clock.samples, clock.estimate, sides[0]);
      if (verdict === false) return { samples, agreed: false };
      if (verdict) sides.shift();
    }
    return { samples, agreed: true };
  }

  /** Finds the clock of the connection that `samples` came on; null when they contradict each other. */
  private async searchOther(samples: readonly Sample[]): Promise<Clock | null> {
    let known = samples;
    for (;;) {
      const estimate = estimateOffset(known, known[known.length - 1].receivedEpochMs);
      if (!estimate) return null;
      const isEnough = estimate.precisionMs <= OTHER_CLOCK_PRECISION_MS || !this.talk.canSend(3);
      if (isEnough) return { samples: known, estimate, connections: 1 };
      const reading = await this.talk.ask(nextProbe(known, estimate.posterior, this.talk.earliestEpochMs()));
      if (!reading) continue;
      known = [...known, reading.sample];
      this.report('verify', reading);
    }
  }

  async conclude(): Promise<Measurement> {
    const { clock, onSamples } = this.options;
    const known = this.clocks.at(0);
    const estimate = known?.estimate ?? this.estimate;
    const samples = known?.samples ?? this.samples;
    if (samples.length === 0) {
      if (this.talk.warnings.has('cancelled')) throw failures.cancelledEarly();
      if (this.talk.warnings.has('time-limit')) throw failures.tooSlow(this.options.plan.maxDurationMs);
      throw this.talk.warnings.has('suspended') ? failures.slept() : failures.nothingKnown();
    }
    const standard = await soon(this.standardTime());
    const now = clock.now();
    const movedMs = clock.anchor() - this.talk.anchorMs;
    const tell = (measurement: Measurement) => {
      onSamples?.(samples.map((sample) => moved(sample, movedMs)));
      return measurement;
    };
    const ending = {
      talk: this.talk,
      samples,
      now,
      movedMs,
      standard,
      trace: this.trace,
    };
    if (this.isFrozen || this.options.plan.watchMs > 0 || !estimate) {
      return tell(concludeInterval({ ...ending, isFrozen: this.isFrozen }));
    }
    // A Date that was gone around, or has an Age, and never moved: nothing shows that it is alive.
    const isAlive = !standsStill(samples);
    if (!isAlive && (this.talk.warnings.has('cache-bypassed') || this.talk.last.headers.age !== undefined)) {
      throw failures.frozen(this.talk.host);
    }
    return tell(
      concludeTick({
        ...ending,
        estimate,
        clocks: this.clocks,
        foundAgain: this.foundAgain,
        isAlive,
        earlier: this.options.earlier ?? null,
      }),
    );
  }

  private take({ sample, exchange }: Reading): void {
    this.samples = [...this.samples, sample];
    this.exchangesOfSamples.push(exchange);
    this.estimate = estimateOffset(this.samples, sample.receivedEpochMs);
    if (!this.estimate) {
      throw standsStill(this.samples) || this.talk.mayBeCached()
        ? new Standstill()
        : failures.contradicting(this.talk.host);
    }
    this.talk.endIfAskedTo(exchange);
  }

  private forget(): void {
    this.samples = [];
    this.exchangesOfSamples = [];
    this.estimate = null;
    this.clocks = [];
    this.foundAgain = null;
    this.isFrozen = false;
  }

  private report(phase: 'search' | 'verify' | 'watch', { sample }: Reading): void {
    const { plan, source, onProgress, clock } = this.options;
    if (!onProgress || !this.estimate) return;
    const { offsetMs, precisionMs, bound } = this.estimate;
    const lagMs = phase === 'watch' ? TICK_MS : (tickClass(this.talk.last.headers)?.lagMs ?? 0);
    const accuracyMs = this.estimate.accuracyMs + lagMs;
    const request = source.requestsSent();
    const halvings = Math.log2(precisionMs / plan.wantedPrecisionMs);
    const search = Math.min(
      Math.ceil(halvings * REQUESTS_PER_HALVING),
      plan.searchSamples - this.samples.length,
    );
    const watchMs = this.talk.startedAt + plan.watchMs - clock.now();
    const left =
      phase === 'verify'
        ? 1
        : phase === 'watch'
          ? Math.max(0, Math.round(watchMs / REQUEST_MS))
          : Math.max(0, search) + 2 * plan.otherConnections;
    const of = Math.min(request + left, plan.maxRequests);
    onProgress({
      type: 'probe',
      phase,
      request,
      of,
      delayMs: delayMs(sample),
      estimate: { offsetMs, precisionMs, accuracyMs, bound },
      timeLeftMs: (of - request) * REQUEST_MS,
    });
  }
}

/** The sample by the wall clock as it stands now: what is stated is against that. */
function moved(sample: Sample, byMs: number): Sample {
  const { sentEpochMs, receivedEpochMs } = sample;
  return { ...sample, sentEpochMs: sentEpochMs + byMs, receivedEpochMs: receivedEpochMs + byMs };
}

/** How long a finished run waits for standard time that is still under way, ms. */
const GRACE_MS = 500;

/** What the promise brings soon, else null. */
async function soon(promise: Promise<ReferenceTime | null>): Promise<ReferenceTime | null> {
  const waited = new AbortController();
  const grace = delay(GRACE_MS, null, { signal: waited.signal }).catch(() => null);
  try {
    return await Promise.race([promise, grace]);
  } finally {
    waited.abort();
  }
}
