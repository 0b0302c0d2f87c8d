/**
 * Presses: one request at once, and when it arrived.
 *
 * What is whose: `reactionMs` is the person's alone, by the clock that they looked at; `sendingMs` is the way from their finger to
 * the network, and holds `openingMs` when no connection stood open. One that does is taken (it is kept from press to press, and
 * opened beforehand to the practice server), for an opening costs a round trip or two that no person is to be blamed for.
 * `lateMs` is what happened, opening included; only the trim that is suggested leaves that out (timing/reaction.ts).
 *
 * When it arrived is known from the practice server itself. Of any other one it is reckoned: half a round trip after it was sent,
 * by the reading. An uneven path shifts the reading by just as much as that is wrong (timing/lead.ts), so that no more doubt is to be
 * added than the reading's own, and half of what this round trip took beyond the shortest. Where standard time stands in for the
 * server's clock nothing cancels, and it is half of the whole round trip.
 */
import type { ValidInput } from '../../api/protocol/endpoints.ts';
import type { Rehearsal, RehearsalList } from '../../api/protocol/practice.ts';
import { readAt, type Reading } from '../../api/protocol/reading.ts';
import { localClock } from '../clock/local-clock.ts';
import { Failure } from '../failure.ts';
import { parseTarget } from '../sources/http-date/target.ts';
import type { TimedConnection, TimedReply } from '../sources/http-date/timed-request.ts';
import { suggestTrim } from '../timing/reaction.ts';
import type { Hub } from './hub.ts';
import { newId } from './new-id.ts';
import type { Practice } from './practice.ts';
import { noLead, noReading, pressNotNow, pressTooSoon } from './problems.ts';
import type { Rehearsals } from './rehearsals.ts';
import { leadOf, type Server, type Servers } from './servers.ts';

export interface PressesOptions {
  readonly servers: Servers;
  readonly practice: Practice;
  readonly rehearsals: Rehearsals;
  readonly hub: Hub;
  /** Monotonic ms. */
  readonly now: () => number;
  /** Wall minus monotonic clock, ms. */
  readonly anchorMs: () => number;
}

interface Line {
  /** Made by the first request. */
  connection: TimedConnection | undefined;
  /** Ends what is under way on it. */
  readonly closed: AbortController;
  isBusy: boolean;
  pressedAt: number;
}

/** From one press of a server to the next, ms. */
const LEAST_GAP_MS = 1000;
const CONNECT_TIMEOUT_MS = 4000;
const TIMEOUT_MS = 5000;
/** A press that is told later than this is not rehearsed but made up, ms. */
const LATEST_TOLD_MS = 10_000;
/** A page knows the core's clock this well at the worst, ms. */
const CLOCKS_APART_MS = 100;

/** What makes a connection. Not loaded at the start, which has no time for it. */
async function load() {
  const [{ TimedConnection }, { refuseProxy }, { refusesMethod, ignoresHead }] = await Promise.all([
    import('../sources/http-date/timed-request.ts'),
    import('../sources/http-date/proxy.ts'),
    import('../sources/http-date/preflight.ts'),
  ]);
  return { TimedConnection, refuseProxy, refusesMethod, ignoresHead };
}
type Loaded = Awaited<ReturnType<typeof load>>;

export class Presses {
  private readonly options: PressesOptions;
  private readonly lines = new Map<string, Line>();

  constructor(options: PressesOptions) {
    this.options = options;
  }

  /** Rejects with a ProblemError, or a Failure when the server was not reached. */
  async press(wish: ValidInput<'press'>): Promise<Rehearsal> {
    const { servers, now } = this.options;
    const server = servers.get(wish.id);
    const { reading } = server.kept;
    const { name } = server.record;
    if (!reading) throw noReading(name, server.note?.message ?? null);
    const shown = showing(server, reading, wish);
    const calledAt = now();
    if (wish.pressedAt > calledAt + CLOCKS_APART_MS || wish.pressedAt < calledAt - LATEST_TOLD_MS)
      throw pressNotNow();
    const line = this.lineOf(wish.id);
    if (line.isBusy || calledAt - line.pressedAt < LEAST_GAP_MS) throw pressTooSoon(name);
    line.pressedAt = calledAt;
    const id = newId();
    const url = this.addressOf(server, id);
    const reply = await this.send(line, server, url);
    const arrival = await this.arrivalOf(server, reading, reply, url);
    const rehearsal: Rehearsal = {
      id,
      serverId: wish.id,
      serverName: name,
      pressedEpochMs: wish.pressedAt + this.options.anchorMs(),
      targetEpochMs: wish.targetEpochMs,
      timeMode: wish.timeMode,
      reactionMs: shown - wish.targetEpochMs,
      sendingMs: reply.sentAt - wish.pressedAt,
      openingMs: Math.max(0, reply.sentAt - calledAt),
      delayMs: reply.receivedAt - reply.sentAt,
      seenEpochMs: reply.dateEpochMs,
      lateMs: arrival.epochMs - wish.targetEpochMs,
      accuracyMs: arrival.accuracyMs,
    };
    this.keep(rehearsal);
    return rehearsal;
  }

