/**
 * One sync: preflight, search for the second's boundary, verification on a second connection, verdict.
 *
 * It knows neither sockets nor real time: the server is a DateSource, time is a LocalClock, so that the simulation
 * runs this very code. Whatever happens, it ends with what is known by then, or with one Failure.
 */
import type { ClockWatch } from '../clock/clock-watch.ts';
import type { LocalClock } from '../clock/local-clock.ts';
import { Failure } from '../failure.ts';
import type { DateSource, Exchange, Warning } from '../sources/http-date/exchange.ts';
import { detectCdn } from '../timing/cdn.ts';
import { estimateOffset, type Estimate } from '../timing/estimate.ts';
import { nextProbe } from '../timing/next-probe.ts';
import { fiveNumbers } from '../timing/quartiles.ts';
import { delayMs, TICK_MS, type Sample } from '../timing/sample.ts';
import { tickClass, tickVerdict } from '../timing/tick.ts';
import { agrees, verifyProbe, type Side } from '../timing/verify.ts';
import type { Measurement, Progress } from './measurement.ts';
import { VERIFY_REQUESTS, type Plan } from './plan.ts';
import { failures, warnings } from './sentences.ts';

export interface MeasureOptions {
  readonly source: DateSource;
  readonly clock: LocalClock;
  readonly plan: Plan;
  /** The receiver's own wake-up latency (see receive-latency.ts), taken off every reply, ms. */
  readonly receiveLatencyMs?: number;
  readonly onProgress?: (progress: Progress) => void;
  /** The signal that also stops `source`; the run then ends at once with what is known so far. */
  readonly signal?: AbortSignal;
}

/** A search needs this many requests for each halving that is left, for what queueing blurs. */
const REQUESTS_PER_HALVING = 1.3;
/** One boundary passes each second, so a request is sent about each second. */
const REQUEST_MS = 1000;
/** A server that fails this often in a row is gone. */
const MOST_FAILURES = 3;
/** A server that asks for more patience than this is not waited for. */
const LONGEST_PATIENCE_MS = 10_000;

/** Measures one server's clock; rejects with a Failure. The source is closed in any case. */
export async function measure(options: MeasureOptions): Promise<Measurement> {
  const run = new Run(options);
  try {
    await run.open();
    await run.search();
    if (options.plan.verify) await run.verify();
  } catch (error) {
    if (!(error instanceof Enough)) throw error;
    run.warn(error.warning);
  } finally {
    options.source.close();
  }
  return run.result();
}

/** Ends the run early, with the warning that says why. */
class Enough extends Error {
  readonly warning: Warning;
  constructor(warning: Warning) {
    super(warning.message);
    this.warning = warning;
  }
}

interface Reading {
  readonly exchange: Exchange;
  readonly sample: Sample;
}

class Run {
  private readonly options: MeasureOptions;
  private readonly startedAt: number;
  /** Puts monotonic instants on the samples' axis: wall minus monotonic clock at the beginning, ms. */
  private readonly anchorMs: number;
  private readonly watch: ClockWatch;
  private readonly warnings = new Map<string, Warning>();
  private samples: readonly Sample[] = [];
  /** What all samples say, at the last of them; null before the first. */
  private estimate: Estimate | null = null;
  private url = '';
  private headers: Exchange['headers'] = {};
  private boundaryFoundAgain = false;
  private failuresInARow = 0;
  private gapMs: number;
  /** What 429 and Retry-After ask for, monotonic. */
  private notBeforeAt = -Infinity;

  constructor(options: MeasureOptions) {
    this.options = options;
    this.startedAt = options.clock.now();
    this.anchorMs = options.clock.anchor();
    this.watch = options.clock.watch();
    this.gapMs = options.plan.minGapMs;
  }

  warn(warning: Warning): void {
    this.warnings.set(warning.code, warning);
  }

