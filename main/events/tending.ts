/** What is done for one event: its next occurrence is reckoned, armed in time, moved, fired or told to have been missed. */
import type { Alarm, Firing } from '../../api/protocol/event.ts';
import type { CoreMessage } from '../../api/protocol/messages.ts';
import type { LocalClock } from '../clock/local-clock.ts';
import { Arming, isWorthMoving, type EventTimer } from './arming.ts';
import type { EventBook } from './event-book.ts';
import { dueAtOf, type EventClock } from './event-clock.ts';
import { MOST_FIRINGS, type ArmedAs, type Outcome } from './event-state.ts';
import { messageAt, type Moment, type Outlet } from './moment.ts';
import { nextOccurrence } from './occurrence.ts';
import type { Shown } from '../timing/zone.ts';
import { alarmId, alarmMoment, sentenceOf, triggerId, triggerMoment, type Plan } from './plan.ts';

export interface TendingOptions {
  /** Its anchor is read often: a reading some seconds old will do. */
  readonly clock: Pick<LocalClock, 'now' | 'anchor'>;
  /** Names the axis of the monotonic clock (clock/axis.ts). */
  readonly axis: () => string;
  readonly timer: EventTimer;
  readonly outlet: Outlet;
  /** The clock that a server's events go by, as it is known now. */
  readonly clockOf: (serverId: string) => EventClock;
  /** What a server is called. */
  readonly nameOf: (serverId: string) => string;
  readonly say: (message: CoreMessage) => void;
}

/** What is later than this has been missed and is not fired, ms. */
export const MISSED_MS = 1000;
/** So long before its instant a moment is prepared and armed, ms: a busy main thread has caught up by then. */
export const ARM_AHEAD_MS = 10_000;

export class Tending {
  private readonly options: TendingOptions;
  private readonly book: EventBook;
  private readonly arming: Arming;

  constructor(options: TendingOptions, book: EventBook) {
    this.options = options;
    this.book = book;
    this.arming = new Arming(options.timer, options.outlet);
  }

  /** Does what is to be done by now. */
  tend(plan: Plan): void {
    const clock = this.options.clockOf(plan.record.event.serverId);
    const isKept = this.keepArmed(plan, clock);
    if (!isKept) this.reckon(plan, clock);
    const { next, dueAt } = plan;
    if (!next || dueAt === null) return;
    if (!isKept && dueAt - this.options.clock.now() <= ARM_AHEAD_MS)
      this.armTrigger(plan, next.epochMs, dueAt, clock);
    for (const alarm of plan.record.event.alarms) this.tendAlarm(plan, next.epochMs, dueAt, clock, alarm);
  }

  /** When `tend` has something to do again, monotonic. */
  nextAt(plan: Plan): number {
    const { record, next, dueAt, rung } = plan;
    if (!next || dueAt === null) return Infinity;
    const now = this.options.clock.now();
    const alarms = record.event.alarms
      .map(({ beforeMs }) => ({ id: alarmId(plan, next.epochMs, beforeMs), at: dueAt - beforeMs }))
      .filter(({ id, at }) => at >= now && !rung.has(id));
    const unarmed = [...alarms, { id: triggerId(plan, next.epochMs), at: dueAt }].filter(
      ({ id }) => !this.arming.get(id),
    );
    return Math.min(...unarmed.map(({ at }) => at)) - ARM_AHEAD_MS;
  }

  /** The timer has fired one of its moments. */
  fired(plan: Plan, moment: Moment, firedAt: number): void {
    const message = messageAt(moment, firedAt);
    this.options.say(message);
    if (message.type === 'alarm') {
      plan.rung.add(moment.id);
      return;
    }
    const { scheduledEpochMs, firedEpochMs, latenessMs } = message;
    this.settle(plan, scheduledEpochMs, 'fired', { firedEpochMs, latenessMs });
  }

  /** Takes a moment that has fired. */
  take(id: string): Moment | undefined {
    return this.arming.take(id);
  }

  /** The timer has called one of its moments off: its instant was slept through. */
  overslept(plan: Plan, moment: Moment): void {
    this.options.outlet.withdraw(moment.id);
    if (moment.message.type === 'trigger') this.book.note('disarmed', plan.record, null);
  }

  /** Nothing of it fires any more that has not fired. */
  disarm(plan: Plan): void {
    if (!plan.next) return;
    const { epochMs } = plan.next;
    const id = triggerId(plan, epochMs);
    this.callOffAlarms(plan, epochMs);
    if (this.arming.get(id) && this.arming.disarm(id)) this.book.note('disarmed', plan.record, null);
  }

