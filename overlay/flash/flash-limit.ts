/** At most three flashes a second: more can harm (WCAG 2.3.1). */
const LEAST_GAP_MS = 400;

/** How bright, over time: each pulse rises and falls once. */
export const PULSE_MS = LEAST_GAP_MS;

export class FlashLimit {
  private endsAt = -Infinity;

  /** Whether so many pulses may begin at `at`, ms. One that may not is left out: a flash that comes late says something wrong. */
  allows(at: number, pulses: number): boolean {
    if (at < this.endsAt) return false;
    this.endsAt = at + pulses * PULSE_MS;
    return true;
  }
}