  async open(): Promise<void> {
    const { url, method, exchanges, warnings: told } = await this.orCancelled(this.options.source.open());
    this.url = url;
    for (const warning of told) this.warn(warning);
    this.options.onProgress?.({ type: 'opened', url, method });
    const first = exchanges[exchanges.length - 1];
    this.headers = first.headers;
    this.obeyLimits(first);
    if (this.take(first)) this.report('search', first);
  }

  async search(): Promise<void> {
    const { plan, source } = this.options;
    const budget = plan.maxRequests - (plan.verify ? VERIFY_REQUESTS : 0);
    while (source.requestsSent() < budget && this.samples.length < plan.searchSamples) {
      if (this.estimate && this.estimate.precisionMs <= plan.wantedPrecisionMs) return;
      const earliest = this.earliestEpochMs();
      const reading = await this.ask(
        this.estimate ? nextProbe(this.samples, this.estimate.posterior, earliest) : earliest,
      );
      if (reading) this.report('search', reading.exchange);
    }
  }

  /** Two fresh probes on a fresh connection: the boundary must be where the search found it. */
  async verify(): Promise<void> {
    const { plan, source } = this.options;
    source.reconnect();
    const sides: Side[] = ['before', 'after'];
    try {
      while (sides.length > 0 && this.estimate && source.requestsSent() < plan.maxRequests) {
        const { estimate, samples } = this;
        const reading = await this.ask(verifyProbe(sides[0], samples, estimate, this.earliestEpochMs()));
        if (!reading) continue;
        this.report('verify', reading.exchange);
        const agreed = agrees(reading.sample, samples, estimate);
        if (agreed === false) {
          // The probe may come from another clock: what is stated rests on the first connection alone.
          [this.samples, this.estimate] = [samples, estimate];
          this.warn(warnings.boundaryNotFoundAgain());
          return;
        }
        if (agreed) sides.shift();
      }
    } catch (error) {
      if (!(error instanceof Failure) || error.code === 'contradicting-samples') throw error;
      this.warn(warnings.notVerified(error.message));
    }
    this.boundaryFoundAgain = sides.length === 0;
  }

  result(): Measurement {
    const { estimate, samples } = this;
    if (!estimate) throw failures.cancelledEarly();
    const now = this.options.clock.now();
    const anchorMs = this.options.clock.anchor();
    // The offset is stated against the wall clock as it stands now, whatever steps it took meanwhile.
    const movedMs = anchorMs - this.anchorMs;
    const { offsetMs, precisionMs, bound } = estimate;
    // A Date that lags behind its server's clock can only be too early: the truth may lie that much above it.
    const kind = tickClass(this.headers);
    const kindLagMs = kind?.lagMs ?? 0;
    if (kind && kindLagMs > 0) this.warn(warnings.laggingTick(kind.name, kindLagMs));
    const moved = this.warnings.has('boundary-not-found-again');
    const lagMs = moved ? TICK_MS : kindLagMs;
    const provenMs = Math.max(bound.hi - offsetMs, offsetMs - bound.lo);
    return {
      url: this.url,
      source: 'date-header',
      offsetMs: offsetMs - movedMs,
      precisionMs,
      accuracyMs: (moved ? provenMs : estimate.accuracyMs) + lagMs,
      boundMs: [bound.lo - movedMs, bound.hi - movedMs + lagMs],
      delayMs: fiveNumbers(samples.map(delayMs)),
      samples: samples.length,
      durationMs: now - this.startedAt,
      cdn: detectCdn(this.headers),
      tick: tickVerdict(kind, this.boundaryFoundAgain),
      warnings: [...this.warnings.values()],
      measuredAtEpochMs: now + anchorMs,
    };
  }

  private get host(): string {
    return new URL(this.url).host;
  }

  private earliestEpochMs(): number {
    const { source, clock } = this.options;
    return Math.max(source.earliestSendAt(), this.notBeforeAt, clock.now()) + this.anchorMs;
  }

