import { expect, test } from 'vitest';
import { headline, report } from '../../main/cli/report.ts';
import type { Measurement } from '../../main/sync/measurement.ts';

const seoul = { name: 'Asia/Seoul', minutesAt: () => 540 };
const serverEpochMs = Date.UTC(2026, 1, 14, 4, 5, 9, 123);
const measurement: Measurement = {
  url: 'https://tickets.interpark.com/',
  source: 'date-header',
  offsetMs: 151.31,
  precisionMs: 0.61,
  accuracyMs: 1.41,
  boundMs: [140.12, 162.33],
  delayMs: { min: 20.11, q1: 21.2, median: 22, q3: 23.1, max: 40.2 },
  samples: 16,
  durationMs: 16_234,
  cdn: null,
  tick: 'honest',
  warnings: [],
  measuredAtEpochMs: serverEpochMs,
};

test('the headline tells the sign in words, and as many digits as the ± is worth', () => {
  expect(headline(measurement)).toBe('tickets.interpark.com: this computer is 151.3 ms slow, ± 1.5 ms');
  expect(headline({ ...measurement, url: 'http://localhost:8080/', offsetMs: -3, accuracyMs: 20 })).toBe(
    'localhost:8080: this computer is 3 ms fast, ± 20 ms',
  );
});

test('the report tells every figure, and what it is worth', () => {
  expect(report(measurement, serverEpochMs, seoul)).toEqual([
    '  Server time  2026-02-14 13:05:09.123 (Asia/Seoul, UTC+09:00), when this was printed',
    '  Accuracy     ± 1.5 ms: holds the truth in 95 of 100 cases, uneven paths included',
    '  Precision    ± 0.61 ms: what repeats, measured again over the same path',
    '  Proven       140.1 ms to 162.4 ms slow, whatever the path does',
    '  Round trips  20.1 · 21.2 · 22.0 · 23.1 · 40.2 ms (least, quartiles, most)',
    '  Requests     16 answered, in 16.2 s',
    '  Tick         honest: this kind of server changes its Date with its second, and did',
    '  CDN          none seen',
  ]);
});

test('a CDN is told with its evidence, which cannot play with the terminal', () => {
  const cdn = { name: 'Cloudflare', evidence: 'cf-ray: 8f\x9b2J01' };
  expect(report({ ...measurement, cdn }, serverEpochMs, seoul)).toContain(
    '  CDN          Cloudflare ("cf-ray: 8f 2J01"): perhaps its clock, not that of the server behind it',
  );
});

test('warnings come last', () => {
  const warnings = [
    { code: 'slowed-down', message: 'The server limits requests.' },
    { code: 'cancelled', message: 'It was stopped.' },
  ];
  expect(report({ ...measurement, warnings }, serverEpochMs, seoul).slice(-3)).toEqual([
    '',
    'Warning: The server limits requests.',
    'Warning: It was stopped.',
  ]);
});
