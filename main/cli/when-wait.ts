/**
 * Waits for the instant to press: counts down, measures lightly again on the way, and rings.
 *
 * What is waited for is a monotonic instant, so that no step of this computer's clock moves it; after a sleep, during
 * which the monotonic clock may have stood still, it is found again by the wall clock.
 */
import { setTimeout as delay } from 'node:timers/promises';
import { localClock } from '../clock/local-clock.ts';
import { Failure } from '../failure.ts';
import { asDoubtful, LIGHT } from '../sync/light.ts';
import type { Measurement } from '../sync/measurement.ts';
import { startSync, type Sync, type SyncOptions } from '../sync/synchronizer.ts';
import { agedAccuracyMs } from '../timing/age.ts';
import { lead } from '../timing/lead.ts';
import { weigh, type Figures, type Weighed } from '../timing/weigh.ts';
import { localZone, timeOfDay } from './clock-face.ts';
import { plusMinus, span } from './figures.ts';
import type { LiveLine } from './live-line.ts';
import { requestOf } from './progress.ts';
import { timeLeft, type Plan } from './when-words.ts';

/** A plan, and the wall minus the monotonic clock that its instants are stated against. */
export interface Anchored {
  readonly plan: Plan;
  readonly anchorMs: number;
}

export interface Waiting extends Anchored {
  /** How the server was asked, and is again. */
  readonly options: SyncOptions;
  readonly signal: AbortSignal;
  /** Where the time left is redrawn; without it, it is told at MARKS. */
  readonly line: LiveLine | undefined;
  /** Shows a sentence that stays. */
  readonly tell: (line: string) => void;
}

export interface Pressed {
  readonly plan: Plan;
  /** When the bell rang: this computer's wall clock, ms since the Unix epoch. */
  readonly firedEpochMs: number;
  /** How long after the planned instant that was, ms. */
  readonly latenessMs: number;
}

/** Time left, s, at which a log is told of it. */
const MARKS_S = [86_400, 3600, 600, 60, 30, 10, 5, 4, 3, 2, 1];
/** Measured again this long before, ms, and lightly. */
const AGAIN_MS = [60_000, 15_000];
/** What was measured this recently need not be measured again. */
const FRESH_MS = 30_000;
/** In the last seconds the server is left alone, and the figures stay as they are. */
const QUIET_MS = 5000;
const FRAME_MS = 50;
const CHECK_MS = 1000;
/** The rest is slept in one go. */
const LAST_MS = 100;
/** What comes later than this was not rung but slept through. */
const MISSED_MS = 1000;

/** Resolves at the instant, `ring` having been called; with undefined when it was interrupted. */
export async function waitAndRing(waiting: Waiting, ring: () => void): Promise<Pressed | undefined> {
  const wait = new Wait(waiting);
  try {
    if (!(await wait.untilLast())) return undefined;
    return await wait.ring(ring);
  } finally {
    await wait.close();
  }
}

class Wait {
  private readonly waiting: Waiting;
  private readonly watch = localClock.watch();
  private readonly again = [...AGAIN_MS];
  private readonly marks: number[];
  private now: Anchored;
  private sync: Sync | undefined;
  private underWay: Promise<void> | undefined;
  private note = '';
  private checkedAt = localClock.now();

  constructor(waiting: Waiting) {
    this.waiting = waiting;
    this.now = waiting;
    const leftMs = this.pressAt - localClock.now();
    this.marks = MARKS_S.filter((mark) => mark * 1000 < leftMs);
  }

  /** Monotonic. */
  private get pressAt(): number {
    const { plan, anchorMs } = this.now;
    return plan.lead[plan.aim].pressAtEpochMs - anchorMs;
  }

  /** Whether the last stretch was reached. */
  async untilLast(): Promise<boolean> {
    const { signal } = this.waiting;
    for (;;) {
      if (signal.aborted) return false;
      const at = localClock.now();
      if (at - this.checkedAt > CHECK_MS) this.check(at);
      const leftMs = this.pressAt - at;
      if (leftMs <= LAST_MS) return true;
      this.measureWhenDue(leftMs, at);
      const nextMs = this.show(leftMs);
      await delay(Math.max(0, Math.min(nextMs, leftMs - LAST_MS)), undefined, { signal }).catch(
        () => undefined,
      );
    }
  }

  async ring(ring: () => void): Promise<Pressed | undefined> {
    const { signal } = this.waiting;
    const { plan, anchorMs } = this.now;
    const { pressAt } = this;
    await localClock.sleepUntil(pressAt, signal).catch(() => undefined);
    if (signal.aborted) return undefined;
    const at = localClock.now();
    const latenessMs = at - pressAt;
    if (latenessMs > MISSED_MS)
      throw new Failure(
        'missed',
        `The instant to press passed ${timeLeft(latenessMs)} ago, while this computer slept or was held up, so nothing was rung.`,
      );
    ring();
    return { plan, firedEpochMs: at + anchorMs, latenessMs };
  }

  async close(): Promise<void> {
    this.waiting.line?.clear();
    this.sync?.cancel();
    await this.underWay;
  }

