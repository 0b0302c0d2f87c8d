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
  private readonly anchorMs: () => number;
  private latest: { readonly reference: ReferenceTime; readonly anchorMs: number } | null = null;
  private wasOff = false;

  /** `anchorMs`: wall minus monotonic clock, ms, at no cost. */
  constructor(hub: Hub, thresholdMs: () => number, anchorMs: () => number) {
    this.hub = hub;
    this.anchorMs = anchorMs;
    this.thresholdMs = thresholdMs;
  }

  /** What is known from before, told to nobody. */
  seed(reference: ReferenceTime, anchorMs: number): void {
    this.latest = { reference, anchorMs };
  }

  /** `anchorMs`: what it is stated against. */
  take(reference: ReferenceTime, anchorMs: number): void {
    this.seed(reference, anchorMs);
    const state = this.state();
    if (!state) return;
    this.hub.say({ type: 'local-clock', ...state });
    if (state.isOff && !this.wasOff) {
      const { offsetMs, accuracyMs, name } = state.reference;
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
    const { source, name, accuracyMs, delayMs, measuredAtEpochMs } = this.latest.reference;
    // Against the clock as it stands now, which may have been set meanwhile.
    const movedMs = this.anchorMs() - this.latest.anchorMs;
    const offsetMs = this.latest.reference.offsetMs - movedMs;
    return {
      reference: {
        source,
        name,
        offsetMs,
        accuracyMs,
        delayMs,
        measuredAtEpochMs: measuredAtEpochMs + movedMs,
      },
      // Only what is proven counts: a ± that reaches back below the threshold is no reason to worry anybody.
      isOff: Math.abs(offsetMs) - accuracyMs > this.thresholdMs(),
    };
  }
}
