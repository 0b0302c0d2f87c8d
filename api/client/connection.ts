/**
 * A connection with the core that is kept: after a loss it is opened again after growing pauses, until the core refuses for
 * good. Each time the core says `hello`, the whole state, so that nothing has to be caught up with.
 */
import { CLOSE } from '../protocol/close.ts';
import type { EndpointName, Input, Output } from '../protocol/endpoints.ts';
import type { ClientMessage, Response, ToClient, Topic } from '../protocol/messages.ts';
import { ProblemError } from '../protocol/problem-error.ts';
import { PROTOCOL_VERSION } from '../protocol/version.ts';
import { Listeners } from './listeners.ts';
import type { OpenPipe, Pipe } from './pipe.ts';
import type { Time } from './time.ts';

export type ConnectionState =
  | { readonly is: 'connecting' }
  /** The core has said hello. */
  | { readonly is: 'open' }
  /** `retryAt`: monotonic ms; `why`: one sentence. */
  | { readonly is: 'waiting'; readonly retryAt: number; readonly why: string }
  /** For good: `closed` here, or the core will not have us. `why`: one sentence. */
  | {
      readonly is: 'ended';
      readonly code: 'closed' | 'refused' | 'revoked' | 'protocol';
      readonly why: string;
    };

/** What to be told of; null or absent is all. */
export interface Subscription {
  readonly topics?: readonly Topic[] | null;
  readonly servers?: readonly string[] | null;
}

export interface ConnectionOptions extends Subscription {
  readonly open: OpenPipe;
  readonly time: Time;
  /** From 0 to 1. */
  readonly random: () => number;
  /** Asked when an attempt failed: the sentence with which the core refuses for good; null when it may be tried again. */
  readonly refusal: () => Promise<string | null>;
}

type Message<T extends ToClient['type']> = Extract<ToClient, { type: T }>;
/** An endpoint that needs nothing may be called with nothing. */
export type InputWords<N extends EndpointName> =
  object extends Input<N> ? [input?: Input<N>] : [input: Input<N>];

/** The first pause after a loss; each further one is twice as long, ms. */
const FIRST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 15_000;
/** The share of a pause that is drawn at random: a thousand clients of one core do not come back at once. */
const JITTER = 0.5;
/** A connection that stood for so long was a good one: the next pause is a first one. */
const GOOD_AFTER_MS = 10_000;
/** For the hello, and for the answer to a ping. */
const SILENCE_MS = 10_000;
/** Every request is answered at once (a sync only begins). */
const ANSWER_MS = 30_000;

interface Pending {
  readonly resolve: (output: unknown) => void;
  readonly reject: (error: ProblemError) => void;
  /** Stops the watch over its time. */
  readonly forget: () => void;
}

export class Connection {
  private current: ConnectionState = { is: 'connecting' };
  private readonly options: ConnectionOptions;
  private readonly states = new Listeners<[ConnectionState]>();
  private readonly messages = new Map<string, Listeners<[ToClient, number]>>();
  private readonly pending = new Map<number, Pending>();
  private subscription: Subscription;
  private pipe: Pipe | undefined;
  private cancelTimer = (): void => undefined;
  private cancelSilence: (() => void) | undefined;
  private isNews = false;
  private failures = 0;
  private openedAt = 0;
  private requests = 0;

  constructor(options: ConnectionOptions) {
    this.options = options;
    this.subscription = { topics: options.topics ?? null, servers: options.servers ?? null };
    this.connect();
  }

  get state(): ConnectionState {
    return this.current;
  }

  /** Returns how to end it. */
  onState(listener: (state: ConnectionState) => void): () => void {
    return this.states.add(listener);
  }

  /** `receivedAt`: monotonic ms. Returns how to end it. */
  on<T extends ToClient['type']>(
    type: T,
    listener: (message: Message<T>, receivedAt: number) => void,
  ): () => void {
    let listeners = this.messages.get(type);
    if (!listeners) this.messages.set(type, (listeners = new Listeners()));
    return listeners.add(listener as (message: ToClient, receivedAt: number) => void);
  }

  /** Resolves once it is open; rejects when it is closed for good. */
  ready(): Promise<void> {
    return new Promise((resolve, reject) => {
      let stop = (): void => undefined;
      const look = (state: ConnectionState) => {
        if (state.is === 'open') resolve();
        else if (state.is === 'ended') reject(unreached(state));
        else return;
        stop();
      };
      stop = this.onState(look);
      look(this.current);
    });
  }

  /** Asks the core for something; rejects with a ProblemError. What a lost connection leaves unanswered may have been done. */
  call<N extends EndpointName>(name: N, ...[input]: InputWords<N>): Promise<Output<N>> {
    if (this.current.is !== 'open') return Promise.reject(unreached(this.current));
    const id = ++this.requests;
    return new Promise<Output<N>>((resolve, reject) => {
      const cancel = this.options.time.later(() => {
        this.pending.delete(id);
        reject(new ProblemError(504, 'no-answer', 'The core did not answer in time: try again.'));
      }, ANSWER_MS);
      this.pending.set(id, {
        resolve: (output) => resolve(output as Output<N>),
        reject,
        forget: cancel,
      });
      this.send({ type: 'request', id, call: name, ...(input !== undefined && { input }) });
    });
  }

  /** What is absent stays as it was. */
  subscribe(changes: Subscription): void {
    this.subscription = { ...this.subscription, ...changes };
    if (this.current.is === 'open') this.tellSubscription();
  }

  /** `t0`: monotonic ms, echoed by the pong. A core that stays silent after it is given up, and tried anew. */
  ping(t0: number): void {
    if (this.current.is !== 'open') return;
    this.send({ type: 'ping', t0 });
    this.expectWord();
  }

