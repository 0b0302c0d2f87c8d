/**
 * One client on a message pipe, whatever that is made of: what it says is answered, and what it may and wants to know is told.
 */
import * as v from 'valibot';
import { CLOSE } from '../protocol/close.ts';
import {
  ClientMessage,
  TOPIC_OF,
  TOPICS,
  type CoreMessage,
  type State,
  type ToClient,
  type Topic,
} from '../protocol/messages.ts';
import { ProblemError } from '../protocol/problem-error.ts';
import { SETTINGS_DEFAULTS } from '../protocol/settings-defaults.ts';
import { PROTOCOL_VERSION } from '../protocol/version.ts';
import type { Desk } from './desk.ts';
import type { Identity } from './door.ts';
import { Encoded } from './encoded.ts';
import { Bucket, type Limits } from './limits.ts';
import { bug, messageInvalid, tooMany, tooManyUnanswered } from './problems.ts';
import { sentenceOf } from './validate.ts';

/** What carries messages to one client. */
export interface Pipe {
  send(message: Encoded): void;
  /** What was sent and has not been taken yet, bytes. */
  bufferedBytes(): number;
  /** Why: one of the protocol's CLOSE codes, and a sentence. */
  close(code: number, reason: string): void;
}

export interface SessionOptions {
  readonly id: string;
  readonly pipe: Pipe;
  readonly identity: Identity;
  readonly desk: Desk;
  readonly state: () => Promise<State>;
  readonly version: string;
  readonly limits: Limits;
  readonly now: () => number;
  readonly anchorMs: () => number;
  readonly tellBug: (error: unknown) => void;
}

/** A message of the core, made ready for all sessions. */
export interface Telling {
  readonly encoded: Encoded;
  readonly topicBit: number;
  /** Null: of no one server. */
  readonly serverId: string | null;
  /** Whether a state that is told later would hold it as well. */
  readonly isState: boolean;
}

const BIT = Object.fromEntries(TOPICS.map((topic, index) => [topic, 1 << index])) as Record<Topic, number>;
const ALL = bitsOf(TOPICS);
/** Moments, told to whoever may know of triggers; everything else is for whoever may read. */
const MOMENTS = BIT.triggers | BIT.alarms;

export class Session {
  readonly id: string;
  readonly identity: Identity;
  readonly connectedAt: number;
  readonly #options: SessionOptions;
  readonly #allowed: number;
  readonly #messages: Bucket;
  readonly #nonsense: Bucket;
  #wanted: number;
  /** Null: of all. */
  #servers: ReadonlySet<string> | null = null;
  /** What is told after the state that is being asked for; null when none is. */
  #held: Encoded[] | null = [];
  #isNew = true;
  #unanswered = 0;
  #isOver = false;

  constructor(options: SessionOptions) {
    const { id, identity, limits, now } = options;
    this.#options = options;
    this.id = id;
    this.identity = identity;
    this.connectedAt = now();
    this.#messages = identity.messages ?? new Bucket(limits.messages);
    this.#nonsense = new Bucket(limits.nonsense);
    const { permissions } = identity;
    this.#allowed =
      (permissions.has('read') ? ALL & ~MOMENTS : 0) | (permissions.has('trigger') ? MOMENTS : 0);
    this.#wanted = ALL;
  }

  get bufferedBytes(): number {
    return this.#options.pipe.bufferedBytes();
  }

