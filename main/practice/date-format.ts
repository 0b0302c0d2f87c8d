/** The three ways in which RFC 9110 5.6.7 lets a server write a date. */
export type DateFormat = 'imf' | 'rfc850' | 'asctime';

const DAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];

/** The whole second of `epochMs` as the value of a `Date` header. */
export function formatDate(epochMs: number, format: DateFormat): string {
  const date = new Date(epochMs);
  const imf = date.toUTCString(); // ECMAScript defines it as the IMF-fixdate: Sun, 06 Nov 1994 08:49:37 GMT
  const [shortDay = '', day = '', month = '', year = '', time = ''] = imf.replace(',', '').split(' ');
  switch (format) {
    case 'imf':
      return imf;
    case 'rfc850':
      return `${DAYS[date.getUTCDay()] ?? ''}, ${day}-${month}-${year.slice(-2)} ${time} GMT`;
    case 'asctime':
      return `${shortDay} ${month} ${day.replace(/^0/, ' ')} ${time} ${year}`;
  }
}