  /** Ends a pause now: what waits for a network that is back. */
  retryNow(): void {
    if (this.current.is !== 'waiting') return;
    this.cancelTimer();
    this.connect();
  }

  close(): void {
    this.end('closed', 'The connection was closed.');
  }

  private connect(): void {
    this.set({ is: 'connecting' });
    const { open, time } = this.options;
    // What an attempt that was given up still says is not heard.
    const mine =
      <T extends unknown[]>(heed: (...told: T) => void) =>
      (...told: T): void => {
        if (this.pipe === pipe) heed(...told);
      };
    const pipe = open(
      {
        received: mine((message: unknown, receivedAt: number) => this.heed(message as ToClient, receivedAt)),
        closed: mine((code: number) => this.lost(code)),
      },
      () => time.now(),
    );
    this.pipe = pipe;
    this.cancelTimer = time.later(() => this.lost(SILENT), SILENCE_MS);
  }

  private heed(message: ToClient, receivedAt: number): void {
    this.cancelSilence?.();
    this.cancelSilence = undefined;
    if (message.type === 'hello') {
      if (message.protocol !== PROTOCOL_VERSION) {
        this.end(
          'protocol',
          `The core speaks version ${message.protocol} of the protocol and this client version ${PROTOCOL_VERSION}: use those of one release.`,
        );
        return;
      }
      if (this.current.is !== 'open') this.opened(); // else a snapshot that was asked for
    } else if (message.type === 'response') this.answered(message);
    this.messages.get(message.type)?.tell(message, receivedAt);
    if (this.isNews) this.set(this.current);
  }

  /** Told when whoever keeps the state has heard the hello. */
  private opened(): void {
    this.cancelTimer();
    this.openedAt = this.options.time.now();
    this.current = { is: 'open' };
    this.isNews = true;
    const { topics, servers } = this.subscription;
    if (topics || servers) this.tellSubscription();
  }

  private tellSubscription(): void {
    const { topics, servers } = this.subscription;
    this.send({
      type: 'subscribe',
      ...(topics !== undefined && { topics: topics && [...topics] }),
      ...(servers !== undefined && { servers: servers && [...servers] }),
    });
  }

  private answered(response: Response): void {
    const pending = this.pending.get(response.id);
    if (!pending) return;
    this.pending.delete(response.id);
    pending.forget();
    if (response.ok) pending.resolve(response.output);
    else pending.reject(ProblemError.from(response.problem));
  }

  private send(message: ClientMessage): void {
    this.pipe?.send(message);
  }

  /** Whoever says nothing at all for so long is not there any more. */
  private expectWord(): void {
    if (this.cancelSilence) return;
    const { time } = this.options;
    const dueAt = time.now() + SILENCE_MS;
    const late = () => {
      this.cancelSilence = undefined;
      // A page that was frozen has its timers before what has arrived meanwhile.
      if (time.now() - dueAt > SILENCE_MS / 2) this.expectWord();
      else this.lost(SILENT);
    };
    this.cancelSilence = time.later(late, SILENCE_MS);
  }

  private lost(code: number): void {
    const wasOpen = this.current.is === 'open';
    const { time, random, refusal } = this.options;
    if (wasOpen && time.now() - this.openedAt >= GOOD_AFTER_MS) this.failures = 0;
    this.leave();
    if (code === CLOSE.revoked) {
      this.end('revoked', 'The token of this connection was revoked: use another one.');
      return;
    }
    const pauseMs = Math.min(FIRST_PAUSE_MS * 2 ** this.failures++, LONGEST_PAUSE_MS);
    const waitMs = pauseMs * (1 - JITTER * random());
    const why = wasOpen || code === SILENT ? sentenceOf(code) : 'The core cannot be reached.';
    this.cancelTimer = time.later(() => this.connect(), waitMs);
    const state = { is: 'waiting', retryAt: time.now() + waitMs, why } as const;
    this.set(state);
    if (wasOpen) return;
    void refusal().then((sentence) => {
      // Whatever has become of the connection since then, the answer holds: unless it is let in after all.
      if (sentence !== null && this.current.is !== 'open') this.end('refused', sentence);
    });
  }

  private end(code: 'closed' | 'refused' | 'revoked' | 'protocol', why: string): void {
    if (this.current.is === 'ended') return;
    this.leave();
    this.set({ is: 'ended', code, why });
  }

  /** Gives up the pipe, and what was asked through it. */
  private leave(): void {
    this.cancelTimer();
    this.cancelSilence?.();
    this.cancelSilence = undefined;
    this.pipe?.close();
    this.pipe = undefined;
    const unanswered = [...this.pending.values()];
    this.pending.clear();
    for (const { reject, forget } of unanswered) {
      forget();
      reject(
        new ProblemError(
          503,
          'connection-lost',
          'The connection was lost before the answer came: see whether it was done, and try again.',
        ),
      );
    }
  }

  private set(state: ConnectionState): void {
    this.isNews = false;
    this.current = state;
    this.states.tell(state);
  }
}

/** Not a code of the protocol: nothing was heard. */
const SILENT = -1;

function sentenceOf(code: number): string {
  switch (code) {
    case SILENT:
      return 'The core does not answer.';
    case CLOSE.stopping:
      return 'The core was stopped.';
    case CLOSE.tooSlow:
      return 'The core closed the connection, for its messages were not read in time.';
    case CLOSE.flooded:
      return 'The core closed the connection, for too much was sent to it.';
    default:
      return 'The connection was lost.';
  }
}

function unreached(state: ConnectionState): ProblemError {
  const why = 'why' in state ? state.why : 'The connection is not open yet.';
  return new ProblemError(503, 'not-connected', why);
}