  /** What has become of an occurrence: it is over, and the next one is the one after it. */
  settle(
    plan: Plan,
    scheduledEpochMs: number,
    outcome: Outcome,
    figures: Pick<Firing, 'firedEpochMs' | 'latenessMs'> = { firedEpochMs: null, latenessMs: null },
  ): void {
    this.book.note(outcome, plan.record, { scheduledEpochMs, ...figures });
    plan.next = nextOccurrence(plan.timetable, scheduledEpochMs);
    plan.dueAt = null;
    plan.rung.clear();
    if (outcome === 'fired') return; // its alarms have rung, or will with it
    this.callOffAlarms(plan, scheduledEpochMs);
    const { id: eventId, event } = plan.record;
    const { serverId, name } = event;
    const message = sentenceOf(plan, outcome, scheduledEpochMs);
    const firing = { scheduledEpochMs, outcome, ...figures };
    this.options.say({ type: 'missed', eventId, serverId, name, ...firing, message });
  }

  /** Whether the trigger is armed and stays so, as it is; what has to be moved is disarmed. */
  private keepArmed(plan: Plan, clock: EventClock): boolean {
    const { next, record } = plan;
    const moment = next && this.arming.get(triggerId(plan, next.epochMs));
    if (!next || moment?.message.type !== 'trigger') return false;
    const dueAt = dueAtOf(clock, record.event.aim, next.epochMs);
    const now = this.options.clock.now();
    const isOther = moment.message.clock !== clock.kind;
    if (!isWorthMoving(moment, dueAt, isOther, now) || !this.arming.disarm(moment.id)) return true;
    // Armed anew, it is written down anew.
    if (dueAt - now > ARM_AHEAD_MS) this.book.note('disarmed', record, null);
    return false;
  }

  /** Finds the next occurrence that has not been missed, and when it is due; those that have been are told. */
  private reckon(plan: Plan, clock: EventClock): void {
    const { aim } = plan.record.event;
    const latestAt = this.options.clock.now() - MISSED_MS;
    const dueAtOfNext = (epochMs: number) => dueAtOf(clock, aim, epochMs);
    const missed: number[] = [];
    let { next } = plan;
    // Nothing is over for good by a clock that is about to be replaced.
    const isOver = ({ epochMs }: Shown) => !clock.isProvisional && dueAtOfNext(epochMs) < latestAt;
    for (; next && isOver(next); next = nextOccurrence(plan.timetable, next.epochMs))
      missed.push(next.epochMs);
    // After years, no more are told than are kept.
    for (const epochMs of missed.slice(-MOST_FIRINGS)) this.settle(plan, epochMs, 'missed');
    const dueAt = next && dueAtOfNext(next.epochMs);
    plan.dueAt = clock.isProvisional && dueAt !== null && dueAt < latestAt ? null : dueAt;
  }

  private armTrigger(plan: Plan, epochMs: number, dueAt: number, clock: EventClock): void {
    const dueEpochMs = dueAt + this.options.clock.anchor();
    const armed: ArmedAs = { scheduledEpochMs: epochMs, dueAt, axis: this.options.axis(), dueEpochMs };
    this.book.note('armed', plan.record, armed);
    const serverName = this.options.nameOf(plan.record.event.serverId);
    this.arming.arm(triggerMoment(plan, epochMs, dueAt, clock, serverName));
  }

  private tendAlarm(plan: Plan, epochMs: number, dueAt: number, clock: EventClock, alarm: Alarm): void {
    const id = alarmId(plan, epochMs, alarm.beforeMs);
    if (plan.rung.has(id)) return;
    const now = this.options.clock.now();
    const at = dueAt - alarm.beforeMs;
    const armed = this.arming.get(id);
    if (armed && (!isWorthMoving(armed, at, false, now) || !this.arming.disarm(id))) return;
    // One that is past is left out, unless it was just waiting to ring.
    if (at < now - (armed ? MISSED_MS : 0) || at - now > ARM_AHEAD_MS) return;
    this.arming.arm(alarmMoment(plan, epochMs, at, clock, alarm));
  }

  private callOffAlarms(plan: Plan, epochMs: number): void {
    for (const { beforeMs } of plan.record.event.alarms) this.arming.disarm(alarmId(plan, epochMs, beforeMs));
  }
}
