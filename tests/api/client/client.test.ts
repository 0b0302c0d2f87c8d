/** The client against the real bridge, over real sockets and real message ports. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { MessageChannel } from 'node:worker_threads';
import { describe, test, type TestContext } from 'vitest';
import { WebSocketServer } from 'ws';
import { connect, messagePortPipe, type Client, type ClientOptions } from '../../../api/client/client.ts';
import type { ConnectionState } from '../../../api/client/connection.ts';
import type { MessagePortLike } from '../../../api/client/message-port-pipe.ts';
import { restCall } from '../../../api/client/rest.ts';
import { readAt } from '../../../api/protocol/reading.ts';
import { ProblemError } from '../../../api/protocol/problem-error.ts';
import { SessionFile } from '../../../api/server/page-sessions.ts';
import { hashOf } from '../../../api/server/secret.ts';
import { createApiServer } from '../../../api/server/server.ts';
import { addServer, ANCHOR_MS, READING, startBridge, type TestBridge } from '../server/bridge.ts';

function connectTo(t: TestContext, options: ClientOptions): Client {
  const client = connect({ random: () => 0.5, ...options });
  t.onTestFinished(() => client.close());
  return client;
}

const urlOf = ({ port }: Pick<TestBridge, 'port'>) => `http://127.0.0.1:${port}`;
const byToken = (bridge: TestBridge, token = bridge.person) => ({ url: urlOf(bridge), token });

/** Resolves when the connection is in that state. */
function until(client: Client, is: ConnectionState['is']): Promise<ConnectionState> {
  return new Promise((resolve) => {
    const look = (state: ConnectionState) => {
      if (state.is === is) resolve(state);
    };
    client.onState(look);
    look(client.connection.state);
  });
}

