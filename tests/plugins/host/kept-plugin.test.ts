/** One plugin in virtual time, whose processes are what the test says. */
import { expect, test } from 'vitest';
import type { PluginStatus } from '../../../api/protocol/plugin.ts';
import { Failure } from '../../../main/failure.ts';
import { KeptPlugin } from '../../../main/plugins/host/kept-plugin.ts';
import type { Launch } from '../../../main/plugins/host/launch.ts';
import type { PluginEnd, PluginProcess } from '../../../main/plugins/host/plugin-process.ts';
import { RESTARTS } from '../../../main/plugins/host/restart-policy.ts';

const LAUNCH: Launch = {
  id: 'lamp',
  folder: '/plugins/lamp',
  entry: '/plugins/lamp/main.js',
  runtime: 'node',
  caps: { memoryMb: 100, cpuPercent: 20 },
  address: 'http://127.0.0.1:27182',
  token: 'secret',
  workFolder: '/data/lamp',
  logFile: '/logs/lamp.log',
};

const CRASH: PluginEnd = { code: 1, signal: null, isOutOfMemory: false };
const KILLED: PluginEnd = { code: null, signal: 'SIGKILL', isOutOfMemory: false };

interface FakeProcess {
  readonly launch: Launch;
  readonly did: string[];
  end(how: PluginEnd): Promise<void>;
}

const settled = () => new Promise<void>((resolve) => setImmediate(resolve));

function world(keptBy: PluginStatus['keptBy'] = { memory: 'watch', cpu: 'watch' }) {
  const here = {
    now: 0,
    processes: [] as FakeProcess[],
    statuses: [] as PluginStatus[],
    /** What a start rejects with. */
    failure: null as Failure | null,
    due: [] as { at: number; act: () => void }[],
    async advance(ms: number) {
      here.now += ms;
      for (const timer of here.due.filter(({ at }) => at <= here.now)) {
        here.due = here.due.filter((other) => other !== timer);
        timer.act();
      }
      await settled();
    },
    get states() {
      return here.statuses.map(({ state }) => state);
    },
    get last() {
      return here.statuses.at(-1);
    },
    get process() {
      return here.processes[here.processes.length - 1];
    },
    /** Measures every half second, all alike. */
    async measured(count: number, memoryMb: number) {
      for (let k = 0; k < count; k += 1) {
        await here.advance(500);
        plugin.judge({ at: here.now, memoryMb, cpuMs: 0 });
      }
    },
  };
  const spawn = (launch: Launch): Promise<PluginProcess> => {
    if (here.failure) return Promise.reject(here.failure);
    const did: string[] = [];
    const ended = Promise.withResolvers<PluginEnd>();
    here.processes.push({
      launch,
      did,
      end(how) {
        ended.resolve(how);
        return settled();
      },
    });
    return Promise.resolve({
      pid: here.processes.length,
      keptBy,
      ended: ended.promise,
      terminate: () => did.push('terminate'),
      kill: () => did.push('kill'),
      letIn: () => did.push('let in'),
      slowDown: () => did.push('slow down'),
      note: () => undefined,
    });
  };
  const plugin = new KeptPlugin({
    spawn,
    report: (status) => here.statuses.push(status),
    now: () => here.now,
    epochMs: () => 1_000_000 + here.now,
    after(ms, act) {
      const timer = { at: here.now + ms, act };
      here.due.push(timer);
      return () => (here.due = here.due.filter((other) => other !== timer));
    },
    policy: RESTARTS,
  });
  return { here, plugin };
}

test('starts, and says since when it runs', async () => {
  const { here, plugin } = world();
  plugin.start(LAUNCH);
  await settled();
  expect(here.states).toEqual(['starting', 'running']);
  expect(here.last).toMatchObject({ pid: 1, startedEpochMs: 1_000_000, restarts: 0, problem: null });
});

test('is started again after growing pauses, and given up with its fifth crash in a row', async () => {
  const { here, plugin } = world();
  plugin.start(LAUNCH);
  for (const pauseMs of [1000, 2000, 4000, 8000]) {
    await settled();
    await here.process.end(CRASH);
    expect(here.last).toMatchObject({ state: 'pausing', retryEpochMs: 1_000_000 + here.now + pauseMs });
    await here.advance(pauseMs - 1);
    expect(here.last?.state).toBe('pausing');
    await here.advance(1);
    expect(here.last?.state).toBe('running');
  }
  await here.process.end(CRASH);
  expect(here.last).toMatchObject({ state: 'stopped', restarts: 4, problem: { code: 'plugin-crashing' } });
  await here.advance(100_000);
  expect(here.processes).toHaveLength(5);
});

test('that ran well for a minute has its crashes counted anew', async () => {
  const { here, plugin } = world();
  plugin.start(LAUNCH);
  for (let k = 0; k < 6; k += 1) {
    await settled();
    await here.advance(60_000);
    await here.process.end(CRASH);
    expect(here.last).toMatchObject({ state: 'pausing', retryEpochMs: 1_000_000 + here.now + 1000 });
    await here.advance(1000);
  }
  expect(here.last).toMatchObject({ state: 'running', restarts: 6 });
});

test('ended by itself without a fault is let be', async () => {
  const { here, plugin } = world();
  plugin.start(LAUNCH);
  await settled();
  await here.process.end({ ...CRASH, code: 0 });
  await here.advance(100_000);
  expect(here.states).toEqual(['starting', 'running', 'ended']);
});

