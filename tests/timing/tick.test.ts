import { expect, test } from 'vitest';
import { tickClass, tickVerdict } from '../../main/timing/tick.ts';

test.each([
  ['nginx/1.22.1', 0],
  ['nginx', 0],
  ['openresty', 0],
  ['Apache/2.4.62 (Debian)', 0],
  ['Caddy', 0],
  ['gunicorn', 0],
  ['lighttpd/1.4.69', 1000],
  ['uvicorn', 1000],
  ['Kestrel', 1000],
  ['Apache-Coyote/1.1', 1000],
  ['envoy', 500],
  ['istio-envoy', 500],
])('Server: %s may lag by %d ms', (server, lagMs) => {
  expect(tickClass({ server })?.lagMs).toBe(lagMs);
});

test.each([[{}], [{ server: 'Microsoft-IIS/10.0' }], [{ server: 'nginx', via: '1.1 varnish' }]])(
  'of %j nothing is known',
  (headers) => {
    expect(tickClass(headers)).toBeNull();
  },
);

test('honest takes both a kind that is known to be and a boundary found again', () => {
  const nginx = { name: 'nginx', lagMs: 0 };
  expect(tickVerdict(nginx, true)).toBe('honest');
  expect(tickVerdict(nginx, false)).toBe('unknown');
  expect(tickVerdict(null, true)).toBe('unknown');
  expect(tickVerdict({ name: 'lighttpd', lagMs: 1000 }, true)).toBe('lagging');
});
