import { describe, expect, it } from 'vitest';
import * as v from 'valibot';
import { NewEvent, type ScheduledEvent } from '../../../api/protocol/event.ts';
import { SETTINGS_DEFAULTS } from '../../../api/protocol/settings-defaults.ts';
import {
  emptyForm,
  readForm,
  readTime,
  type FormValues,
} from '../../../palette/views/schedule/event-form.ts';

const filled = (): FormValues => ({
  ...emptyForm(SETTINGS_DEFAULTS, 'abcd'),
  date: '2026-12-24',
  time: '20:00:00.250',
});

describe('a new form', () => {
  it('has the alarms of the settings', () => {
    const { alarms } = emptyForm(SETTINGS_DEFAULTS, 'abcd');
    expect(alarms.map(({ seconds, flash }) => [seconds, flash])).toEqual([
      ['10', false],
      ['5', false],
      ['1', true],
    ]);
  });

  it('begins with what the draft says', () => {
    const form = emptyForm(SETTINGS_DEFAULTS, 'abcd', {
      serverId: 'efgh',
      name: 'Sale',
      time: '2026-12-24T20:00',
    });
    expect(form).toMatchObject({ serverId: 'efgh', name: 'Sale', date: '2026-12-24', time: '20:00' });
  });

  it('copies an event whole', () => {
    const wish = readForm({ ...filled(), hasWebhook: true, payload: '{"a":1}' }, 'Event').event;
    const copied = {
      ...wish,
      zone: 'Asia/Seoul',
      webhook: {
        method: 'PUT',
        url: 'https://example.com/hook',
        headers: { 'X-A': 'b: c' },
        body: { text: '{{event}}' },
        retry: { attempts: 2, intervalMs: 1500, jitter: 0.25, timeoutMs: 3000 },
      },
      action: { kind: 'led-bridge.light', input: { colour: '#ff0000' } },
    } as unknown as ScheduledEvent;
    const { event, problems } = readForm(emptyForm(SETTINGS_DEFAULTS, '', {}, copied), 'Event');
    expect(problems).toEqual({});
    expect(event).toEqual(copied);
  });
});

describe('what was typed', () => {
  it('becomes an event that the protocol takes', () => {
    const { event, problems } = readForm(filled(), 'Event');
    expect(problems).toEqual({});
    expect(event).toMatchObject({ serverId: 'abcd', name: 'Event', time: '2026-12-24T20:00:00.250' });
    expect(v.safeParse(NewEvent, event).success).toBe(true);
  });

  it('may be a time of one digit, and no other half of one', () => {
    expect(readTime(' 9:05 ')).toBe('09:05');
    for (const text of ['', '20', '24:00', '20:60', '20:00:60', '20:00.5', 'eight'])
      expect(readTime(text)).toBeNull();
  });

  it('says of each field what is wrong with it', () => {
    const { problems } = readForm(
      {
        ...filled(),
        serverId: '',
        date: '',
        time: '25:00',
        zone: 'Asia/Soul',
        payload: '{seat: 1}',
        alarms: [{ key: 0, seconds: 'x', sound: true, flash: false, notification: false }],
      },
      'Event',
    );
    expect(problems).toEqual({
      serverId: 'no-server',
      date: 'no-date',
      time: 'bad-time',
      zone: 'bad-zone',
      payload: 'bad-json',
      alarms: 'bad-seconds',
    });
  });

  it('refuses an alarm that nobody would notice', () => {
    const alarms = [{ key: 0, seconds: '3', sound: false, flash: false, notification: false }];
    expect(readForm({ ...filled(), alarms }, 'Event').problems).toEqual({ alarms: 'no-way' });
  });

  it('asks nothing of a webhook that is off', () => {
    const values = filled();
    values.webhook.url = 'nonsense';
    expect(readForm(values, 'Event')).toMatchObject({ problems: {} });
    expect(readForm({ ...values, hasWebhook: true }, 'Event').problems).toEqual({ url: 'bad-url' });
  });
});