  /**
   * Says the whole state. What the core tells while that is fetched follows it: the state may hold it already, but may also be of
   * a moment before, and each change is told whole.
   */
  async hello(): Promise<void> {
    const { id, identity, version, state, now, anchorMs, tellBug } = this.#options;
    this.#held ??= [];
    try {
      const content = identity.permissions.has('read') ? await state() : NOTHING;
      this.#send({
        type: 'hello',
        protocol: PROTOCOL_VERSION,
        version,
        clientId: id,
        permissions: [...identity.permissions],
        at: now(),
        anchorMs: anchorMs(),
        ...content,
      });
    } catch (error) {
      tellBug(error);
      this.close(1011, 'Ticketime made a mistake.');
    }
    const held = this.#held;
    this.#held = null;
    this.#isNew = false;
    for (const message of held) this.#pass(message);
  }

  /** `at`: when it was received, on the monotonic clock. */
  receive(text: string, at: number): void {
    if (this.#isOver) return;
    if (!this.#messages.take(at)) {
      this.close(CLOSE.flooded, 'Too many messages: send them more slowly.');
      return;
    }
    const message = parsed(text);
    if (message instanceof ProblemError) this.refuse(message, at);
    else if (message.type === 'ping') this.#pong(message.t0, at);
    else if (message.type === 'subscribe') this.#subscribe(message.topics, message.servers);
    else if (message.type === 'request') void this.#answer(message.id, message.call, message.input, at);
    else if (!this.#held) this.#snapshot(at); // otherwise one is on its way
  }

  /** Tells what was wrong with a message; whoever goes on like this is let go. */
  refuse({ problem }: ProblemError, at: number): void {
    if (this.#nonsense.take(at)) this.#send({ type: 'refused', problem });
    else this.close(CLOSE.flooded, 'Too many messages were not understood: look at the refusals.');
  }

  /** A sign of life that costs as much as a message. */
  countPing(at: number): void {
    if (!this.#messages.take(at)) this.close(CLOSE.flooded, 'Too many pings: send them more slowly.');
  }

  tell({ encoded, topicBit, serverId, isState }: Telling): void {
    if (!(this.#allowed & this.#wanted & topicBit)) return;
    if (this.#servers && serverId !== null && !this.#servers.has(serverId)) return;
    if (this.#held && (isState || this.#isNew)) this.#held.push(encoded);
    else this.#pass(encoded);
  }

  /** Nothing is sent any more. */
  close(code: number, reason: string): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#options.pipe.close(code, reason);
  }

  /** The pipe is gone. */
  gone(): void {
    this.#isOver = true;
  }

  #subscribe(topics: readonly Topic[] | null | undefined, servers: readonly string[] | null | undefined) {
    if (topics !== undefined) this.#wanted = topics ? bitsOf(topics) : ALL;
    if (servers !== undefined) this.#servers = servers && new Set(servers);
  }

  /** The whole state costs the core as much as any request. */
  #snapshot(at: number): void {
    const { requests } = this.identity;
    if (requests.take(at)) void this.hello();
    else this.#send({ type: 'refused', problem: tooMany(requests.waitS()).problem });
  }

  #pong(t0: number, t1: number): void {
    this.#send({ type: 'pong', t0, t1, t2: this.#options.now(), anchorMs: this.#options.anchorMs() });
  }

  async #answer(id: number, call: Parameters<Desk['answer']>[0], input: unknown, at: number): Promise<void> {
    const { desk, identity, limits, tellBug } = this.#options;
    this.#unanswered += 1;
    try {
      if (this.#unanswered > limits.unanswered) throw tooManyUnanswered(limits.unanswered);
      if (!identity.requests.take(at)) throw tooMany(identity.requests.waitS());
      desk.allow(call, identity);
      const output = await desk.answer(call, input, identity);
      this.#send({ type: 'response', id, ok: true, output });
    } catch (error) {
      if (!(error instanceof ProblemError)) tellBug(error);
      const { problem } = error instanceof ProblemError ? error : bug();
      this.#send({ type: 'response', id, ok: false, problem });
    } finally {
      this.#unanswered -= 1;
    }
  }

  #send(message: ToClient): void {
    this.#pass(new Encoded(message));
  }

  #pass(message: Encoded): void {
    if (this.#isOver) return;
    const { pipe, limits } = this.#options;
    if (pipe.bufferedBytes() > limits.bufferedBytes)
      this.close(CLOSE.tooSlow, 'What was told was not read in time: connect again.');
    else pipe.send(message);
  }
}

/** What somebody is told who may not read. */
const NOTHING: State = { servers: [], events: [], settings: SETTINGS_DEFAULTS, localClock: null };

export function tellingOf(message: CoreMessage): Telling {
  const topicBit = BIT[TOPIC_OF[message.type]];
  return {
    encoded: new Encoded(message),
    topicBit,
    serverId: serverOf(message),
    isState: (topicBit & MOMENTS) === 0,
  };
}

function serverOf(message: CoreMessage): string | null {
  if ('serverId' in message) return message.serverId;
  if (message.type === 'server') return message.server.id;
  return message.type === 'event' ? message.event.serverId : null;
}

function bitsOf(topics: readonly Topic[]): number {
  return topics.reduce((bits, topic) => bits | BIT[topic], 0);
}

function parsed(text: string): v.InferOutput<typeof ClientMessage> | ProblemError {
  let message: unknown;
  try {
    message = JSON.parse(text);
  } catch {
    return messageInvalid('This is not JSON: send one JSON object.');
  }
  const result = v.safeParse(ClientMessage, message);
  return result.success ? result.output : messageInvalid(sentenceOf(result.issues));
}
