import { describe, expect, it } from 'vitest';
import { parseTarget } from '../../../main/sources/http-date/target.ts';

const addresses = (typed: string) => parseTarget(typed).map((url) => url.href);

describe('what a person types', () => {
  it.each([
    ['tickets.interpark.com', ['https://tickets.interpark.com/', 'http://tickets.interpark.com/']],
    ['  Tickets.Interpark.com\n', ['https://tickets.interpark.com/', 'http://tickets.interpark.com/']],
    ['example.com/a b?c=d#e', ['https://example.com/a%20b?c=d', 'http://example.com/a%20b?c=d']],
    ['//example.com/x', ['https://example.com/x', 'http://example.com/x']],
    ['https://example.com/x', ['https://example.com/x']],
    ['HTTP://example.com', ['http://example.com/']],
    ['http:example.com', ['http://example.com/']],
    ['한글.kr', ['https://xn--bj0bj06e.kr/', 'http://xn--bj0bj06e.kr/']],
    ['127.0.0.1', ['https://127.0.0.1/', 'http://127.0.0.1/']],
    ['[::1]:8080/x', ['https://[::1]:8080/x', 'http://[::1]:8080/x']],
    ['::1', ['https://[::1]/', 'http://[::1]/']],
    ['localhost:8080', ['https://localhost:8080/', 'http://localhost:8080/']],
    ['localhost:8080/x?y', ['https://localhost:8080/x?y', 'http://localhost:8080/x?y']],
    ['example.com:80', ['http://example.com/']],
    ['example.com:443/x', ['https://example.com/x']],
    ['example.com/http://x', ['https://example.com/http://x', 'http://example.com/http://x']],
  ])('%j is an address', (typed, expected) => {
    expect(addresses(typed)).toEqual(expected);
  });

  const example = 'type an address such as tickets.interpark.com or https://example.com/page.';
  it.each([
    ['', 'empty-address', `The address is empty: ${example}`],
    [' \n', 'empty-address', `The address is empty: ${example}`],
    ['two words', 'not-a-url', `"two words" is not an address of a web server: ${example}`],
    ['https://', 'not-a-url', `"https://" is not an address of a web server: ${example}`],
    ['example.com:99999', 'not-a-url', `"example.com:99999" is not an address of a web server: ${example}`],
    ['ex\u001bample<>', 'not-a-url', `"ex ample<>" is not an address of a web server: ${example}`],
    [
      'ftp://example.com',
      'unsupported-scheme',
      `Only http:// and https:// servers can be measured, not "ftp:": ${example}`,
    ],
    [
      'mailto:me@example.com',
      'unsupported-scheme',
      `Only http:// and https:// servers can be measured, not "mailto:": ${example}`,
    ],
    [
      'javascript:alert(1)',
      'unsupported-scheme',
      `Only http:// and https:// servers can be measured, not "javascript:": ${example}`,
    ],
    [
      'https://me:secret@example.com:8443/x',
      'credentials-in-address',
      'The address contains a user name or a password, and none is needed to read a clock: type it without the part before the @, as in example.com:8443.',
    ],
    [
      'me:secret@example.com',
      'credentials-in-address',
      'The address contains a user name or a password, and none is needed to read a clock: type it without the part before the @, as in example.com.',
    ],
    [
      `example.com/${'x'.repeat(3000)}`,
      'address-too-long',
      `The address is 3012 characters long, and 2048 is the most: ${example}`,
    ],
  ])('%j is refused with a sentence', (typed, code, message) => {
    expect(() => parseTarget(typed)).toThrow(expect.objectContaining({ name: 'Failure', code, message }));
  });
});
