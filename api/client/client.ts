/**
 * `ticketime/client`: a program's, a plugin's or a page's way to the core. A connection that is kept, the core's state, and each
 * server's clock.
 *
 *     const client = connect({ url: 'http://127.0.0.1:27182', token });
 *     client.on('trigger', ({ name, latenessMs }) => { ... });
 *     await client.ready();
 *     const clock = client.clock(serverId);
 *     clock.read()?.epochMs
 */
import { Connection, type ConnectionOptions, type Subscription } from './connection.ts';
import { CoreClock } from './core-clock.ts';
import type { OpenPipe } from './pipe.ts';
import { ServerClock } from './server-clock.ts';
import { LiveState } from './state.ts';
import { systemTime, type Time } from './time.ts';
import { refusal, webSocketPipe } from './web-socket-pipe.ts';

export { ProblemError } from '../protocol/problem-error.ts';
export { messagePortPipe } from './message-port-pipe.ts';
export { restCall, type Call } from './rest.ts';
export type { EndpointName, Input, Output } from '../protocol/endpoints.ts';
export type { Action, ActionKind, InputField } from '../protocol/action.ts';
export type { Alarm, EventDetail, NewEvent, ScheduledEvent } from '../protocol/event.ts';
export type { CoreMessage, Hello, ToClient, Topic, Trigger } from '../protocol/messages.ts';
export type { Plugin } from '../protocol/plugin.ts';
export type { Reading } from '../protocol/reading.ts';
export type { PracticeStarted, Rehearsal, RehearsalList } from '../protocol/practice.ts';
export type { Lead, NewServer, ServerDetail, ServerSummary } from '../protocol/server.ts';
export type { Settings } from '../protocol/settings.ts';
export type { Connection, ConnectionState, Subscription } from './connection.ts';
export type { CoreClock, CoreNow } from './core-clock.ts';
export type { OpenPipe, Pipe, PipeEvents } from './pipe.ts';
export type { ServerClock, ServerNow } from './server-clock.ts';
export type { CoreState, LiveState } from './state.ts';
export { systemTime, type Time } from './time.ts';

interface Common extends Subscription {
  readonly time?: Time;
  /** From 0 to 1. */
  readonly random?: () => number;
}

/** Over a WebSocket; or over a pipe of one's own. */
export type ClientOptions =
  | (Common & {
      /** The core's address, as in http://127.0.0.1:27182. */
      readonly url: string;
      /** What a page leaves out: its cookie goes with it, and a browser sends no other header. */
      readonly token?: string;
    })
  | (Common & { readonly pipe: OpenPipe });

export interface Client extends Pick<Connection, 'call' | 'on' | 'onState' | 'ready' | 'subscribe'> {
  readonly connection: Connection;
  readonly state: LiveState;
  readonly coreClock: CoreClock;
  /** The clock of a server; one and the same each time. */
  clock(serverId: string): ServerClock;
  /** For good. */
  close(): void;
}

export function connect(options: ClientOptions): Client {
  const { time = systemTime, random = Math.random, topics = null, servers = null } = options;
  const way: Pick<ConnectionOptions, 'open' | 'refusal'> =
    'pipe' in options
      ? { open: options.pipe, refusal: () => Promise.resolve(null) }
      : {
          open: webSocketPipe(options.url, options.token),
          refusal: () => refusal(options.url, options.token),
        };
  const connection = new Connection({ ...way, topics, servers, time, random });
  // Before the state: a reading of another core is not to be reckoned with the clock of the one before.
  const coreClock = new CoreClock(connection, time);
  const state = new LiveState(connection);
  const clocks = new Map<string, ServerClock>();
  const readingOf = (id: string) => state.current?.servers.get(id)?.reading ?? null;
  const given = new Map<string, ReturnType<typeof readingOf>>();
  const give = (id: string, clock: ServerClock) => {
    const reading = readingOf(id);
    // Most changes of the state are not of this one's reading.
    if (given.has(id) && given.get(id) === reading) return;
    given.set(id, reading);
    clock.setReading(reading);
  };
  state.onChange(() => clocks.forEach((clock, id) => give(id, clock)));
  return {
    connection,
    state,
    coreClock,
    call: connection.call.bind(connection),
    on: connection.on.bind(connection),
    onState: connection.onState.bind(connection),
    ready: connection.ready.bind(connection),
    subscribe: connection.subscribe.bind(connection),
    clock(serverId) {
      let clock = clocks.get(serverId);
      if (!clock) {
        clock = new ServerClock(coreClock, time);
        clocks.set(serverId, clock);
        give(serverId, clock);
      }
      return clock;
    },
    close() {
      connection.close();
      coreClock.close();
      state.close();
      for (const clock of clocks.values()) clock.close();
    },
  };
}
