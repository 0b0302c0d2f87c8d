import { describe, expect, test } from 'vitest';
import { Connection } from '../../../api/client/connection.ts';
import { LiveState } from '../../../api/client/state.ts';
import { SETTINGS_DEFAULTS } from '../../../api/protocol/settings-defaults.ts';
import type { Estimate } from '../../../api/protocol/measurement.ts';
import { FakeCore, readingWith } from './fake-core.ts';
import { eventWith } from '../../fakes/event-with.ts';
import { serverWith } from '../../fakes/server-with.ts';
import { VirtualTime } from './virtual-time.ts';

async function world() {
  const time = new VirtualTime();
  const core = new FakeCore(time);
  core.hello = { servers: [serverWith({ offsetMs: 5, reading: readingWith() })], events: [eventWith()] };
  const connection = new Connection({
    open: core.open,
    time,
    random: () => 0,
    refusal: () => Promise.resolve(null),
  });
  const state = new LiveState(connection);
  let changes = 0;
  state.onChange(() => changes++);
  expect(state.current).toBeNull();
  await time.pass(1);
  const now = () => {
    if (!state.current) throw new Error('No hello.');
    return state.current;
  };
  return { time, core, state, now, changes: () => changes };
}

describe('the state of the core', () => {
  test('is what the hello says, and anew with each hello', async () => {
    const { time, core, now, changes } = await world();
    expect([...now().servers.keys()]).toEqual(['abcd']);
    expect([...now().events.keys()]).toEqual(['e1']);
    expect(changes()).toBe(1);
    core.hello = { servers: [serverWith({ id: 'efgh' })] };
    core.drop(1001);
    expect([...now().servers.keys()]).toEqual(['abcd']);
    await time.pass(1000);
    expect([...now().servers.keys()]).toEqual(['efgh']);
    expect(now().events.size).toBe(0);
  });

  test('follows each server, and leaves what was handed out as it was', async () => {
    const { core, now } = await world();
    const before = now();
    core.say({ type: 'server', server: serverWith({ id: 'efgh', name: 'new' }) });
    core.say({ type: 'server', server: serverWith({ name: 'renamed' }) });
    expect([...now().servers.values()].map(({ name }) => name)).toEqual(['renamed', 'new']);
    expect([...before.servers.values()].map(({ name }) => name)).toEqual(['a.example']);
    core.say({ type: 'health', serverId: 'efgh', health: null });
    core.say({ type: 'server-removed', serverId: 'abcd' });
    expect([...now().servers.keys()]).toEqual(['efgh']);
    expect(now().events.size).toBe(0);
  });

  test('has each new reading, the figures of a new estimate, and none of what was lost', async () => {
    const { core, now } = await world();
    const reading = readingWith({ shiftMs: 7 });
    const lead = { safeMs: 10, balancedMs: 12 };
    core.say({ type: 'estimate', serverId: 'abcd', reading, lead });
    expect(now().servers.get('abcd')).toMatchObject({ reading, lead, offsetMs: 5 });
    const figures = { offsetMs: 8, precisionMs: 1, accuracyMs: 2, measuredAtEpochMs: 99 };
    core.say({ type: 'estimate', serverId: 'abcd', reading, lead, estimate: figures as Estimate });
    expect(now().servers.get('abcd')).toMatchObject({ offsetMs: 8, accuracyMs: 2, lastSyncEpochMs: 99 });
    core.say({ type: 'estimate', serverId: 'abcd', reading: null, lead: null });
    expect(now().servers.get('abcd')).toMatchObject({
      reading: null,
      lead: null,
      offsetMs: null,
      accuracyMs: null,
      lastSyncEpochMs: 99,
    });
  });

  test('tells how far a sync is while it runs', async () => {
    const { core, now } = await world();
    const progress = { type: 'opened', url: 'http://a.example/', method: 'HEAD' } as const;
    core.say({ type: 'sync-progress', serverId: 'abcd', runId: 'r1', progress });
    expect(now().servers.get('abcd')?.runId).toBe('r1');
    expect(now().progress.get('abcd')).toEqual(progress);
    const { servers } = now();
    core.say({
      type: 'sync-progress',
      serverId: 'abcd',
      runId: 'r1',
      progress: { ...progress, method: 'GET' },
    });
    expect(now().progress.get('abcd')).toMatchObject({ method: 'GET' });
    expect(now().servers).toBe(servers); // of which nothing changed
    core.say({ type: 'sync-ended', serverId: 'abcd', runId: 'r1', failure: null });
    expect(now().servers.get('abcd')?.runId).toBeNull();
    expect(now().progress.size).toBe(0);
  });

  test('follows events, settings and the local clock', async () => {
    const { core, now } = await world();
    core.say({ type: 'event', event: eventWith({ id: 'e2' }) });
    core.say({ type: 'event-removed', eventId: 'e1', serverId: 'abcd' });
    expect([...now().events.keys()]).toEqual(['e2']);
    const settings = { ...SETTINGS_DEFAULTS, healthThreshold: 70 };
    core.say({ type: 'settings', settings });
    expect(now().settings).toEqual(settings);
    const reference = {
      source: 'sntp',
      name: 'time.example',
      offsetMs: 1,
      accuracyMs: 1,
      delayMs: 1,
      measuredAtEpochMs: 1,
    } as const;
    core.say({ type: 'local-clock', reference, isOff: true });
    expect(now().localClock).toEqual({ reference, isOff: true });
  });

  test('is not changed by what says nothing of it, nor by a word of an unknown server', async () => {
    const { core, now, changes } = await world();
    const before = now();
    core.say({ type: 'alert', serverId: null, code: 'a', message: 'A.' });
    core.say({ type: 'health', serverId: 'nope', health: null });
    core.say({ type: 'something of a later release' } as never);
    expect(now()).toBe(before);
    expect(changes()).toBe(1);
  });
});
