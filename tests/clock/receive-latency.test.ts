import { describe, expect, it } from 'vitest';
import { measureReceiveLatency } from '../../main/clock/receive-latency.ts';

describe('the latency of the receiver', () => {
  it('is measured on loopback, positive, and the least is not above the usual', async () => {
    const { medianMs, minMs, samples } = await measureReceiveLatency(20_000);
    expect(samples).toBe(15);
    expect(minMs).toBeGreaterThan(0);
    expect(medianMs).toBeGreaterThanOrEqual(minMs);
  });

  it('is 0 when there was no time to measure it', async () => {
    expect(await measureReceiveLatency(0)).toEqual({ medianMs: 0, minMs: 0, samples: 0 });
  });

  it('leaves nothing running', async () => {
    await measureReceiveLatency();
    // The kernel's handles are closed at the end of some turn of the event loop.
    await expect
      .poll(() => process.getActiveResourcesInfo().filter((kind) => /TCP|MessagePort|Worker/.test(kind)), {
        interval: 1,
      })
      .toEqual([]);
  });
});
