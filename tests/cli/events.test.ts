import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, test } from 'vitest';
import type { ScheduledEvent } from '../../api/protocol/event.ts';
import { readArguments } from '../../main/cli/arguments.ts';
import { EVENT_OPTIONS, eventWish } from '../../main/cli/event-wish.ts';
import { whenWords } from '../../main/cli/event-words.ts';
import { run as command } from '../../main/cli/events.ts';
import { dataFolder } from './data-folder.ts';

const DAY_MS = 86_400_000;

describe.concurrent('ticketime events', () => {
  test('schedules events by the clock of a registered server, lists and removes them', async (t) => {
    const here = dataFolder(t);
    await here.object('servers', 'add', '127.0.0.1:9', '--name', 'Nine', '--zone', 'Asia/Seoul');
    t.expect((await here.run('events')).stdout).toBe(
      'No event is scheduled: ticketime events add tickets.interpark.com 20:00\n',
    );
    const day = new Date(Date.now() + 30 * DAY_MS).toISOString().slice(0, 10);
    const once = await here.object(
      'events',
      'add',
      'nine',
      `${day}T20:00`,
      '--name',
      'Sale',
      '--alarm',
      '10s',
    );
    const nextEpochMs = Date.parse(`${day}T20:00:00+09:00`);
    t.expect(once).toMatchObject({
      name: 'Sale',
      zone: 'Asia/Seoul',
      repeat: 'once',
      aim: 'server-time',
      alarms: [{ beforeMs: 10_000, by: ['sound'] }],
      nextEpochMs,
      state: 'scheduled',
    });
    const told = await here.run('events', 'add', 'nine', '09:00', '--repeat', 'daily', '--zone', 'UTC');
    t.expect(told).toMatchObject({ code: 0, stderr: '' });
    const [, daily = ''] =
      /^Event (\w+), "Event": \d{4}-\d\d-\d\d 09:00:00 \(UTC\) by the clock of Nine, in [^\n]+\.\n$/.exec(
        told.stdout,
      ) ?? [];
    const lines = (await here.run('events', 'list')).stdout.split('\n');
    t.expect(lines[0]).toMatch(new RegExp(`^  ${daily}  \\S+ 09:00:00 \\(UTC\\), daily +Event  Nine  in `));
    t.expect(lines[1]).toMatch(
      new RegExp(`^  ${once['id'] as string}  ${day} 20:00:00 \\(Asia/Seoul\\) +Sale   Nine  in (29|30) d `),
    );
    t.expect(await here.object('events', 'remove', daily)).toEqual({ removed: daily });
    t.expect(await here.error('events', 'remove', daily)).toEqual({
      code: 'no-such-event',
      message: `There is no event ${daily}: ticketime events lists them.`,
    });
    t.expect(await here.error('events', 'add', 'melon', '20:00')).toMatchObject({ code: 'no-such-server' });
    t.expect(await here.error('events', 'add', 'nine', '2020-01-01T20:00')).toMatchObject({
      code: 'time-passed',
    });
    t.expect(await here.object('events')).toMatchObject({ events: [{ id: once['id'] }] });
  });

  test('ask a plugin for what it can do, once it is enabled, and not for anything else', async (t) => {
    const here = dataFolder(t);
    await here.serve();
    await here.object('servers', 'add', '127.0.0.1:9', '--name', 'Nine', '--interval', '0');
    const add = ['events', 'add', 'nine', '+1h', '--name', 'Sale', '--action', 'led-bridge.light'];
    t.expect(await here.error(...add)).toEqual({
      code: 'unknown-action',
      message: 'No enabled plugin has the action led-bridge.light: enable a plugin that has one.',
    });
    await here.object('plugin', 'enable', 'led-bridge', '--yes');
    t.expect(await here.error(...add)).toMatchObject({ code: 'action-input-invalid' });
    const event = await here.object(...add, '--input', '{"url":"http://127.0.0.1:9","seconds":3}');
    const input = { url: 'http://127.0.0.1:9', colour: '#ff0000', seconds: 3 };
    t.expect(event).toMatchObject({ action: { kind: 'led-bridge.light', input } });
    t.expect((await here.run('events')).stdout).toMatch(
      /  Sale  Nine  in [^\n]+\n {4}asks for led-bridge\.light with \{"url":"http:\/\/127\.0\.0\.1:9","colour":"#ff0000","seconds":3\}\n$/,
    );
  });

  test('are fired by a core that runs: the webhook is sent, once, and how late it was is listed', async (t) => {
    const bodies: unknown[] = [];
    const hook = createServer((request, response) => {
      let text = '';
      request.on('data', (chunk: Buffer) => (text += chunk.toString()));
      request.on('end', () => {
        bodies.push(JSON.parse(text));
        response.end();
      });
    });
    await new Promise<void>((resolve) => hook.listen(0, '127.0.0.1', resolve));
    t.onTestFinished(() => {
      hook.close();
      hook.closeAllConnections();
    });
    const url = `http://127.0.0.1:${(hook.address() as AddressInfo).port}/hook`;
    const here = dataFolder(t);
    await here.serve();
    await here.object('servers', 'add', '127.0.0.1:9', '--name', 'Nine', '--interval', '0');
    const body = '{"text":"{{event}} of {{server}}"}';
    const words = ['--name', 'Sale', '--webhook', url, '--webhook-body', body, '--payload', '[1]'];
    const event = await here.object('events', 'add', 'nine', '+3s', ...words);
    t.expect(event).toMatchObject({ payload: [1], webhook: { url, method: 'POST' } });
    while (bodies.length === 0) await new Promise((resolve) => setTimeout(resolve, 50));
    t.expect(bodies).toEqual([{ text: 'Sale of Nine' }]);
    let told = '';
    while (!told.includes('fired')) told = (await here.run('events')).stdout;
    t.expect(told).toMatch(/ \(UTC\) {2}Sale {2}Nine {2}fired, \d+\.\d\d ms late\n$/);
    t.expect(bodies).toHaveLength(1);
  });
});