  /** Who looks at them may press next, and would wait for what is loaded only then. */
  list(serverId: string): RehearsalList {
    this.options.servers.get(serverId);
    void load();
    const rehearsals = [...this.options.rehearsals.of(serverId)];
    return { rehearsals, suggestion: suggestTrim(rehearsals) };
  }

  clear(serverId: string): void {
    this.options.servers.get(serverId);
    this.options.rehearsals.clear(serverId);
  }

  /** Opens a connection that the first press then finds open: to a server of our own, which need not be spared. */
  async warmUp(server: Server): Promise<void> {
    const [url] = parseTarget(server.record.address);
    try {
      await this.send(this.lineOf(server.record.id), server, url);
    } catch (error) {
      if (!(error instanceof Failure)) throw error; // the press itself will tell
    }
  }

  /** A server has been taken out. */
  left(serverId: string): void {
    const line = this.lines.get(serverId);
    this.lines.delete(serverId);
    line?.closed.abort(new Failure('cancelled', 'The server was removed before it answered.'));
    line?.connection?.drop();
  }

  close(): void {
    for (const serverId of [...this.lines.keys()]) this.left(serverId);
  }

  private lineOf(serverId: string): Line {
    const known = this.lines.get(serverId);
    if (known) return known;
    const closed = new AbortController();
    const line: Line = { connection: undefined, closed, isBusy: false, pressedAt: -Infinity };
    this.lines.set(serverId, line);
    return line;
  }

  private connectionOf(
    line: Line,
    { record }: Server,
    url: URL,
    { TimedConnection, refuseProxy }: Loaded,
  ): TimedConnection {
    refuseProxy(url, process.env);
    line.closed.signal.throwIfAborted();
    return (line.connection ??= new TimedConnection({
      // Nothing is waited for by it here, and its anchor only reads dates of two digits.
      clock: { ...localClock, anchor: this.options.anchorMs },
      connectTimeoutMs: CONNECT_TIMEOUT_MS,
      allowsPrivate: record.allowsPrivate,
      signal: line.closed.signal,
      onSent: () => undefined,
    }));
  }

  /** The page that was measured. The practice server's own record tells this press from a sync's requests by it. */
  private addressOf({ record, kept, practice }: Server, id: string): URL {
    const measured = kept.reading?.source === 'date-header' ? kept.believed?.measurement.url : undefined;
    const url = measured === undefined ? parseTarget(record.address)[0] : new URL(measured);
    if (practice) url.search = `?press=${id}`;
    return url;
  }

  private async send(line: Line, server: Server, url: URL): Promise<TimedReply> {
    const method = server.method ?? 'HEAD';
    const timed = { url, method, sendAt: -Infinity, timeoutMs: TIMEOUT_MS };
    line.isBusy = true;
    try {
      const loaded = await load();
      const connection = this.connectionOf(line, server, url, loaded);
      const isKept = connection.isWarm;
      const reply = await connection.exchange(timed).catch((error: unknown) => {
        // A server that had just given up the idle connection is there all the same.
        if (isKept && error instanceof Failure && error.code === 'reset') return connection.exchange(timed);
        if (method === 'HEAD' && loaded.ignoresHead(error)) server.method = 'GET';
        throw error;
      });
      // A refusal of HEAD arrived as well as any other request; the next one is not to be refused.
      if (loaded.refusesMethod(reply)) server.method = 'GET';
      return reply;
    } finally {
      line.isBusy = false;
    }
  }

  /** When it arrived, by the server's clock. */
  private async arrivalOf(
    { record, practice }: Server,
    reading: Reading,
    { sentAt, receivedAt }: TimedReply,
    { pathname, search }: URL,
  ): Promise<{ epochMs: number; accuracyMs: number }> {
    const truth = practice && (await this.options.practice.recordOf(record.id, pathname + search));
    if (truth) return { epochMs: truth.arrivedEpochMs, accuracyMs: 0 };
    const delayMs = receivedAt - sentAt;
    const { serverEpochMs, accuracyMs } = readAt(reading, sentAt + delayMs / 2);
    // Of standard time in the server's stead, the shortest is that to another host: nothing of this way cancels.
    const shortestMs = reading.source === 'date-header' ? reading.delayMs : 0;
    const doubtMs = Math.max(0, delayMs - shortestMs) / 2;
    return { epochMs: serverEpochMs, accuracyMs: accuracyMs + doubtMs };
  }

  private keep(rehearsal: Rehearsal): void {
    if (!this.options.servers.has(rehearsal.serverId)) return; // removed meanwhile
    try {
      this.options.rehearsals.add(rehearsal);
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      this.options.hub.alert(error.code, error.message); // it is told all the same
    }
  }
}

/** What the clock that the person looked at showed at the press, as pages reckon it: epoch ms. */
function showing(server: Server, reading: Reading, { pressedAt, timeMode }: ValidInput<'press'>): number {
  const { name, trimMs } = server.record;
  const { serverEpochMs } = readAt(reading, pressedAt);
  if (timeMode === 'server-time') return serverEpochMs;
  const lead = leadOf(server);
  if (!lead) throw noLead(name);
  return serverEpochMs + (timeMode === 'safe-arrival' ? lead.safeMs : lead.balancedMs) - trimMs;
}
