/**
 * Fires each event once, when its server's clock shows its time.
 *
 * Of every event the next occurrence is reckoned, and reckoned again whenever what is known of a clock changes. In the last ten seconds
 * its trigger is handed to the precise timer, prepared with whoever tells it. That an occurrence may fire is on the disk before it can,
 * and what became of it afterwards; so whatever ends the program, the next start knows what has not fired, what has, and of
 * what nobody can know, which is told and not fired again (event-state.ts).
 */
import type { ScheduledEvent } from '../../api/protocol/event.ts';
import type { Fire } from '../clock/precise-timer.ts';
import { Failure } from '../failure.ts';
import { dateAndTime, zoneAt } from '../timing/zone.ts';
import { EventBook, type BookOptions } from './event-book.ts';
import { mayHaveFired, type Added, type EventRecord, type ResolvedEvent } from './event-state.ts';
import { nextOccurrence, timetableOf } from './occurrence.ts';
import { planOf, shownEvent, type Plan } from './plan.ts';
import { Tending, type TendingOptions } from './tending.ts';
import { checkWebhook } from './webhook.ts';

export interface SchedulerOptions extends TendingOptions {
  readonly journal: BookOptions['journal'];
  readonly newId: () => string;
  /** Called when the timer has noticed that the machine slept, before anything is reckoned again. */
  readonly checkClocks?: () => void;
  /** Calls back after so many ms (up to LONGEST_WAIT_MS); returns how to call that off. A timer of Node's unless given. */
  readonly after?: (ms: number, callBack: () => void) => () => void;
}

export const MOST_EVENTS = 1000;
/** Timers of Node end at 2^31 ms, 24.8 days; one that is set anew each day also never runs far from the monotonic clock. */
const LONGEST_WAIT_MS = 86_400_000;
/** A due time that moves by more is told anew, ms. */
const TOLD_MS = 1000;

function afterByTimer(ms: number, callBack: () => void): () => void {
  const timer = setTimeout(callBack, ms);
  return () => clearTimeout(timer);
}

export class Scheduler {
  private readonly options: SchedulerOptions;
  private readonly book: EventBook;
  private readonly tending: Tending;
  private readonly plans = new Map<string, Plan>();
  private callOff = () => {};
  private isClosed = false;

  /** Reads the journal; nothing fires before `start`. */
  constructor(options: SchedulerOptions) {
    this.options = options;
    const { journal, say } = options;
    this.book = new EventBook({ journal, say, epochMs: () => this.epochMs() });
    this.tending = new Tending(options, this.book);
    for (const record of this.book.all()) this.take(record);
    options.timer.onFire((fire) => this.fired(fire));
    options.timer.onOverslept((id) => this.overslept(id));
  }

  /** Tells what has been missed, or may have fired, since the program ended; from here on events fire. */
  start(): void {
    const now = { at: this.options.clock.now(), axis: this.options.axis(), epochMs: this.epochMs() };
    for (const plan of this.plans.values()) {
      const { armed } = plan.record;
      if (armed && mayHaveFired(armed, now)) this.tending.settle(plan, armed.scheduledEpochMs, 'unsure');
    }
    this.recompute();
  }

  /** Throws a Failure when its time has passed, or is none. The event is on the disk when this returns. */
  add(wish: ResolvedEvent): ScheduledEvent {
    if (this.plans.size >= MOST_EVENTS)
      throw new Failure(
        'too-many-events',
        `There are ${MOST_EVENTS} events already, which is the most: remove some that are done.`,
      );
    const event = { ...wish, alarms: eachOnce(wish.alarms) };
    if (event.webhook) checkWebhook(event.webhook);
    const id = this.options.newId();
    this.book.write('added', id, { event, afterEpochMs: this.afterEpochMs(event) } satisfies Added);
    const plan = this.take(this.book.get(id) as EventRecord) as Plan;
    this.tend(plan);
    this.wait();
    return this.shown(plan);
  }

  /** What has not fired will not, once this returns. */
  remove(id: string): void {
    const plan = this.planOf(id);
    this.tending.disarm(plan);
    try {
      this.book.write('removed', id, null);
    } catch (error) {
      this.recompute(); // it is still there
      throw error;
    }
    this.plans.delete(id);
    this.wait();
    this.options.say({ type: 'event-removed', eventId: id, serverId: plan.record.event.serverId });
  }

  removeOfServer(serverId: string): void {
    for (const { record } of this.plansOf(serverId)) this.remove(record.id);
  }

  /** The next one first; those that are done last. */
  list(): ScheduledEvent[] {
    const anchorMs = this.options.clock.anchor();
    return [...this.plans.values()]
      .sort((a, b) => (a.dueAt ?? Number.MAX_VALUE) - (b.dueAt ?? Number.MAX_VALUE))
      .map((plan) => shownEvent(plan, anchorMs));
  }