describe.concurrent('a client of the real bridge', () => {
  test('sees the state, changes it by calls, and is told the changes', async (t) => {
    const bridge = await startBridge(t);
    const client = connectTo(t, byToken(bridge));
    await client.ready();
    const { id } = await client.call('addServer', { url: 'https://a.example' });
    t.expect(client.state.current?.servers.get(id)?.url).toBe('https://a.example');
    const event = await client.call('addEvent', { serverId: id, time: '2099-01-01T20:00', payload: [1] });
    t.expect(client.state.current?.events.get(event.id)?.payload).toEqual([1]);
    await client.call('removeServer', { id });
    t.expect(client.state.current?.servers.size).toBe(0);
    await t.expect(client.call('showServer', { id })).rejects.toMatchObject({
      name: 'ProblemError',
      problem: { status: 404, title: 'no-such-server' },
    });
    await t
      .expect(client.call('addServer', { url: 7 as never }))
      .rejects.toMatchObject({ problem: { status: 400 } });
  });

  test('tells a server’s time within its ± of what the core itself says', async (t) => {
    const bridge = await startBridge(t);
    const id = await addServer(bridge);
    const client = connectTo(t, byToken(bridge));
    await client.ready();
    const clock = client.clock(id);
    t.expect(client.clock(id)).toBe(clock);
    await new Promise<void>((resolve) => {
      client.coreClock.onChange(resolve);
    });
    for (let i = 0; i < 20; i++) {
      const before = readAt(READING, bridge.now()).serverEpochMs;
      const shown = clock.read();
      const after = readAt(READING, bridge.now()).serverEpochMs;
      if (!shown) throw new Error('Nothing is known.');
      const pathMs = shown.accuracyMs - readAt(READING, bridge.now()).accuracyMs;
      t.expect(shown.epochMs).toBeGreaterThan(before - pathMs - 0.01);
      t.expect(shown.epochMs).toBeLessThan(after + pathMs + 0.01);
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    bridge.core.measured(id, { ...READING, shiftMs: READING.shiftMs + 5000 });
    await client.call('listServers');
    t.expect(clock.read()?.stepped).toBe(true);
    bridge.core.measured(id, null);
    await client.call('listServers');
    t.expect(clock.read()).toBeNull();
  });

  test('is told of its topics and servers alone, and of others once it asks for them', async (t) => {
    const bridge = await startBridge(t);
    const [one, other] = [await addServer(bridge), await addServer(bridge)];
    const client = connectTo(t, { ...byToken(bridge), topics: ['estimates'], servers: [one] });
    await client.ready();
    const told: string[] = [];
    client.on('estimate', ({ serverId }) => told.push(serverId));
    client.on('alert', ({ code }) => told.push(code));
    const sayAll = async () => {
      await client.call('listServers'); // what was subscribed to is known by then
      bridge.core.measured(one, READING);
      bridge.core.measured(other, READING);
      bridge.core.say({ type: 'alert', serverId: null, code: 'alert', message: 'A.' });
      await client.call('listServers');
    };
    await sayAll();
    t.expect(told).toEqual([one]);
    client.subscribe({ topics: ['alerts'], servers: null });
    await sayAll();
    t.expect(told).toEqual([one, 'alert']);
  });

  test('comes back when the core does, with its state and what it wants to be told of', async (t) => {
    const bridge = await startBridge(t);
    const client = connectTo(t, { ...byToken(bridge), topics: ['alerts'] });
    await client.ready();
    await bridge.server.close();
    t.expect(await until(client, 'waiting')).toMatchObject({ why: 'The core was stopped.' });
    await t.expect(client.call('listServers')).rejects.toMatchObject({ problem: { title: 'not-connected' } });
    const id = await addServer(bridge);
    const again = createApiServer({
      core: bridge.core,
      tokens: bridge.tokens,
      sessions: new SessionFile(bridge.folder, (sentence) => t.expect(sentence).toBe('')),
      personHash: hashOf(bridge.person),
      version: 'again',
      now: () => bridge.now(),
      anchorMs: () => ANCHOR_MS,
      tell: (sentence) => t.expect(sentence).toBe(''),
    });
    t.onTestFinished(() => again.close());
    await again.listen(bridge.port);
    await until(client, 'open');
    t.expect([...(client.state.current?.servers.keys() ?? [])]).toEqual([id]);
    const told: string[] = [];
    client.on('alert', ({ code }) => told.push(code));
    client.on('settings', ({ type }) => told.push(type));
    await client.call('changeSettings', { healthThreshold: 60 }); // whose message is not of a topic that was asked for
    bridge.core.say({ type: 'alert', serverId: null, code: 'alert', message: 'A.' });
    await client.call('listServers');
    t.expect(told).toEqual(['alert']);
  });

  test('ends when its token is revoked, and is told so when it comes with one that is not known', async (t) => {
    const bridge = await startBridge(t);
    const made = bridge.tokens.make({ name: 'plugin', permissions: ['read'] }, 0);
    const client = connectTo(t, byToken(bridge, made.token));
    await client.ready();
    await restCall(urlOf(bridge), bridge.person)('revokeToken', { id: made.id });
    t.expect(await until(client, 'ended')).toMatchObject({ code: 'revoked' });
    const late = connectTo(t, byToken(bridge, made.token));
    await t.expect(late.ready()).rejects.toThrow('This token is not known or was revoked');
    t.expect(late.connection.state).toMatchObject({ is: 'ended', code: 'refused' });
  });

  test('goes on trying where nobody answers, and where something else does', async (t) => {
    const nobody = connectTo(t, { url: 'http://127.0.0.1:1', token: 'x' });
    t.expect(await until(nobody, 'waiting')).toMatchObject({ why: 'The core cannot be reached.' });
    const stranger = createServer((_, response) => response.end('<h1>Hello</h1>'));
    const sockets = new WebSocketServer({ server: stranger });
    sockets.on('connection', (socket) => socket.send('welcome to something else'));
    await new Promise<void>((resolve) => stranger.listen(0, '127.0.0.1', resolve));
    t.onTestFinished(() => {
      for (const socket of sockets.clients) socket.terminate();
      stranger.close();
      stranger.closeAllConnections();
    });
    const url = urlOf(stranger.address() as AddressInfo);
    const client = connectTo(t, { url, token: 'x' });
    await until(client, 'waiting');
    t.expect((await until(client, 'connecting')).is).toBe('connecting');
    await t.expect(restCall(url, 'x')('listServers', {})).rejects.toMatchObject({
      problem: { title: 'not-the-core' },
    });
  });

  test('speaks the same over a message port', async (t) => {
    const bridge = await startBridge(t);
    const ask = (): Promise<MessagePortLike> => {
      const { port1, port2 } = new MessageChannel();
      const session = bridge.server.open({
        send: ({ text }) => port1.postMessage(text),
        bufferedBytes: () => 0,
        close: () => port1.close(),
      });
      port1.on('message', (text: string) => session.receive(text, bridge.now()));
      port1.on('close', () => bridge.server.drop(session));
      return Promise.resolve(port2 as unknown as MessagePortLike);
    };
    const client = connectTo(t, { pipe: messagePortPipe(ask) });
    await client.ready();
    const { id } = await client.call('addServer', { url: 'https://a.example' });
    t.expect(client.state.current?.servers.get(id)?.name).toBe('https://a.example');
  });
});

describe.concurrent('a question over HTTP', () => {
  test('fills in the path, the query and the body, and gives what was answered', async (t) => {
    const bridge = await startBridge(t);
    const call = restCall(urlOf(bridge), bridge.person);
    const { id } = await call('addServer', { url: 'https://a.example', trimMs: -3 });
    t.expect((await call('updateServer', { id, favourite: true })).favourite).toBe(true);
    t.expect(await call('showServer', { id, limit: 7 })).toMatchObject({ id, trimMs: -3 });
    t.expect(bridge.core.asked.at(-1)).toMatchObject({ name: 'showServer', input: { id, limit: 7 } });
    await call('removeServer', { id });
    t.expect(await call('listServers', {})).toEqual([]);
  });

  test('rejects with the core’s problem', async (t) => {
    const bridge = await startBridge(t);
    const call = restCall(urlOf(bridge), bridge.tokenFor('read'));
    await t.expect(call('showServer', { id: 'none' })).rejects.toMatchObject({
      name: 'ProblemError',
      problem: { status: 404, title: 'no-such-server' },
    });
    const refused = await call('startSync', { id: 'none' }).catch((error: unknown) => error);
    t.expect(refused).toBeInstanceOf(ProblemError);
    t.expect((refused as ProblemError).problem).toMatchObject({ status: 403, title: 'permission-missing' });
  });
});