test('is asked to end, and ended by force after three seconds', async () => {
  const { here, plugin } = world();
  plugin.start(LAUNCH);
  await settled();
  let isStopped = false;
  void plugin.stop().then(() => (isStopped = true));
  await here.advance(2999);
  expect(here.process.did).toEqual(['terminate']);
  await here.advance(1);
  expect(here.process.did).toEqual(['terminate', 'kill']);
  expect(isStopped).toBe(false);
  await here.process.end(KILLED);
  expect(isStopped).toBe(true);
  expect(here.states).toEqual(['starting', 'running', 'off']);
});

test('that ends when it is asked to is not ended by force', async () => {
  const { here, plugin } = world();
  plugin.start(LAUNCH);
  await settled();
  void plugin.stop();
  await here.process.end({ ...KILLED, signal: 'SIGTERM' });
  await here.advance(10_000);
  expect(here.process.did).toEqual(['terminate']);
  expect(here.last?.state).toBe('off');
});

test('stopped while it pauses is not started again', async () => {
  const { here, plugin } = world();
  plugin.start(LAUNCH);
  await settled();
  await here.process.end(CRASH);
  await plugin.stop();
  await here.advance(100_000);
  expect(here.states).toEqual(['starting', 'running', 'pausing', 'off']);
});

test('stopped while it is being started ends at once', async () => {
  const { here, plugin } = world();
  plugin.start(LAUNCH);
  const stopped = plugin.stop();
  await settled();
  expect(here.process.did).toEqual(['terminate']);
  await here.process.end(KILLED);
  await stopped;
  expect(here.last?.state).toBe('off');
});

test('started again while it runs ends first, and runs as it was wished last', async () => {
  const { here, plugin } = world();
  plugin.start(LAUNCH);
  await settled();
  const stopped = plugin.stop();
  plugin.start({ ...LAUNCH, token: 'second' });
  plugin.start({ ...LAUNCH, token: 'third' });
  await settled();
  expect(here.processes).toHaveLength(1);
  await here.process.end(KILLED);
  await stopped;
  expect(here.processes.map(({ launch }) => launch.token)).toEqual(['secret', 'third']);
  expect(here.states).toEqual(['starting', 'running', 'starting', 'running']);
});

test('that cannot be started is stopped with the reason, and may be tried again', async () => {
  const { here, plugin } = world();
  here.failure = new Failure('plugin-cannot-start', 'There is no Python.');
  plugin.start(LAUNCH);
  await settled();
  expect(here.last).toMatchObject({
    state: 'stopped',
    problem: { code: 'plugin-cannot-start', message: 'There is no Python.' },
  });
  here.failure = null;
  plugin.start({ ...LAUNCH });
  await settled();
  expect(here.last?.state).toBe('running');
});

test('near a cap is told once, and once more when that is over', async () => {
  const { here, plugin } = world();
  plugin.start(LAUNCH);
  await settled();
  await here.measured(3, 85);
  expect(here.last).toMatchObject({
    state: 'running',
    usage: { memoryMb: 85, cpuPercent: 0 },
    problem: { code: 'plugin-near-memory' },
  });
  await here.measured(3, 50);
  expect(here.statuses.map(({ problem }) => problem?.code)).toEqual([
    ...[undefined, undefined],
    'plugin-near-memory',
    undefined,
  ]);
});

test('beyond a cap is asked to end, ended by force half a second later, and not started again', async () => {
  const { here, plugin } = world();
  plugin.start(LAUNCH);
  await settled();
  await here.measured(5, 120);
  expect(here.process.did).toEqual(['terminate']);
  await here.advance(500);
  expect(here.process.did).toEqual(['terminate', 'kill']);
  await here.process.end(KILLED);
  await here.advance(100_000);
  expect(here.last).toMatchObject({
    state: 'stopped',
    usage: null,
    problem: {
      code: 'plugin-over-memory',
      message:
        'The plugin lamp was stopped, for it used 120 MB of memory and may use 100 MB: start it again, and if it needs more, raise caps.memoryMb in its plugin.json.',
    },
  });
});

test('warned of its use of the processor goes behind everything else', async () => {
  const { here, plugin } = world();
  plugin.start(LAUNCH);
  await settled();
  for (const cpuMs of [500, 600, 700]) {
    await here.advance(500);
    plugin.judge({ at: here.now, memoryMb: 10, cpuMs });
  }
  expect(here.process.did).toEqual(['slow down']);
  expect(here.last?.problem).toEqual({
    code: 'plugin-near-cpu',
    message:
      'The plugin lamp uses 23 % of a processor and may use 20 %: it is stopped unless it uses less within seconds.',
  });
});

test.each([
  {
    why: 'said that there was no memory left',
    end: { ...CRASH, isOutOfMemory: true },
    usedMb: 20,
    by: 'watch',
    state: 'stopped',
  },
  {
    why: 'was near its cap when the kernel ended it',
    end: KILLED,
    usedMb: 90,
    by: 'system',
    state: 'stopped',
  },
  { why: 'was not near its cap when it was killed', end: KILLED, usedMb: 60, by: 'system', state: 'pausing' },
  { why: 'was killed where no kernel keeps its cap', end: KILLED, usedMb: 90, by: 'watch', state: 'pausing' },
] as const)('whose process $why is $state', async ({ end, usedMb, by, state }) => {
  const { here, plugin } = world({ memory: by, cpu: by });
  plugin.start(LAUNCH);
  await settled();
  await here.measured(1, usedMb);
  await here.process.end(end);
  expect(here.last).toMatchObject({
    state,
    problem: { code: state === 'stopped' ? 'plugin-over-memory' : 'plugin-crashed' },
  });
});

test('that behaves for some seconds is let on all processors, once', async () => {
  const { here, plugin } = world();
  plugin.start(LAUNCH);
  await settled();
  await here.measured(9, 50);
  expect(here.process.did).toEqual([]);
  await here.measured(10, 50);
  expect(here.process.did).toEqual(['let in']);
});
