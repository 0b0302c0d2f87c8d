import { expect, test } from 'vitest';
import { isFrozen } from '../../main/timing/frozen.ts';

const at = (sentEpochMs: number, dateEpochMs: number) => ({
  sentEpochMs,
  receivedEpochMs: sentEpochMs + 30,
  dateEpochMs,
});

test.each([
  ['nothing', [], false],
  ['one reading', [at(0, 5000)], false],
  ['the same second within two seconds', [at(0, 5000), at(1500, 5000)], false],
  ['a second that changes', [at(0, 5000), at(1500, 6000), at(2500, 7000)], false],
  ['the same second for longer than any tick is late', [at(0, 5000), at(1200, 5000), at(2100, 5000)], true],
  ['one that changed once, then stood', [at(0, 5000), at(500, 6000), at(2600, 6000)], false],
])('%s', (_, samples, frozen) => {
  expect(isFrozen(samples)).toBe(frozen);
});