  /** Draws or tells the time left; returns after how long, ms, it is to be shown anew. */
  private show(leftMs: number): number {
    const { line, tell } = this.waiting;
    if (line) {
      line.draw([
        timeLeft(leftMs),
        `until ${this.pressTime()}`,
        this.now.plan.aim,
        this.note || 'Ctrl-C ends',
      ]);
      return FRAME_MS;
    }
    const mark = this.marks.at(0);
    if (mark !== undefined && leftMs <= mark * 1000) {
      this.marks.shift();
      tell(`${timeLeft(mark * 1000).replace('.0', '')} to go`);
    }
    return Math.min(CHECK_MS, leftMs - (this.marks.at(0) ?? 0) * 1000);
  }

  private pressTime(): string {
    const { plan } = this.now;
    return timeOfDay(localZone(), plan.lead[plan.aim].pressAtEpochMs, 3);
  }

  /** Notices what happened to this computer's clocks. */
  private check(at: number): void {
    this.checkedAt = at;
    const disturbance = this.watch.check();
    if (!disturbance) return;
    const { plan, anchorMs } = this.now;
    if (disturbance.kind === 'step') {
      // The instant stays where it is on the monotonic axis; only what this computer's clock then shows is another.
      const measurement = {
        ...plan.measurement,
        offsetMs: plan.measurement.offsetMs - disturbance.byMs,
        measuredAtEpochMs: plan.measurement.measuredAtEpochMs + disturbance.byMs,
        boundMs: [
          plan.measurement.boundMs[0] - disturbance.byMs,
          plan.measurement.boundMs[1] - disturbance.byMs,
        ],
      } as const;
      this.take(measurement, anchorMs + disturbance.byMs);
      const how = `${disturbance.byMs > 0 ? 'forward' : 'back'} by ${Math.abs(disturbance.byMs).toFixed(0)} ms`;
      this.waiting.tell(`This computer's clock was set ${how}: by it, press at ${this.pressTime()} now.`);
    } else {
      this.take(plan.measurement, localClock.anchor());
      this.waiting.tell('This computer slept, so the server is measured again if there is time.');
      this.again.unshift(Infinity);
    }
  }

  private take(measurement: Measurement, anchorMs: number): void {
    const { plan } = this.now;
    this.now = {
      plan: { ...plan, measurement, lead: lead(measurement, plan.target.epochMs, plan.trimMs) },
      anchorMs,
    };
  }

  private measureWhenDue(leftMs: number, at: number): void {
    if (leftMs <= QUIET_MS) {
      this.sync?.cancel();
      return;
    }
    const due = this.again.at(0);
    if (this.sync || due === undefined || leftMs > due) return;
    this.again.shift();
    const { plan, anchorMs } = this.now;
    const ageMs = at + anchorMs - plan.measurement.measuredAtEpochMs;
    if (ageMs > FRESH_MS || due === Infinity) this.underWay = this.measureAgain();
  }

  private async measureAgain(): Promise<void> {
    const { tell, signal, options } = this.waiting;
    this.note = 'measuring again';
    const { input, reference, overrideGapMs } = options;
    const { plan, anchorMs } = this.now;
    const before = plan.measurement;
    const light = {
      input,
      ...LIGHT,
      earlier: {
        shiftMs: before.offsetMs + anchorMs,
        precisionMs: before.precisionMs,
        at: before.measuredAtEpochMs - anchorMs,
      },
      ...(reference && { reference }),
      ...(overrideGapMs !== undefined && { overrideGapMs }),
    };
    this.sync = startSync(light, (progress) => {
      if (progress.type === 'probe') this.note = `measuring again: ${requestOf(progress)}`;
    });
    try {
      const measurement = await this.sync.result;
      if (!signal.aborted) this.compare(measurement);
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      if (!signal.aborted) tell(`${error.message} What was measured before is kept.`);
    } finally {
      this.note = '';
      this.sync = undefined;
    }
  }

  private compare(again: Measurement): void {
    const measurement = asDoubtful(again, this.now.plan.measurement);
    const newer = { measurement, anchorMs: localClock.anchor() };
    const older = { measurement: this.now.plan.measurement, anchorMs: this.now.anchorMs };
    const { isBelieved, movedMs } = weighStated(older, newer);
    if (isBelieved) this.take(measurement, newer.anchorMs);
    const found = `Measured again, ${plusMinus(measurement.accuracyMs)}: `;
    const moved = `the server's clock is ${span(Math.abs(movedMs), 0)} ${movedMs > 0 ? 'ahead of' : 'behind'} where it was reckoned to be; `;
    const press = isBelieved ? `press at ${this.pressTime()}.` : 'it agrees.';
    this.waiting.tell(found + (movedMs === 0 ? '' : moved) + press);
  }
}

/** A measurement, and the wall minus the monotonic clock that it is stated against. */
interface Stated {
  readonly measurement: Pick<Measurement, 'offsetMs' | 'precisionMs' | 'accuracyMs' | 'measuredAtEpochMs'>;
  readonly anchorMs: number;
}

/** Two measurements of one server, each against the wall clock as it stood then, weighed on the monotonic axis. */
export function weighStated(older: Stated, newer: Stated): Weighed {
  const ageMs =
    newer.measurement.measuredAtEpochMs -
    newer.anchorMs -
    (older.measurement.measuredAtEpochMs - older.anchorMs);
  const shown = ({ measurement, anchorMs }: Stated, agedByMs: number): Figures => ({
    shiftMs: measurement.offsetMs + anchorMs,
    precisionMs: agedAccuracyMs(measurement.precisionMs, agedByMs),
    accuracyMs: agedAccuracyMs(measurement.accuracyMs, agedByMs),
  });
  return weigh(shown(older, ageMs), shown(newer, 0));
}
