import { expect, test } from 'vitest';
import { detectCdn } from '../../main/timing/cdn.ts';

test.each([
  [{ server: 'cloudflare', 'cf-ray': '8f0-ICN' }, 'Cloudflare', 'cf-ray: 8f0-ICN'],
  [{ server: 'cloudflare' }, 'Cloudflare', 'server: cloudflare'],
  [{ 'x-amz-cf-id': 'abc', 'x-cache': 'Miss from cloudfront' }, 'Amazon CloudFront', 'x-amz-cf-id: abc'],
  [
    { via: '1.1 5f.cloudfront.net (CloudFront)' },
    'Amazon CloudFront',
    'via: 1.1 5f.cloudfront.net (CloudFront)',
  ],
  [
    { 'x-served-by': 'cache-icn1450024-ICN', 'x-cache': 'HIT' },
    'Fastly',
    'x-served-by: cache-icn1450024-ICN',
  ],
  [{ 'x-timer': 'S1795347668.007,VS0' }, 'Fastly', 'x-timer: S1795347668.007,VS0'],
  [
    { 'server-timing': 'cdn-cache; desc=HIT, ak_p; desc="1_2"' },
    'Akamai',
    'server-timing: cdn-cache; desc=HIT, ak_p; desc="1_2"',
  ],
  [{ server: 'AkamaiGHost' }, 'Akamai', 'server: AkamaiGHost'],
  [{ 'x-azure-ref': '2024' }, 'Azure Front Door', 'x-azure-ref: 2024'],
  [{ via: '1.1 google' }, 'Google Cloud CDN', 'via: 1.1 google'],
  [{ 'x-varnish': '32770' }, 'a Varnish cache', 'x-varnish: 32770'],
  [{ 'x-cache': 'HIT' }, 'a cache', 'x-cache: HIT'],
])('%j is recognised', (headers, name, evidence) => {
  expect(detectCdn(headers)).toEqual({ name, evidence });
});

test.each([[{}], [{ server: 'nginx', via: '1.1 proxy.example' }], [{ 'server-timing': 'db;dur=5' }]])(
  '%j is no CDN',
  (headers) => {
    expect(detectCdn(headers)).toBeNull();
  },
);

test('evidence is cut to what a person can read', () => {
  expect(detectCdn({ 'x-cache': 'x'.repeat(500) })?.evidence).toHaveLength('x-cache: '.length + 80);
});
