/** A time zone's offset from UTC, asked for once a minute: no zone changes within one. */
const MINUTE_MS = 60_000;

export class ZoneOffset {
  private readonly format: Intl.DateTimeFormat;
  private minute = NaN;
  private offsetMs = 0;

  /** Null is this computer's own zone. */
  constructor(zone: string | null) {
    this.format = new Intl.DateTimeFormat('en-US', {
      ...(zone !== null && { timeZone: zone }),
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
  }

  /** Local time minus UTC, ms; positive east of Greenwich. */
  at(epochMs: number): number {
    const minute = Math.floor(epochMs / MINUTE_MS);
    if (minute !== this.minute) {
      this.minute = minute;
      this.offsetMs = this.asked(minute * MINUTE_MS);
    }
    return this.offsetMs;
  }

  private asked(epochMs: number): number {
    const parts = this.format.formatToParts(epochMs);
    const part = (type: Intl.DateTimeFormatPartTypes) =>
      Number(parts.find((one) => one.type === type)?.value);
    return (
      Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'), part('second')) -
      epochMs
    );
  }
}
