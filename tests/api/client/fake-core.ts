/** The core's end of a pipe in virtual time: it greets, answers pings by a clock of its own, and says what a test tells it to. */
import type { OpenPipe, PipeEvents } from '../../../api/client/pipe.ts';
import { SETTINGS_DEFAULTS } from '../../../api/protocol/settings-defaults.ts';
import type { ClientMessage, Hello, ToClient } from '../../../api/protocol/messages.ts';
import type { Reading } from '../../../api/protocol/reading.ts';
import type { VirtualTime } from './virtual-time.ts';

export class FakeCore {
  /** Core minus client, ms. */
  shiftMs = 5_000_000;
  /** How much faster the core's clock runs, ppm. */
  skewPpm = 0;
  delays: () => { readonly forwardMs: number; readonly backMs: number } = () => ({
    forwardMs: 0.2,
    backMs: 0.2,
  });
  /** What is said on connecting; null for nothing. */
  hello: Partial<Hello> | null = {};
  /** Whether anybody is there to connect to. */
  isUp = true;
  answersPings = true;
  readonly heard: ClientMessage[] = [];
  opened = 0;
  closedByClient = 0;
  private readonly time: VirtualTime;
  private events: PipeEvents | undefined;

  constructor(time: VirtualTime) {
    this.time = time;
  }

  now(): number {
    return this.time.now() * (1 + this.skewPpm / 1e6) + this.shiftMs;
  }

  readonly open: OpenPipe = (events, now) => {
    this.opened++;
    const { time } = this;
    let isLeft = false;
    const receive = (message: ToClient) => {
      if (!isLeft) events.received(message, now());
    };
    const mine: PipeEvents = { received: receive as PipeEvents['received'], closed: events.closed };
    time.later(() => {
      if (isLeft) return;
      if (!this.isUp) {
        events.closed(1006);
        return;
      }
      this.events = mine;
      if (this.hello) receive(helloWith(this.hello));
    }, 1);
    return {
      send: (message) => {
        this.heard.push(message);
        if (message.type === 'ping' && this.answersPings) this.pong(message.t0, receive);
        if (message.type === 'snapshot' && this.hello) receive(helloWith(this.hello));
      },
      close: () => {
        isLeft = true;
        this.closedByClient++;
      },
    };
  };

  say(message: ToClient): void {
    this.events?.received(message, this.time.now());
  }

  drop(code: number): void {
    this.events?.closed(code);
  }

  private pong(t0: number, receive: (message: ToClient) => void): void {
    const { forwardMs, backMs } = this.delays();
    this.time.later(() => {
      const t1 = this.now();
      this.time.later(() => receive({ type: 'pong', t0, t1, t2: t1, anchorMs: 0 }), backMs);
    }, forwardMs);
  }
}

export function helloWith(parts: Partial<Hello>): Hello {
  return {
    type: 'hello',
    protocol: 1,
    version: '0.0.0',
    clientId: 'c1',
    permissions: ['read'],
    at: 0,
    anchorMs: 0,
    servers: [],
    events: [],
    settings: SETTINGS_DEFAULTS,
    localClock: null,
    ...parts,
  };
}

export function readingWith(parts: Partial<Reading> = {}): Reading {
  return {
    shiftMs: 1_700_000_000_000,
    asOf: 5_000_000,
    since: 5_000_000,
    skewPpm: 0,
    precisionMs: 1,
    accuracyMs: 2,
    ageingPpm: 0,
    source: 'date-header',
    carriedBy: 'monotonic-clock',
    measuredAtEpochMs: 1_700_000_000_000,
    delayMs: 20,
    ...parts,
  };
}
