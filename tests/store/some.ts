/** Records as the core keeps them, made up. */
import type { Measurement } from '../../main/sync/measurement.ts';
import type { EstimateRecord } from '../../main/store/estimates.ts';
import type { ServerRecord } from '../../main/store/servers.ts';

export function someServer(id: string, changes: Partial<ServerRecord> = {}): ServerRecord {
  return {
    id,
    address: `https://${id}.example/`,
    name: id,
    favourite: false,
    zone: null,
    trimMs: 0,
    intervalMs: null,
    allowsPrivate: false,
    createdEpochMs: 1_795_000_000_000,
    ...changes,
  };
}

export function someEstimate(
  serverId: string,
  measuredAtEpochMs: number,
  number = 1,
): Omit<EstimateRecord, 'seq'> {
  const offsetMs = -37.402_183 + (number % 1000) / 97;
  const measurement: Measurement = {
    url: `https://${serverId}.example/`,
    source: 'date-header',
    offsetMs,
    precisionMs: 3.217_004_1,
    accuracyMs: 5.981_223_7,
    boundMs: [offsetMs - 11.204_418, offsetMs + 9.880_126],
    delayMs: { min: 17.201_447, q1: 18.447_219, median: 19.220_384, q3: 22.914_077, max: 48.200_193 },
    samples: 16,
    durationMs: 16_482.203_91,
    cdn: null,
    edge: null,
    tick: 'honest',
    tickEvidence: [
      'The Date changed within 4 ms of the whole second of standard time in all of 3 comparisons.',
    ],
    accuracyIfHonestMs: 5.981_223_7,
    clocks: null,
    reference: null,
    warnings: [],
    measuredAtEpochMs,
  };
  return {
    serverId,
    measuredAtEpochMs,
    measurement,
    samples: Array.from({ length: 16 }, (_, index) => [
      -1000 * index - 19.2204 - (number % 7),
      -1000 * index - (number % 7),
      -1000 * index - (measuredAtEpochMs % 1000),
    ]),
    anchorMs: measuredAtEpochMs - 81_234.567_89,
    axis: 'a1b2c3d4e5f6',
    at: 81_234.567_89,
    standardAheadMs: offsetMs + 2.5,
    standardAccuracyMs: 8.25,
  };
}
