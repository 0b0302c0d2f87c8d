/** This computer's clock against standard time: told at each measurement, and an alert when it is off by more than the threshold. */
import type { ReferenceTime as ReferenceState } from '../../api/protocol/measurement.ts';
import type { ReferenceTime } from '../sources/reference/reference-time.ts';
import type { Hub } from './hub.ts';

interface State {
  readonly reference: ReferenceState;
  readonly isOff: boolean;
}

export class LocalClockCheck {
  private readonly hub: Hub;
  private readonly thresholdMs: () => number;
  private latest: ReferenceTime | null = null;
  private wasOff = false;

  constructor(hub: Hub, thresholdMs: () => number) {
    this.hub = hub;
    this.thresholdMs = thresholdMs;
  }

  take(reference: ReferenceTime): void {
    this.latest = reference;
    const state = this.state();
    if (!state) return;
    this.hub.say({ type: 'local-clock', ...state });
    if (state.isOff && !this.wasOff) {
      const { offsetMs, accuracyMs, name } = reference;
      const how = `${Math.abs(offsetMs / 1000).toFixed(2)} s ${offsetMs > 0 ? 'slow' : 'fast'}`;
      this.hub.alert(
        'local-clock-off',
        `This computer's clock is ${how} by ${name} (± ${accuracyMs.toFixed(0)} ms): set it by standard time; the clocks of servers that are shown here do not depend on it.`,
      );
    }
    this.wasOff = state.isOff;
  }

  /** Null until it was measured. */
  state(): State | null {
    if (!this.latest) return null;
    const { source, name, offsetMs, accuracyMs, delayMs, measuredAtEpochMs } = this.latest;
    return {
      reference: { source, name, offsetMs, accuracyMs, delayMs, measuredAtEpochMs },
      // Only what is proven counts: a ± that reaches back below the threshold is no reason to worry anybody.
      isOff: Math.abs(offsetMs) - accuracyMs > this.thresholdMs(),
    };
  }
}
