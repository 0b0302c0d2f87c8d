/**
 * The clock that an event goes by: the server's own; where nothing is known of it, standard time; without that, this computer's.
 * Whoever is told of the event is told which.
 */
import { instantOf, readAt, type Reading } from '../../api/protocol/reading.ts';
import type { EventClock } from '../events/event-clock.ts';
import type { Measurement } from '../sync/measurement.ts';
import { lead } from '../timing/lead.ts';

/** By a reading; `measurement` is the one it rests on. */
export function clockByReading(reading: Reading, measurement: Measurement): EventClock {
  const { source } = reading;
  return {
    kind: source === 'date-header' ? 'server' : 'standard-time',
    isProvisional: false,
    instantOf: (epochMs) => instantOf(reading, epochMs),
    epochMs: (at) => readAt(reading, at).serverEpochMs,
    accuracyMs: (at) => readAt(reading, at).accuracyMs,
    precisionMs: (at) => readAt(reading, at).precisionMs,
    leadMs(aim, epochMs) {
      if (aim === 'server-time') return 0;
      const at = instantOf(reading, epochMs);
      const { precisionMs, serverEpochMs } = readAt(reading, at);
      // The monotonic clock takes the wall clock's place, as of the event itself: what ages has aged already.
      const offsetMs = serverEpochMs - at;
      const [lo, hi] = measurement.boundMs;
      // All that the ± has grown by since it was measured, restated and carried over as it may be.
      const wornMs = Math.max(
        0,
        readAt(reading, at).accuracyMs - measurement.accuracyMs,
        precisionMs - measurement.precisionMs,
      );
      const known = {
        offsetMs,
        precisionMs,
        boundMs: [
          offsetMs + (lo - measurement.offsetMs) - wornMs,
          offsetMs + (hi - measurement.offsetMs) + wornMs,
        ] as const,
        delayMs: measurement.delayMs,
        measuredAtEpochMs: at,
      };
      const { pressAtEpochMs } = lead(known, epochMs)[aim === 'safe-arrival' ? 'safe' : 'balanced'];
      return at - pressAtEpochMs;
    },
  };
}

/** `shiftMs`: standard time minus the monotonic clock. */
export function clockByStandard(shiftMs: number, accuracyMs: (at: number) => number | null): EventClock {
  return {
    kind: 'standard-time',
    isProvisional: false,
    instantOf: (epochMs) => epochMs - shiftMs,
    epochMs: (at) => at + shiftMs,
    accuracyMs,
    precisionMs: accuracyMs,
    leadMs: () => 0,
  };
}

/** This computer's own, and what a server was ahead of it: nobody can tell how far it is off. */
export function clockByWall(anchorMs: number, isProvisional: boolean): EventClock {
  return {
    kind: 'local',
    isProvisional,
    instantOf: (epochMs) => epochMs - anchorMs,
    epochMs: (at) => at + anchorMs,
    accuracyMs: () => null,
    precisionMs: () => null,
    leadMs: () => 0,
  };
}