describe('an event, as it is asked for', () => {
  const wishOf = (time: string, ...words: string[]) =>
    eventWish(time, readArguments('events add', words, EVENT_OPTIONS));

  test('has what was given, and nothing else', () => {
    expect(wishOf('+5m')).toEqual({ when: { kind: 'from-now', ms: 300_000 } });
    expect(
      wishOf(
        '20:00',
        '--name',
        'Sale',
        '--zone',
        'Asia/Seoul',
        '--repeat',
        'weekly',
        '--aim',
        'safe-arrival',
      ),
    ).toEqual({
      when: { kind: 'wall', dayMs: null, timeMs: 72_000_000 },
      name: 'Sale',
      zone: 'Asia/Seoul',
      repeat: 'weekly',
      aim: 'safe-arrival',
    });
    expect(
      wishOf('+1s', '--webhook', 'https://a.example', '--webhook-body', '7', '--payload', 'null'),
    ).toEqual({
      when: { kind: 'from-now', ms: 1000 },
      payload: null,
      webhook: { url: 'https://a.example', body: 7 },
    });
  });

  test('has an action with its input, none where it takes none', () => {
    expect(
      wishOf('+1s', '--action', 'led-bridge.light', '--input', '{"colour":"#00ff00","seconds":3}'),
    ).toEqual({
      when: { kind: 'from-now', ms: 1000 },
      action: { kind: 'led-bridge.light', input: { colour: '#00ff00', seconds: 3 } },
    });
    expect(wishOf('+1s', '--action', 'bell.ring').action).toEqual({ kind: 'bell.ring' });
  });

  test('has alarms at so many times before, by the ways that were named', () => {
    expect(wishOf('+1h', '--alarm', '10s, 1.5m:flash,500ms:notification+sound,1h').alarms).toEqual([
      { beforeMs: 10_000, by: ['sound'] },
      { beforeMs: 90_000, by: ['flash'] },
      { beforeMs: 500, by: ['sound', 'notification'] },
      { beforeMs: 3_600_000, by: ['sound'] },
    ]);
    expect(wishOf('+1h', '--alarm', 'none').alarms).toEqual([]);
  });
});

test('what became of an event is told', () => {
  const firing = { scheduledEpochMs: 0, firedEpochMs: null, latenessMs: null };
  const over = (...firings: ScheduledEvent['firings']) =>
    whenWords({ dueEpochMs: null, firings } as unknown as ScheduledEvent, 0);
  expect(over({ ...firing, outcome: 'fired', latenessMs: 0.214 })).toBe('fired, 0.21 ms late');
  expect(over({ ...firing, outcome: 'missed' }, { ...firing, outcome: 'fired' })).toBe('missed');
  expect(over({ ...firing, outcome: 'unsure' })).toBe(
    'not known whether it fired, for the core died around that moment',
  );
  expect(over()).toBe('over');
});

describe('what was not understood of events is told in one sentence', () => {
  const ALARM =
    'is no alarm: type how long before, as in 10s, 500ms or 2m, and how if not by sound, as in 10s:sound+flash (sound, flash, notification).';
  test.for<[string, string]>([
    ['a', 'Name the time, as in: ticketime events add tickets.interpark.com 20:00'],
    [
      'a 2026-12-24 20:00',
      'ticketime events add takes a server and a time, and "20:00" is one word more: put quotes around what belongs together.',
    ],
    [
      'a soon',
      '"soon" is no time: type one as in 20:00, 20:00:00.000, 2026-12-24T20:00, 2026-12-24T20:00+09:00 or +1h30m.',
    ],
    [
      'a 20:00 --zone KST',
      '"KST" is no time zone: name one by its continent and city, as in --zone Asia/Seoul.',
    ],
    [
      'a 20:00 --repeat often',
      '--repeat is one of once, daily, weekdays, weekly, and "often" is none of them.',
    ],
    [
      'a 20:00 --aim high',
      '--aim is one of server-time, safe-arrival, balanced-arrival, and "high" is none of them.',
    ],
    ['a 20:00 --alarm 10', `"10" ${ALARM}`],
    ['a 20:00 --alarm 10s,5s:smell', `"5s:smell" ${ALARM}`],
    ['a 20:00 --payload {', `--payload needs JSON, as in --payload '{"seat":"A1"}'.`],
    ['a 20:00 --input {}', '--input needs an --action to be given to.'],
    [
      'a 20:00 --action light',
      '"light" is no action: name one by its plugin and a name, as in led-bridge.light.',
    ],
    [
      'a 20:00 --action led-bridge.light --input red',
      `--input needs JSON, as in --input '{"colour":"#ff0000"}'.`,
    ],
    [
      'a 20:00 --action led-bridge.light --input {"colour":["red"]}',
      '--input needs an object of texts, numbers, true and false.',
    ],
    ['a 20:00 --webhook-body {}', '--webhook-body needs a --webhook to be sent to.'],
    ['a 20:00 --webhook', '--webhook needs a text, as in --webhook https://example.com/hook.'],
  ])('events add %s', async ([words, sentence], t) => {
    await t.expect(command(['add', ...words.split(' ')])).rejects.toMatchObject({
      name: 'UsageError',
      message: sentence,
      command: 'events add',
    });
  });
});
