/**
 * Reads HTTP dates (RFC 9110 section 5.6.7) and Retry-After (section 10.2.3). Pure.
 *
 * All three formats of the RFC are read and nothing else, for a lenient parser would take "tomorrow" for a
 * clock. What is forgiven, because it cannot be misread: a weekday that is not the date's own (the digits
 * decide), a day of one digit, and "UTC" for "GMT". Letter case counts, as the RFC says.
 */

const WEEKDAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

const DAY = `(?:${WEEKDAYS.map((name) => name.slice(0, 3)).join('|')})`;
const MONTH = `(?<month>${MONTHS.join('|')})`;
const TIME = '(?<hour>\\d\\d):(?<minute>\\d\\d):(?<second>\\d\\d)';

const FORMATS = [
  // IMF-fixdate: Sun, 06 Nov 1994 08:49:37 GMT
  new RegExp(`^${DAY}, (?<day>\\d\\d?) ${MONTH} (?<year>\\d{4}) ${TIME} (?:GMT|UTC)$`),
  // RFC 850: Sunday, 06-Nov-94 08:49:37 GMT
  new RegExp(`^(?:${WEEKDAYS.join('|')}), (?<day>\\d\\d)-${MONTH}-(?<year>\\d\\d) ${TIME} (?:GMT|UTC)$`),
  // asctime: Sun Nov  6 08:49:37 1994
  new RegExp(`^${DAY} ${MONTH} (?<day>\\d\\d| \\d) ${TIME} (?<year>\\d{4})$`),
];

/**
 * The date in ms since the Unix epoch (whole seconds), or null when it is none. A leap second (23:59:60) is
 * the first second of the next day, as POSIX time counts it. `nowEpochMs` (any clock that knows the
 * century) places two-digit years: one more than 50 years ahead is the most recent past year with these
 * digits.
 */
export function readHttpDate(text: string, nowEpochMs: number): number | null {
  for (const format of FORMATS) {
    const parts = format.exec(text.trim())?.groups;
    if (parts) return epochMsOf(parts, nowEpochMs);
  }
  return null;
}

function epochMsOf(parts: Record<string, string>, nowEpochMs: number): number | null {
  const [year, day, hour, minute, second] = ['year', 'day', 'hour', 'minute', 'second'].map((name) =>
    Number(parts[name]),
  );
  const month = MONTHS.indexOf(parts['month']);
  const isLeapSecond = hour === 23 && minute === 59 && second === 60;
  if (hour > 23 || minute > 59 || (second > 59 && !isLeapSecond)) return null;

  const epochMsIn = (fullYear: number) => Date.UTC(fullYear, month, day, hour, minute, second);
  const exists = (fullYear: number) => new Date(Date.UTC(fullYear, month, day)).getUTCDate() === day;
  if (parts['year'].length === 4) {
    // RFC 5322 section 3.3: years begin with 1900 (and Date.UTC reads 0..99 as 1900..1999).
    return year >= 1900 && exists(year) ? epochMsIn(year) : null;
  }
  const limit = new Date(nowEpochMs);
  limit.setUTCFullYear(limit.getUTCFullYear() + 50);
  let fullYear = limit.getUTCFullYear() - (limit.getUTCFullYear() % 100) + year;
  if (epochMsIn(fullYear) > limit.getTime()) fullYear -= 100;
  return exists(fullYear) ? epochMsIn(fullYear) : null;
}

/**
 * How long `Retry-After` asks to wait, in ms from now, never negative; null when it is not readable.
 * `nowEpochMs` is the time by the server's own clock (its `Date`) where it is known, for a date is meant by it.
 */
export function readRetryAfter(text: string, nowEpochMs: number): number | null {
  // Ten digits are 300 years: what is longer says only "never".
  if (/^\d{1,10}$/.test(text.trim())) return Number(text) * 1000;
  const until = readHttpDate(text, nowEpochMs);
  return until === null ? null : Math.max(0, until - nowEpochMs);
}
