import { expect, test } from 'vitest';
import { fillIn } from '../../main/events/template.ts';

const values = {
  event: 'Sale "A"',
  server: 'shop',
  scheduledEpochMs: 1000,
  latenessMs: 0.25,
  accuracyMs: null,
};

test.for<[template: unknown, filled: unknown]>([
  ['{{event}} at {{ server }}', 'Sale "A" at shop'],
  ['{{latenessMs}}', 0.25],
  [' {{latenessMs}}', ' 0.25'],
  ['{{accuracyMs}}', null],
  ['± {{accuracyMs}} ms', '± unknown ms'],
  ['{{scheduledEpochMs}}{{scheduledEpochMs}}', '10001000'],
  [
    '{{nothing}} {{toString}} {{__proto__}} { {event} }',
    '{{nothing}} {{toString}} {{__proto__}} { {event} }',
  ],
  [
    { text: ['{{event}}', { at: '{{scheduledEpochMs}}' }], count: 3, on: true, none: null },
    { text: ['Sale "A"', { at: 1000 }], count: 3, on: true, none: null },
  ],
  [{ '{{event}}': 1 }, { '{{event}}': 1 }],
  [JSON.parse('{"__proto__": "{{server}}"}'), JSON.parse('{"__proto__": "shop"}')],
])('%j becomes %j', ([template, filled]) => {
  expect(fillIn(template, values)).toEqual(filled);
});