  /** Sends one request at the instant `sendEpochMs`; null when it brought no reading and another one may be tried. */
  private async ask(sendEpochMs: number): Promise<Reading | null> {
    const { plan, source } = this.options;
    const sendAt = sendEpochMs - this.anchorMs;
    if (sendAt - this.startedAt > plan.maxDurationMs)
      throw new Enough(warnings.timeLimit(plan.maxDurationMs));
    let exchange: Exchange;
    try {
      exchange = await this.orCancelled(source.exchange(sendAt));
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      this.failed(failures.serverLost(this.host, this.samples.length, error));
      return null;
    }
    if (this.slept()) return null;
    const sample = this.take(exchange);
    this.obeyLimits(exchange);
    if (!sample) {
      this.failed(failures.dateLost(this.host));
      return null;
    }
    this.failuresInARow = 0;
    return { exchange, sample };
  }

  private failed(failure: Failure): void {
    if (++this.failuresInARow === MOST_FAILURES) throw failure;
  }

  private take(exchange: Exchange): Sample | null {
    if (exchange.dateEpochMs === null) return null;
    const delay = exchange.receivedAt - exchange.sentAt;
    const latencyMs = Math.min(this.options.receiveLatencyMs ?? 0, delay / 2);
    const sample: Sample = {
      sentEpochMs: exchange.sentAt + this.anchorMs,
      receivedEpochMs: exchange.receivedAt - latencyMs + this.anchorMs,
      dateEpochMs: exchange.dateEpochMs,
    };
    this.samples = [...this.samples, sample];
    this.estimate = estimateOffset(this.samples, sample.receivedEpochMs);
    if (!this.estimate) throw failures.contradicting(this.host);
    return sample;
  }

  /** Tells a step of the wall clock, and whether the machine slept through the last exchange. */
  private slept(): boolean {
    const disturbance = this.watch.check();
    if (disturbance?.kind === 'step') this.warn(warnings.clockStep(disturbance.byMs));
    if (disturbance?.kind !== 'suspend') return false;
    // The monotonic clock stood still meanwhile: nothing from before is on the axis of what comes now.
    this.samples = [];
    this.estimate = null;
    this.warn(warnings.suspended(disturbance.forMs));
    return true;
  }

  /** 429 and Retry-After are obeyed: by waiting, by sending further apart, or by ending the run. */
  private obeyLimits({ status, sentAt, receivedAt, retryAfterMs }: Exchange): void {
    if (status === 429) {
      this.gapMs *= 2;
      this.warn(warnings.slowedDown());
    }
    const patienceMs = retryAfterMs ?? 0;
    if (patienceMs > LONGEST_PATIENCE_MS) throw new Enough(warnings.rateLimited(patienceMs));
    this.notBeforeAt = Math.max(sentAt + this.gapMs, receivedAt + patienceMs);
  }

  /** When the run was cancelled, what the source rejects with becomes its early end. */
  private async orCancelled<T>(promise: Promise<T>): Promise<T> {
    try {
      return await promise;
    } catch (error) {
      throw this.options.signal?.aborted ? new Enough(warnings.cancelled()) : error;
    }
  }

  private report(phase: 'search' | 'verify', exchange: Exchange): void {
    const { plan, source, onProgress } = this.options;
    if (!onProgress || !this.estimate) return;
    const { offsetMs, precisionMs, accuracyMs, bound } = this.estimate;
    const request = source.requestsSent();
    const halvings = Math.log2(precisionMs / plan.wantedPrecisionMs);
    const search = Math.min(
      Math.ceil(halvings * REQUESTS_PER_HALVING),
      plan.searchSamples - this.samples.length,
    );
    const left = phase === 'verify' ? 1 : Math.max(0, search) + (plan.verify ? 2 : 0);
    const of = Math.min(request + left, plan.maxRequests);
    onProgress({
      type: 'probe',
      phase,
      request,
      of,
      delayMs: exchange.receivedAt - exchange.sentAt,
      estimate: { offsetMs, precisionMs, accuracyMs, bound },
      timeLeftMs: (of - request) * REQUEST_MS,
    });
  }
}
