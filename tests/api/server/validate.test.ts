import { expect, test } from 'vitest';
import { ENDPOINTS, type EndpointName } from '../../../api/protocol/endpoints.ts';
import { validate } from '../../../api/server/validate.ts';

const EVENT = { serverId: 'abcd', time: '2026-12-24T20:00' };

test.for<[EndpointName, unknown, string]>([
  ['addServer', {}, 'The field "url" is missing: give it.'],
  ['addServer', { url: 5 }, 'The field "url" cannot be used: it must be a text.'],
  ['addServer', { url: ' ' }, 'The field "url" cannot be used: the address is empty.'],
  [
    'addServer',
    { url: 'a'.repeat(2049) },
    'The field "url" cannot be used: it must be 2048 long or shorter.',
  ],
  ['addServer', { url: 'a', colour: 1 }, 'There is no field "colour" here: leave it out.'],
  [
    'addServer',
    { url: 'a', favourite: 'yes' },
    'The field "favourite" cannot be used: it must be true or false.',
  ],
  ['addServer', { url: 'a', trimMs: 1e9 }, 'The field "trimMs" cannot be used: it must be 10000 or less.'],
  [
    'addServer',
    { url: 'a', zone: 'Mars' },
    'The field "zone" cannot be used: a time zone is named by continent and city, as in Asia/Seoul.',
  ],
  ['addServer', { url: 1, name: '' }, 'The field "url" cannot be used: it must be a text (and 1 more).'],
  ['addServer', [], 'The field "url" is missing: give it.'],
  ['addServer', null, 'The input must be one JSON object.'],
  ['showServer', { id: 'A' }, 'The field "id" cannot be used: an id is 4 to 32 small letters and digits.'],
  ['showServer', { id: 'abcd', limit: '501' }, 'The field "limit" cannot be used: it must be 500 or less.'],
  [
    'startSync',
    { id: 'abcd', mode: 'x' },
    'The field "mode" cannot be used: it must be "default" or "quick" or "precise".',
  ],
  [
    'startSync',
    { id: 'abcd', samples: 2.5 },
    'The field "samples" cannot be used: it must be a whole number.',
  ],
  [
    'addEvent',
    { ...EVENT, alarms: [{ beforeMs: 1, by: [] }] },
    'The field "alarms.0.by" cannot be used: an alarm needs a way: sound, flash or notification.',
  ],
  [
    'addEvent',
    { ...EVENT, time: 'soon' },
    'The field "time" cannot be used: a time is written as in 2026-12-24T20:00, 2026-12-24T20:00:00.000 or 2026-12-24T20:00+09:00.',
  ],
])('%s is told what is wrong, by field %#', ([name, input, sentence]) => {
  expect(() => validate(ENDPOINTS[name].input, input)).toThrow(sentence);
});

test('what is right comes back with its defaults', () => {
  expect(validate(ENDPOINTS.addEvent.input, EVENT)).toEqual({
    ...EVENT,
    name: 'Event',
    repeat: 'once',
    aim: 'server-time',
  });
});
