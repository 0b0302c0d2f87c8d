import { expect, it } from 'vitest';
import * as v from 'valibot';
import { Webhook } from '../../../api/protocol/event.ts';
import { SETTINGS_DEFAULTS } from '../../../api/protocol/settings-defaults.ts';
import {
  readHeaders,
  readJson,
  readWebhook,
  webhookValues,
} from '../../../palette/views/schedule/webhook-form.ts';

const values = () => ({
  ...webhookValues(null, SETTINGS_DEFAULTS.webhookRetry),
  url: 'https://example.com/hook',
});

it('reads a webhook that the protocol takes, with the settings’ patience', () => {
  const { webhook, problems } = readWebhook(values());
  expect(problems).toEqual({});
  expect(webhook.retry).toEqual(SETTINGS_DEFAULTS.webhookRetry);
  expect(webhook).not.toHaveProperty('body');
  expect(v.safeParse(Webhook, webhook).success).toBe(true);
});

it('reads headers a line each, whatever colons their values have', () => {
  expect(readHeaders('Authorization: Bearer a:b\n\nX-Empty:')).toEqual({
    Authorization: 'Bearer a:b',
    'X-Empty': '',
  });
  expect(readHeaders('no header')).toBeNull();
  expect(readHeaders('이름: 값')).toBeNull();
});

it('tells no JSON from none, and null from both', () => {
  expect(readJson(' ')).toEqual({});
  expect(readJson('null')).toEqual({ value: null });
  expect(readJson('{')).toBeNull();
});

it('refuses figures beyond the protocol’s', () => {
  const { problems } = readWebhook({
    ...values(),
    attempts: '1.5',
    intervalS: '',
    jitterPercent: '101',
    timeoutS: '61',
  });
  expect(Object.keys(problems)).toEqual(['attempts', 'intervalS', 'jitterPercent', 'timeoutS']);
});

it('refuses what is no address of the web', () => {
  expect(readWebhook({ ...values(), url: '' }).problems).toEqual({ url: 'no-url' });
  expect(readWebhook({ ...values(), url: 'ftp://example.com' }).problems).toEqual({ url: 'bad-url' });
});
