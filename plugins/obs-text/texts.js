/** What the files say. Pure. */

export const TIME_PARTS = ['name', 'date', 'HH', 'mm', 'ss'];
export const EVENT_PARTS = ['name', 'server', 'left', 'seconds'];

/** One for each zone: making one takes longer than all the rest. @type {Map<string | null, Intl.DateTimeFormat>} */
const formats = new Map();

/**
 * What a clock on the wall shows.
 *
 * @param {string} pattern with TIME_PARTS
 * @param {{ name: string, zone: string | null }} server without a zone: this computer's
 * @param {number} epochMs
 */
export function timeText(pattern, { name, zone }, epochMs) {
  const { year, month, day, hour, minute, second } = Object.fromEntries(
    formatIn(zone)
      .formatToParts(epochMs)
      .map(({ type, value }) => [type, value]),
  );
  return filled(pattern, { name, date: `${year}-${month}-${day}`, HH: hour, mm: minute, ss: second });
}

/**
 * @param {string} pattern with EVENT_PARTS
 * @param {{ name: string, server: string }} event
 * @param {number} leftMs until its moment; a second that has begun is left
 */
export function eventText(pattern, { name, server }, leftMs) {
  const seconds = Math.max(0, Math.ceil(leftMs / 1000));
  const parts = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  const left = parts.map((part) => String(part).padStart(2, '0')).join(':');
  return filled(pattern, { name, server, left, seconds: String(seconds) });
}

/**
 * @param {string} pattern
 * @param {Record<string, string | undefined>} parts
 */
function filled(pattern, parts) {
  return pattern.replaceAll(/\{(\w+)\}/g, (_, /** @type {string} */ part) => parts[part] ?? '');
}

/** @param {string | null} zone */
function formatIn(zone) {
  let format = formats.get(zone);
  if (!format) {
    // The Gregorian calendar and ASCII digits, whatever this computer's language is.
    format = new Intl.DateTimeFormat('en-GB', {
      ...(zone !== null && { timeZone: zone }),
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
      hourCycle: 'h23',
    });
    formats.set(zone, format);
  }
  return format;
}
