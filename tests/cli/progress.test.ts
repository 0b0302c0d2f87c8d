import { expect, test } from 'vitest';
import { MeasuredClock } from '../../main/cli/measured-clock.ts';
import { probeLine, probePieces, waitingPieces, type Probe } from '../../main/cli/progress.ts';

const utc = { name: 'UTC', minutesAt: () => 0 };
const anchorMs = Date.UTC(2026, 1, 14, 13, 5, 9);
const clock = new MeasuredClock({ offsetMs: 100, precisionMs: 1, accuracyMs: 12.3, anchorMs, measuredAt: 0 });
const probe: Probe = {
  type: 'probe',
  phase: 'search',
  request: 7,
  of: 17,
  delayMs: 24.13,
  estimate: { offsetMs: 100, precisionMs: 11, accuracyMs: 12.3, bound: { lo: 80, hi: 120 } },
  timeLeftMs: 9400,
};

test('before the first reply, a person sees for how long it has been waited for', () => {
  expect(waitingPieces(2999)).toEqual(['Waiting for the first reply', '2 s']);
});

test('the server’s clock ticks between replies, with the digits that are known, and the time left runs down', () => {
  const seen = { probe, seenAt: 20, clock };
  expect(probePieces(seen, 20, utc)).toEqual([
    '13:05:09.12 ',
    '± 13 ms ',
    'request 7 of 17',
    'about 10 s left',
  ]);
  expect(probePieces(seen, 1520, utc)).toEqual([
    '13:05:10.62 ',
    '± 13 ms ',
    'request 7 of 17',
    'about 8 s left',
  ]);
  expect(probePieces(seen, 20_000, utc).at(-1)).toBe('almost done');
});

test('a log has a line for each reply', () => {
  expect(probeLine(probe)).toBe('request 7 of 17: round trip 24.1 ms, ± 13 ms, about 10 s left');
  expect(probeLine({ ...probe, phase: 'verify', request: 17, timeLeftMs: 0 })).toBe(
    'request 17 of 17, checking: round trip 24.1 ms, ± 13 ms, almost done',
  );
});
