import { describe, expect, test } from 'vitest';
import { Connection, type ConnectionOptions, type ConnectionState } from '../../../api/client/connection.ts';
import { CLOSE } from '../../../api/protocol/close.ts';
import { FakeCore } from './fake-core.ts';
import { serverWith } from '../../fakes/server-with.ts';
import { settled, VirtualTime } from './virtual-time.ts';

interface World {
  readonly time: VirtualTime;
  readonly core: FakeCore;
  readonly connection: Connection;
  readonly states: ConnectionState['is'][];
}

function world(
  options: Partial<ConnectionOptions> = {},
  prepare: (core: FakeCore) => void = () => undefined,
): World {
  const time = new VirtualTime();
  const core = new FakeCore(time);
  prepare(core);
  const connection = new Connection({
    open: core.open,
    time,
    random: () => 0,
    refusal: () => Promise.resolve(null),
    ...options,
  });
  const states: ConnectionState['is'][] = [];
  connection.onState(({ is }) => states.push(is));
  return { time, core, connection, states };
}

const problem = (code: string) =>
  expect.objectContaining({ problem: expect.objectContaining({ title: code }) as unknown }) as Error;

describe('a connection', () => {
  test('is open once the core has said hello, and tells messages by their type', async () => {
    const { time, core, connection, states } = world();
    expect(connection.state.is).toBe('connecting');
    const ready = connection.ready();
    const alerts: string[] = [];
    const stop = connection.on('alert', ({ code }) => alerts.push(code));
    await time.pass(1);
    await ready;
    expect(states).toEqual(['open']);
    core.say({ type: 'alert', serverId: null, code: 'a', message: 'A.' });
    core.say({ type: 'server', server: serverWith() });
    stop();
    core.say({ type: 'alert', serverId: null, code: 'b', message: 'B.' });
    expect(alerts).toEqual(['a']);
  });

  test('has its hello heard before it is told to be open', async () => {
    const { time, connection } = world();
    const order: string[] = [];
    connection.onState(({ is }) => order.push(is));
    connection.on('hello', () => order.push(`hello, ${connection.state.is}`));
    await time.pass(1);
    expect(order).toEqual(['hello, open', 'open']);
  });

  test('tells the core what it wants to be told of, each time anew, and changes of that', async () => {
    const { time, core, connection } = world({ topics: ['triggers'] });
    await time.pass(1);
    connection.subscribe({ servers: ['abcd'] });
    core.drop(1006);
    await time.pass(300);
    expect(core.heard).toEqual([
      { type: 'subscribe', topics: ['triggers'], servers: null },
      { type: 'subscribe', topics: ['triggers'], servers: ['abcd'] },
      { type: 'subscribe', topics: ['triggers'], servers: ['abcd'] },
    ]);
  });

  test('says nothing of it when it wants everything', async () => {
    const { time, core } = world();
    await time.pass(1);
    expect(core.heard).toEqual([]);
  });

  test('a listener that throws does not keep the others from being told', async () => {
    const thrown: unknown[] = [];
    const heed = (error: unknown) => thrown.push(error);
    const others = process.listeners('uncaughtException');
    process.removeAllListeners('uncaughtException');
    process.on('uncaughtException', heed);
    try {
      const { time, core, connection } = world();
      await time.pass(1);
      let told = 0;
      connection.on('settings', () => {
        throw new Error('a bug of the page');
      });
      connection.on('settings', () => told++);
      core.say({ type: 'server-removed', serverId: 'abcd' });
      core.say({ type: 'settings', settings: {} as never });
      await settled();
      expect(told).toBe(1);
      expect(thrown).toEqual([new Error('a bug of the page')]);
    } finally {
      process.off('uncaughtException', heed);
      for (const other of others) process.on('uncaughtException', other);
    }
  });
});

describe('a call', () => {
  test('resolves with the output of its own response, whatever the order', async () => {
    const { time, core, connection } = world();
    await time.pass(1);
    const first = connection.call('startSync', { id: 'abcd' });
    const second = connection.call('listServers');
    expect(core.heard).toEqual([
      { type: 'request', id: 1, call: 'startSync', input: { id: 'abcd' } },
      { type: 'request', id: 2, call: 'listServers' },
    ]);
    core.say({ type: 'response', id: 2, ok: true, output: [] });
    core.say({ type: 'response', id: 1, ok: true, output: { runId: 'r', isJoined: false } });
    core.say({ type: 'response', id: 1, ok: true, output: 'twice' });
    expect(await first).toEqual({ runId: 'r', isJoined: false });
    expect(await second).toEqual([]);
    expect(time.waiting).toBe(0);
  });

  test('rejects with the problem that the core states', async () => {
    const { time, core, connection } = world();
    await time.pass(1);
    const call = connection.call('showServer', { id: 'nope' });
    const stated = { type: 'urn:x', title: 'unknown-server', status: 404, detail: 'No such.' };
    core.say({ type: 'response', id: 1, ok: false, problem: stated });
    await expect(call).rejects.toMatchObject({
      name: 'ProblemError',
      message: 'No such.',
      problem: { title: 'unknown-server', status: 404 },
    });
  });

  test('rejects when the connection is lost before the answer, or no answer comes, or there is no connection', async () => {
    const { time, core, connection } = world();
    await expect(connection.call('listServers')).rejects.toEqual(problem('not-connected'));
    await time.pass(1);
    const lost = connection.call('listServers');
    core.drop(1006);
    await expect(lost).rejects.toEqual(problem('connection-lost'));
    await time.pass(300);
    const late = connection.call('listServers');
    const isLate = expect(late).rejects.toEqual(problem('no-answer'));
    await time.pass(30_000);
    await isLate;
  });
});

