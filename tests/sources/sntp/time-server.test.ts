import { expect, it } from 'vitest';
import { parseTimeServer } from '../../../main/sources/sntp/time-server.ts';

it.each([
  ['time.cloudflare.com', 'time.cloudflare.com', 'time.cloudflare.com', 123],
  [' Time.Example:123 ', 'time.example', 'time.example', 123],
  ['time.example:1123', 'time.example:1123', 'time.example', 1123],
  ['한글.kr', '한글.kr', 'xn--bj0bj06e.kr', 123],
  ['127.0.0.1:1123', '127.0.0.1:1123', '127.0.0.1', 1123],
  ['::1', '::1', '::1', 123],
  ['[::1]:1123', '[::1]:1123', '::1', 1123],
])('%s is %s', (input, name, host, port) => {
  expect(parseTimeServer(input)).toEqual({ name, host, port });
});

it.each([
  '',
  'a b',
  'https://time.example',
  'time.example/',
  'host:',
  'host:0',
  'host:65536',
  'host:ntp',
  '[x]',
  'a@b',
])('"%s" is not the address of one', (input) => {
  expect(() => parseTimeServer(input)).toThrow(
    expect.objectContaining({
      code: 'bad-time-server',
      message: `"${input}" is not a time server's address: type a host such as time.cloudflare.com, or host:port.`,
    }),
  );
});
