import { expect, test } from 'vitest';
import type { PageCore } from '../../../overlay/page/core.svelte.ts';
import { rowNow } from '../../../overlay/clock/row-clock.ts';

function core(now: object | null, wallMs: number | null): Pick<PageCore, 'clock' | 'nowEpochMs'> {
  return {
    clock: () => ({ read: () => now }) as unknown as ReturnType<PageCore['clock']>,
    nowEpochMs: () => wallMs,
  };
}

test('the server’s clock is shown with what arrival time adds', () => {
  const known = core({ epochMs: 5000, accuracyMs: 3, stepped: false }, 0);
  expect(rowNow(known, 'aaaa', null, 20)).toEqual({ epochMs: 5020, accuracyMs: 3, stepped: false });
});

test('until it is known, the first probes stand in, over the core’s wall clock', () => {
  expect(rowNow(core(null, 1000), 'aaaa', { offsetMs: 70, accuracyMs: 62 }, 0)).toMatchObject({
    epochMs: 1070,
    accuracyMs: 62,
  });
});

test('nothing is shown while nothing is known', () => {
  expect(rowNow(core(null, 1000), 'aaaa', null, 0)).toBeNull();
  expect(rowNow(core(null, null), 'aaaa', { offsetMs: 70, accuracyMs: 62 }, 0)).toBeNull();
});