  show(id: string): ScheduledEvent {
    return this.shown(this.planOf(id));
  }

  /** What is known of a server's clock (of all of them) has changed, or this computer's clocks have. */
  recompute(serverId?: string): void {
    for (const plan of this.plansOf(serverId)) this.tend(plan);
    this.wait();
  }

  /** When the next event (of a server) is due: monotonic; null when there is none. */
  nextDueAt(serverId?: string): number | null {
    const all = this.plansOf(serverId).flatMap(({ dueAt }) => dueAt ?? []);
    return all.length > 0 ? Math.min(...all) : null;
  }

  /** Nothing fires any more; what was armed is known not to have fired. */
  close(): void {
    this.callOff();
    for (const plan of this.plans.values()) this.tending.disarm(plan);
    this.isClosed = true;
  }

  /** By the server's clock: now, or when what is sent now would arrive. Throws when no occurrence comes after that. */
  private afterEpochMs(event: ResolvedEvent): number {
    const timetable = timetableOf(event);
    const clock = this.options.clockOf(event.serverId);
    const nowEpochMs = clock.epochMs(this.options.clock.now());
    const afterEpochMs = nowEpochMs + Math.max(0, clock.leadMs(event.aim, nowEpochMs));
    if (nextOccurrence(timetable, afterEpochMs)) return afterEpochMs;
    const { zone } = timetable;
    const asked = nextOccurrence(timetable, -Infinity)?.epochMs ?? nowEpochMs;
    const second = Math.floor(nowEpochMs / 1000) * 1000;
    throw new Failure(
      'time-passed',
      `${dateAndTime(zone, asked)} has passed: by the server's clock it is ${dateAndTime(zone, second)} (${zoneAt(zone, second)}).`,
    );
  }

  private take(record: EventRecord): Plan | undefined {
    try {
      const plan = planOf(record);
      this.plans.set(record.id, plan);
      return plan;
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      // A zone that this system no longer knows, say: the others go on.
      const { code, message } = error;
      this.options.say({ type: 'alert', serverId: record.event.serverId, code, message });
      return undefined;
    }
  }

  private tend(plan: Plan): void {
    if (this.isClosed) return;
    this.tending.tend(plan);
    const { dueAt, toldDueAt } = plan;
    const isTold = toldDueAt !== undefined && Math.abs((dueAt ?? 0) - (toldDueAt ?? 0)) <= TOLD_MS;
    if (isTold) return;
    plan.toldDueAt = dueAt;
    this.options.say({ type: 'event', event: this.shown(plan) });
  }

  private fired({ id, firedAt }: Fire): void {
    if (this.isClosed) return;
    const moment = this.tending.take(id);
    const plan = moment && this.plans.get(moment.message.eventId);
    if (!moment || !plan) return; // it was removed when it had fired already
    this.tending.fired(plan, moment, firedAt);
    this.tend(plan);
    this.wait();
  }

  private overslept(id: string): void {
    if (this.isClosed) return;
    const moment = this.tending.take(id);
    const plan = moment && this.plans.get(moment.message.eventId);
    if (!moment || !plan) return;
    this.tending.overslept(plan, moment);
    this.options.checkClocks?.();
    this.tend(plan);
    this.wait();
  }

  /** Calls itself back when there is something to arm. */
  private wait(): void {
    this.callOff();
    this.callOff = () => {};
    if (this.isClosed) return;
    const nextAt = Math.min(...this.plansOf().map((plan) => this.tending.nextAt(plan)));
    if (nextAt === Infinity) return;
    const waitMs = Math.min(Math.max(0, nextAt - this.options.clock.now()), LONGEST_WAIT_MS);
    this.callOff = (this.options.after ?? afterByTimer)(waitMs, () => this.recompute());
  }

  private planOf(id: string): Plan {
    const plan = this.plans.get(id);
    if (plan) return plan;
    throw new Failure(
      'no-such-event',
      `There is no event ${id}: list the events to see those that there are.`,
    );
  }

  private plansOf(serverId?: string): Plan[] {
    const all = [...this.plans.values()];
    return serverId === undefined ? all : all.filter(({ record }) => record.event.serverId === serverId);
  }

  private shown(plan: Plan): ScheduledEvent {
    return shownEvent(plan, this.options.clock.anchor());
  }

  private epochMs(): number {
    return this.options.clock.now() + this.options.clock.anchor();
  }
}

/** Two alarms at the same instant are one, in the ways of both. */
function eachOnce(alarms: ResolvedEvent['alarms']): ResolvedEvent['alarms'] {
  const byTime = Map.groupBy(alarms, ({ beforeMs }) => beforeMs);
  return [...byTime].map(([beforeMs, same]) => ({
    beforeMs,
    by: [...new Set(same.flatMap(({ by }) => by))],
  }));
}