describe('a lost connection', () => {
  test('is opened again after pauses that grow to 15 s, and first ones again after a good connection', async () => {
    const { time, core, connection } = world({}, (it) => (it.isUp = false));
    const pauses: number[] = [];
    connection.onState((state) => {
      if (state.is === 'waiting') pauses.push(Math.round(state.retryAt - time.now()));
    });
    await time.pass(60_000);
    expect(pauses.slice(0, 9)).toEqual([250, 500, 1000, 2000, 4000, 8000, 15_000, 15_000, 15_000]);
    expect(connection.state).toMatchObject({ is: 'waiting', why: 'The core cannot be reached.' });
    core.isUp = true;
    const { retryAt } = connection.state as { retryAt: number };
    await time.pass(retryAt - time.now() + 1);
    expect(connection.state.is).toBe('open');
    core.drop(CLOSE.stopping);
    expect(connection.state).toMatchObject({ is: 'waiting', why: 'The core was stopped.' });
    expect(pauses.at(-1)).toBe(15_000); // it had not stood
    await time.pass(15_001 + 10_000);
    core.drop(1006);
    expect(pauses.at(-1)).toBe(250);
  });

  test('waits shorter by up to a half, at random', async () => {
    const { time, connection } = world({ random: () => 0.999 }, (it) => (it.isUp = false));
    await time.pass(1);
    expect(connection.state).toMatchObject({ is: 'waiting' });
    const { retryAt } = connection.state as { retryAt: number };
    expect(retryAt - time.now()).toBeCloseTo(125, 0);
  });

  test('is tried at once when that is wished', async () => {
    const { time, core, connection } = world({}, (it) => (it.isUp = false));
    await time.pass(20_000);
    core.isUp = true;
    connection.retryNow();
    await time.pass(1);
    expect(connection.state.is).toBe('open');
    const { opened } = core;
    await time.pass(20_000);
    expect(core.opened).toBe(opened);
  });

  test('says why, in a sentence', async () => {
    const { time, core, connection } = world();
    const sentences: [number, string][] = [
      [CLOSE.tooSlow, 'The core closed the connection, for its messages were not read in time.'],
      [CLOSE.flooded, 'The core closed the connection, for too much was sent to it.'],
      [1006, 'The connection was lost.'],
    ];
    for (const [code, why] of sentences) {
      await time.pass(15_001);
      core.drop(code);
      expect(connection.state).toMatchObject({ is: 'waiting', why });
    }
  });

  test('is noticed when the core falls silent, and a core that never greets is left', async () => {
    const { time, core, connection } = world();
    await time.pass(1);
    core.answersPings = false;
    connection.ping(time.now());
    await time.pass(9999);
    expect(connection.state.is).toBe('open');
    core.hello = null;
    await time.pass(1);
    expect(connection.state).toMatchObject({ is: 'waiting', why: 'The core does not answer.' });
    await time.pass(250 + 10_000);
    expect(connection.state).toMatchObject({ is: 'waiting', why: 'The core does not answer.' });
    expect(core.closedByClient).toBe(2);
  });

  test('is not taken for lost by a page that was frozen before it could read the answer', async () => {
    const { time, core, connection } = world();
    await time.pass(1);
    core.answersPings = false;
    connection.ping(time.now());
    time.freeze(600_000);
    await time.pass(0);
    expect(connection.state.is).toBe('open');
    core.say({ type: 'pong', t0: 0, t1: 0, t2: 0, anchorMs: 0 });
    await time.pass(60_000);
    expect(connection.state.is).toBe('open');
  });
});

describe('a connection ends for good', () => {
  test('when its token is revoked', async () => {
    const { time, core, connection } = world();
    await time.pass(1);
    core.drop(CLOSE.revoked);
    expect(connection.state).toEqual({
      is: 'ended',
      code: 'revoked',
      why: 'The token of this connection was revoked: use another one.',
    });
    await time.pass(60_000);
    expect(core.opened).toBe(1);
    await expect(connection.ready()).rejects.toThrow('The token of this connection was revoked');
  });

  test('when the core knows no such token', async () => {
    const { time, core, connection } = world(
      { refusal: () => Promise.resolve('No such token: make one.') },
      (it) => (it.isUp = false),
    );
    const ready = connection.ready();
    await Promise.all([time.pass(1), expect(ready).rejects.toThrow('No such token: make one.')]);
    expect(connection.state).toMatchObject({ is: 'ended', code: 'refused' });
    await time.pass(60_000);
    expect(core.opened).toBe(1);
    expect(time.waiting).toBe(0);
  });

  test('when the core speaks another version of the protocol', async () => {
    const { time, connection } = world({}, (it) => (it.hello = { protocol: 2 }));
    await time.pass(1);
    expect(connection.state).toEqual({
      is: 'ended',
      code: 'protocol',
      why: 'The core speaks version 2 of the protocol and this client version 1: use those of one release.',
    });
  });

  test('when it is closed here, and what it was waiting for is told so', async () => {
    const { time, core, connection } = world();
    await time.pass(1);
    const call = connection.call('listServers');
    connection.close();
    await expect(call).rejects.toEqual(problem('connection-lost'));
    expect(connection.state).toMatchObject({ is: 'ended', code: 'closed' });
    core.drop(1006);
    connection.close();
    await time.pass(60_000);
    expect(core.opened).toBe(1);
    expect(time.waiting).toBe(0);
  });
});
