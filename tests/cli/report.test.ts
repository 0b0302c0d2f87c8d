import { expect, test } from 'vitest';
import { headline, report } from '../../main/cli/report.ts';
import { unfolded } from './command.ts';
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
  edge: null,
  tick: 'honest',
  tickEvidence: ['nginx changes its Date with its second.'],
  accuracyIfHonestMs: 1.41,
  clocks: null,
  reference: null,
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
  expect(report(measurement, serverEpochMs, seoul).join('\n').split('\n')).toEqual([
    '  Server time  2026-02-14 13:05:09.123 (Asia/Seoul, UTC+09:00), when printed',
    '  Accuracy     ± 1.5 ms: the truth in 95 of 100 cases, uneven paths included',
    '  Precision    ± 0.61 ms: what repeats, measured again over the same path',
    '  Proven       140.1 ms to 162.4 ms slow, whatever the path does',
    '  Round trips  20.1 · 21.2 · 22.0 · 23.1 · 40.2 ms (least, quartiles, most)',
    '  Requests     16 answered, in 16.2 s',
    '  Tick         honest: its Date changes with its second. nginx changes its Date',
    '               with its second.',
    '  CDN          none seen',
  ]);
});

test('a CDN is told with its evidence, which cannot play with the terminal', () => {
  const cdn = {
    name: 'Cloudflare',
    evidence: 'cf-ray: 8f\x9b2J01',
    notice: 'The Date comes from Cloudflare.',
  };
  expect(report({ ...measurement, cdn }, serverEpochMs, seoul)).toContain(
    '  CDN          Cloudflare ("cf-ray: 8f 2J01"). The Date comes from Cloudflare.',
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

test('a tick that is not known says what the ± would be if it were honest', () => {
  const unknown = {
    ...measurement,
    tick: 'unknown',
    tickEvidence: ['This kind of server is not known.'],
    accuracyMs: 1001.41,
  } as const;
  expect(report(unknown, serverEpochMs, seoul).map(unfolded)).toContain(
    '  Tick         not known. This kind of server is not known. If it does change with its second, as most do, the ± is 1.5 ms.',
  );
});

test('several clocks behind one name are told with their shares', () => {
  const clocks = [
    { offsetMs: 151.3, precisionMs: 0.6, share: 0.5, isStated: true },
    { offsetMs: 451.3, precisionMs: 4, share: 0.5, isStated: false },
  ];
  const lines = report({ ...measurement, clocks }, serverEpochMs, seoul);
  expect(lines).toContain(
    '  Clocks       this computer is 151.30 ms slow, ± 0.60 ms: 50 % of the\n' +
      '               connections, the first one among them',
  );
  expect(lines).toContain('               this computer is 451.3 ms slow, ± 4.0 ms: 50 % of the connections');
});

test('an edge’s own clock is told apart', () => {
  const edge = { name: 'Fastly', offsetMs: 150, accuracyMs: 12, samples: 9 } as const;
  expect(report({ ...measurement, edge }, serverEpochMs, seoul).at(-1)).toBe(
    "  Edge         by Fastly's own clock, this computer is 150 ms slow, ± 12 ms",
  );
});

test('standard time in place of the server’s clock is called indirect', () => {
  const lines = report({ ...measurement, source: 'sntp' }, serverEpochMs, seoul);
  expect(lines).toContain('  Indirect     standard time, not the clock of this server');
  expect(lines.some((line) => line.includes('Tick'))).toBe(false);
  expect(headline({ ...measurement, source: 'sntp' })).toBe(
    'tickets.interpark.com tells no time; by standard time this computer is 151.3 ms slow, ± 1.5 ms',
  );
});
