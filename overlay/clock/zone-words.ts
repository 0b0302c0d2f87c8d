/** A zone as people call it: KST UTC+9. */

/** Names that browsers do not give, because they are not used in English. */
const NAMES: Readonly<Record<string, string>> = {
  'Asia/Seoul': 'KST',
  'Asia/Tokyo': 'JST',
  'Asia/Hong_Kong': 'HKT',
  'Asia/Singapore': 'SGT',
  'Asia/Kolkata': 'IST',
  'Asia/Calcutta': 'IST',
};

/** Null is this computer's own zone. `offsetMs`: local time minus UTC at that instant. */
export function zoneWords(zone: string | null, epochMs: number, offsetMs: number): string {
  const format = new Intl.DateTimeFormat('en-US', {
    ...(zone !== null && { timeZone: zone }),
    timeZoneName: 'short',
  });
  const short = format.formatToParts(epochMs).find(({ type }) => type === 'timeZoneName')?.value ?? '';
  const name = NAMES[format.resolvedOptions().timeZone] ?? (/^[A-Z]{3,5}$/.test(short) ? short : '');
  const utc = utcWords(offsetMs);
  return name === '' || name === utc ? utc : `${name} ${utc}`;
}

/** UTC, UTC+9, UTC−3:30. */
export function utcWords(offsetMs: number): string {
  const minutes = Math.round(Math.abs(offsetMs) / 60_000);
  if (minutes === 0) return 'UTC';
  const rest = minutes % 60;
  const hours = `${offsetMs < 0 ? '−' : '+'}${Math.floor(minutes / 60)}`;
  return `UTC${hours}${rest === 0 ? '' : `:${String(rest).padStart(2, '0')}`}`;
}
