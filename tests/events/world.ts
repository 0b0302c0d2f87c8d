/**
 * A core in virtual time, around the real scheduler: a machine with its clocks, a precise timer, a bridge that tells triggers, and a
 * journal that outlives them. It can sleep, be killed at any moment, also amid a write, and start again.
 */
import type { CoreMessage, Trigger } from '../../api/protocol/messages.ts';
import type { EventTimer } from '../../main/events/arming.ts';
import type { EventClock } from '../../main/events/event-clock.ts';
import type { JournalEntry, ResolvedEvent } from '../../main/events/event-state.ts';
import { messageAt, type Moment } from '../../main/events/moment.ts';
import { Scheduler } from '../../main/events/scheduler.ts';

export const START_EPOCH_MS = Date.UTC(2026, 10, 22, 12);
const OVERSLEPT_MS = 1000;

/** The program is gone. */
export class Killed extends Error {}

interface Due {
  readonly at: number;
  readonly act: () => void;
}

export class World {
  /** Monotonic ms; the machine has been up for an hour. */
  now = 3_600_000;
  anchorMs = START_EPOCH_MS - 3_600_000;
  boot = 1;
  /** Server minus wall clock, and what the scheduler is told of it; null when nothing is known. */
  offsetMs = 250;
  reading: { shiftMs: number } | null = { shiftMs: this.anchorMs + 250 };
  leadMs = 0;
  isProvisional = false;
  /** How long after a fire the main thread is told of it. */
  mainLagMs = 0;
  readonly journal: JournalEntry[] = [];
  /** Called before and after each write; may throw. */
  onWrite: (when: 'before' | 'after', entry: JournalEntry) => void = () => {};
  /** What the bridge told, over all lives, and what the core said of its own in this one. */
  readonly told: {
    at: number;
    moment: Moment;
    message: Trigger | Extract<CoreMessage, { type: 'alarm' }>;
  }[] = [];
  said: CoreMessage[] = [];
  scheduler: Scheduler;
  ids = 0;
  waits: number[] = [];
  private due: Due[] = [];

  constructor() {
    this.scheduler = this.live();
  }

  get wallEpochMs(): number {
    return this.now + this.anchorMs;
  }

  /** What the server's clock truly shows. */
  get serverEpochMs(): number {
    return this.wallEpochMs + this.offsetMs;
  }

  clockOf(): EventClock {
    const shiftMs = this.reading?.shiftMs ?? this.anchorMs;
    const isKnown = this.reading !== null;
    return {
      kind: isKnown ? 'server' : 'local',
      instantOf: (epochMs) => epochMs - shiftMs,
      epochMs: (at) => at + shiftMs,
      accuracyMs: () => (isKnown ? 12 : null),
      precisionMs: () => (isKnown ? 5 : null),
      isProvisional: this.isProvisional,
      leadMs: (aim) => (aim === 'server-time' ? 0 : this.leadMs),
    };
  }

  /** Goes on until then; what falls due on the way is done in its order. */
  advance(ms: number): void {
    const until = this.now + ms;
    for (;;) {
      const next = this.due
        .filter(({ at }) => at <= until)
        .sort((a, b) => a.at - b.at)
        .at(0);
      if (!next) break;
      this.due.splice(this.due.indexOf(next), 1);
      this.now = Math.max(this.now, next.at);
      next.act();
    }
    this.now = until;
  }

  /** The monotonic clock stands still meanwhile; what was known of the server is lost, as soon as somebody looks. */
  sleep(ms: number): void {
    this.anchorMs += ms;
    this.slept++;
  }
  slept = 0;
  noticed = 0;

  noticeSleep(): void {
    if (this.noticed === this.slept) return;
    this.noticed = this.slept;
    this.reading = null;
  }

  /** Nothing of the program is left but what is on the disk. */
  kill(): void {
    this.due = [];
    this.said = [];
  }

  restart(): void {
    this.kill();
    this.noticeSleep();
    this.scheduler = this.live();
    this.scheduler.start();
  }

  event(wish: Partial<ResolvedEvent> = {}): ResolvedEvent {
    return {
      serverId: 'serv',
      name: 'Sale',
      time: '2026-11-22T12:01:00Z',
      zone: 'UTC',
      repeat: 'once',
      aim: 'server-time',
      alarms: [],
      webhook: null,
      action: null,
      allowsPrivate: false,
      ...wish,
    };
  }

  triggers(): Trigger[] {
    return this.told.flatMap(({ message }) => (message.type === 'trigger' ? message : []));
  }

  private after(ms: number, act: () => void): () => void {
    const entry = { at: this.now + ms, act };
    this.due.push(entry);
    return () => void (this.due = this.due.filter((other) => other !== entry));
  }

  private live(): Scheduler {
    const prepared = new Map<string, Moment>();
    const outlet = {
      prepare: (moment: Moment) => void prepared.set(moment.id, moment),
      withdraw: (id: string) => void prepared.delete(id),
    };
    return new Scheduler({
      journal: {
        append: (entry) => {
          this.onWrite('before', entry);
          this.journal.push(structuredClone(entry));
          this.onWrite('after', entry);
        },
        all: () => structuredClone(this.journal),
      },
      clock: { now: () => this.now, anchor: () => this.anchorMs },
      axis: () => `${this.boot}:${this.slept}`,
      timer: this.timer(prepared),
      outlet,
      clockOf: () => this.clockOf(),
      nameOf: (id) => `server ${id}`,
      say: (message) => this.said.push(message),
      newId: () => `event${++this.ids}`,
      checkClocks: () => this.noticeSleep(),
      after: (ms, callBack) => {
        this.waits.push(ms);
        return this.after(ms, callBack);
      },
    });
  }

  /** As main/clock/precise-timer.ts: a fire goes to the bridge at once, and to the main thread when that gets round to it. */
  private timer(prepared: Map<string, Moment>): EventTimer {
    const armed = new Map<string, { callOff: () => void; isTaken: boolean }>();
    const onFire: Parameters<EventTimer['onFire']>[0][] = [];
    const onOverslept: Parameters<EventTimer['onOverslept']>[0][] = [];
    const disarm = (id: string) => {
      const entry = armed.get(id);
      if (entry?.isTaken) return false;
      entry?.callOff();
      armed.delete(id);
      return true;
    };
    return {
      arm: (id, at) => {
        if (!disarm(id)) return false;
        const armedAt = this.now;
        const sleptBefore = this.slept;
        const fire = () => {
          const isOverslept = this.slept !== sleptBefore || this.now - Math.max(at, armedAt) > OVERSLEPT_MS;
          entry.isTaken = true;
          const firedAt = this.now;
          const moment = prepared.get(id);
          if (!isOverslept && moment) {
            prepared.delete(id);
            this.told.push({ at: firedAt, moment, message: messageAt(moment, firedAt) });
          }
          this.after(this.mainLagMs, () => {
            armed.delete(id);
            if (isOverslept) for (const listener of onOverslept) listener(id);
            else for (const listener of onFire) listener({ id, dueAt: at, firedAt });
          });
        };
        const entry = { isTaken: false, callOff: this.after(Math.max(0, at - this.now), fire) };
        armed.set(id, entry);
        return true;
      },
      disarm,
      onFire: (listener) => void onFire.push(listener),
      onOverslept: (listener) => void onOverslept.push(listener),
    };
  }
}
