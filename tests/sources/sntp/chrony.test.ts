import { afterAll, beforeAll, expect, test } from 'vitest';
import { localClock } from '../../../main/clock/local-clock.ts';
import { standardTime } from '../../../main/sources/sntp/standard-time.ts';
import { startChrony, type Chrony } from '../../servers/chrony.ts';

let chrony: Chrony;
beforeAll(async () => {
  chrony = await startChrony();
});
afterAll(() => chrony.close());

test('a real chronyd that tells this computer’s own time is found to agree with it, within the ± stated', async () => {
  const time = await standardTime([chrony.host], { clock: localClock, gapMs: 20 });
  expect(time).toMatchObject({ name: chrony.host, stratum: 10, leap: 'none', samples: 4 });
  expect(Math.abs(time.offsetMs)).toBeLessThan(time.accuracyMs);
  expect(time.accuracyMs).toBeLessThan(2);
});

test('a real chronyd that is not synchronised says so', async () => {
  const lost = await startChrony('');
  try {
    await expect(standardTime([lost.host], { clock: localClock })).rejects.toMatchObject({
      code: 'unsynchronised',
      message: `${lost.host} does not know the time itself (leap indicator 3): use another time server.`,
    });
  } finally {
    await lost.close();
  }
});
