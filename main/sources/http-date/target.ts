/**
 * What a person types, as the addresses to try. Pure.
 *
 * With a scheme there is one address; without, https comes first and http second, on the same port when one
 * was typed. The parser is the WHATWG URL's (IDN, IPv6, percent-encoding as in a browser).
 */
import { isIPv6 } from 'node:net';
import { Failure } from '../../failure.ts';
import { quoted } from './failures.ts';

/** Browsers and servers take about this much; what is longer was pasted by mistake. */
const LONGEST_INPUT = 2048;
const EXAMPLE = 'type an address such as tickets.interpark.com or https://example.com/page';

/** The addresses to try in turn, never empty. Throws a `Failure` with the sentence to show. */
export function parseTarget(input: string): URL[] {
  const typed = input.trim();
  if (typed === '') throw new Failure('empty-address', `The address is empty: ${EXAMPLE}.`);
  if (typed.length > LONGEST_INPUT)
    throw new Failure(
      'address-too-long',
      `The address is ${typed.length} characters long, and ${LONGEST_INPUT} is the most: ${EXAMPLE}.`,
    );

  const scheme = schemeOf(typed);
  if (scheme !== undefined && scheme !== 'http' && scheme !== 'https')
    throw new Failure(
      'unsupported-scheme',
      `Only http:// and https:// servers can be measured, not ${quoted(`${scheme}:`)}: ${EXAMPLE}.`,
    );
  if (scheme !== undefined) return [parse(typed, typed)];

  const place = isIPv6(typed) ? `[${typed}]` : typed.replace(/^\/\//, '');
  const [secure, plain] = [parse(`https://${place}`, typed), parse(`http://${place}`, typed)];
  // Each URL leaves out its own scheme's port: what was typed as :80 is plain HTTP, as :443 is TLS.
  if (plain.port === '' && secure.port === '80') return [plain];
  return secure.port === '' && plain.port === '443' ? [secure] : [secure, plain];
}

/** The scheme that was typed, in lower case. `localhost:8080/x` and `me:secret@host` have none. */
function schemeOf(typed: string): string | undefined {
  const match = /^([a-z][a-z0-9+.-]*):(.*)$/is.exec(typed);
  if (!match || isIPv6(typed)) return undefined;
  const [, scheme, rest] = match;
  if (rest.startsWith('//') || /^https?$/i.test(scheme)) return scheme.toLowerCase();
  const isPort = /^\d*(?:[/?#]|$)/.test(rest);
  const isPassword = /^[^/?#]*@/.test(rest) && scheme.toLowerCase() !== 'mailto';
  return isPort || isPassword ? undefined : scheme.toLowerCase();
}

function parse(text: string, typed: string): URL {
  const url = URL.parse(text);
  if (!url?.hostname)
    throw new Failure('not-a-url', `${quoted(typed)} is not an address of a web server: ${EXAMPLE}.`);
  if (url.username || url.password)
    throw new Failure(
      'credentials-in-address',
      `The address contains a user name or a password, and none is needed to read a clock: type it without the part before the @, as in ${url.host}.`,
    );
  url.hash = '';
  return url;
}
