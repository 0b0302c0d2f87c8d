/**
 * The requests of one run: sent when it may, answered or not, read as samples on one axis.
 *
 * It keeps the manners (budget, gaps, 429 and Retry-After, the longest duration) and notices what spoils a reading (a
 * clock that was set, a machine that slept, a server that is gone). What to ask and what it means is measure.ts's.
 */
import type { ClockWatch } from '../clock/clock-watch.ts';
import type { LocalClock } from '../clock/local-clock.ts';
import { Failure } from '../failure.ts';
import { hostOf } from '../sources/http-date/failures.ts';
import type { DateSource, Exchange, Warning } from '../sources/http-date/exchange.ts';
import { detectCdn } from '../timing/cdn.ts';
import type { Sample } from '../timing/sample.ts';
import type { Plan } from './plan.ts';
import { failures, warnings } from './sentences.ts';

export interface ConversationOptions {
  readonly source: DateSource;
  readonly clock: LocalClock;
  readonly plan: Plan;
  /** The receiver's own wake-up latency (see receive-latency.ts), taken off every reply, ms. */
  readonly receiveLatencyMs?: number;
  /** The signal that also stops `source`; the run then ends at once with what is known so far. */
  readonly signal?: AbortSignal;
}

export interface Reading {
  readonly exchange: Exchange;
  readonly sample: Sample;
}

/** Ends the run early, with the warning that says why. */
export class Enough extends Error {
  readonly warning: Warning;
  constructor(warning: Warning) {
    super(warning.message);
    this.warning = warning;
  }
}

/** The machine slept: nothing from before is on the axis of what comes now. */
export class Slept extends Error {}

/** A server that fails this often in a row is gone. */
const MOST_FAILURES = 3;
/** A server that asks for more patience than this is not waited for. */
const LONGEST_PATIENCE_MS = 10_000;

export class Conversation {
  readonly warnings = new Map<string, Warning>();
  /** Puts monotonic instants on the samples' axis: wall minus monotonic clock at the beginning, ms. */
  readonly anchorMs: number;
  readonly startedAt: number;
  readonly exchanges: Exchange[] = [];
  url = '';
  method: 'HEAD' | 'GET' = 'HEAD';
  private readonly options: ConversationOptions;
  private readonly watch: ClockWatch;
  private failuresInARow = 0;
  private replies = 0;
  private gapMs: number;
  /** What 429 and Retry-After ask for, monotonic. */
  private notBeforeAt = -Infinity;

  constructor(options: ConversationOptions) {
    this.options = options;
    this.startedAt = options.clock.now();
    this.anchorMs = options.clock.anchor();
    this.watch = options.clock.watch();
    this.gapMs = options.plan.minGapMs;
  }

  get host(): string {
    return hostOf(new URL(this.url));
  }

  /** The latest exchange; there is one once preflight is done. */
  get last(): Exchange {
    return this.exchanges[this.exchanges.length - 1];
  }

  /** Whether this network's edge answered. */
  isBehind(network: string): boolean {
    return detectCdn(this.last.headers)?.name === network;
  }

  /** Whether a cache shows itself in the latest reply. */
  mayBeCached(): boolean {
    return this.last.headers.age !== undefined || detectCdn(this.last.headers) !== null;
  }

  warn(warning: Warning): void {
    this.warnings.set(warning.code, warning);
  }

  /** Whether the budget has room for this many more requests. */
  canSend(requests = 1): boolean {
    return this.options.source.requestsSent() + requests <= this.options.plan.maxRequests;
  }

  /** Preflight; the last exchange of it is the first reading, when it carried a Date. */
  async open(): Promise<Reading | null> {
    const { url, method, exchanges, warnings: told } = await this.orCancelled(this.options.source.open());
    this.url = url;
    this.method = method;
    for (const warning of told) this.warn(warning);
    return this.read(exchanges[exchanges.length - 1]);
  }

  /** The earliest instant at which the next request may leave, on the samples' axis. */
  earliestEpochMs(): number {
    const { source } = this.options;
    return Math.max(source.earliestSendAt(), this.notBeforeAt) + this.anchorMs;
  }

  /** Sends one request at the instant `sendEpochMs`; null when it brought no reading and another one may be tried. */
  async ask(sendEpochMs: number): Promise<Reading | null> {
    const { plan, source } = this.options;
    const sendAt = sendEpochMs - this.anchorMs;
    if (sendAt - this.startedAt > plan.maxDurationMs)
      throw new Enough(warnings.timeLimit(plan.maxDurationMs));
    let exchange: Exchange;
    try {
      exchange = await this.orCancelled(source.exchange(sendAt));
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      this.failed(failures.serverLost(this.host, this.replies, error));
      return null;
    }
    this.noticeDisturbance();
    const reading = this.read(exchange);
    if (!reading) {
      const isLimited = exchange.status === 429;
      this.failed(isLimited ? failures.rateLimited(this.host) : failures.dateLost(this.host));
    }
    if (reading) this.failuresInARow = 0;
    return reading;
  }

  private read(exchange: Exchange): Reading | null {
    this.exchanges.push(exchange);
    this.obeyLimits(exchange);
    if (exchange.dateEpochMs === null) return null;
    this.replies++;
    const delay = exchange.receivedAt - exchange.sentAt;
    const latencyMs = Math.min(this.options.receiveLatencyMs ?? 0, delay / 2);
    const sample: Sample = {
      sentEpochMs: exchange.sentAt + this.anchorMs,
      receivedEpochMs: exchange.receivedAt + this.anchorMs,
      latencyMs,
      dateEpochMs: exchange.dateEpochMs,
    };
    return { exchange, sample };
  }

  private failed(failure: Failure): void {
    if (++this.failuresInARow === MOST_FAILURES) throw failure;
  }

  private noticeDisturbance(): void {
    const disturbance = this.watch.check();
    if (disturbance?.kind === 'step') this.warn(warnings.clockStep(disturbance.byMs));
    if (disturbance?.kind !== 'suspend') return;
    this.warn(warnings.suspended(disturbance.forMs));
    throw new Slept();
  }

  /** 429 and Retry-After are obeyed: by waiting, by sending further apart, or by ending the run once this reply is read. */
  private obeyLimits({ status, sentAt, receivedAt, retryAfterMs }: Exchange): void {
    if (status === 429) {
      this.gapMs *= 2;
      this.warn(warnings.slowedDown());
    }
    const patienceMs = retryAfterMs ?? 0;
    this.notBeforeAt = Math.max(sentAt + this.gapMs, receivedAt + patienceMs);
  }

  /** Ends the run when the server asked for more patience than a run has. */
  endIfAskedTo({ retryAfterMs }: Exchange): void {
    if (retryAfterMs !== null && retryAfterMs > LONGEST_PATIENCE_MS) {
      throw new Enough(warnings.rateLimited(retryAfterMs));
    }
  }

  /** When the run was cancelled, or its time is up, what the source rejects with becomes its early end. */
  private async orCancelled<T>(promise: Promise<T>): Promise<T> {
    try {
      return await promise;
    } catch (error) {
      const { signal, plan } = this.options;
      if (!signal?.aborted) throw error;
      const isTimeUp = signal.reason instanceof DOMException && signal.reason.name === 'TimeoutError';
      throw new Enough(isTimeUp ? warnings.timeLimit(plan.maxDurationMs) : warnings.cancelled());
    }
  }
}
