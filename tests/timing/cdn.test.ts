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
  [{ via: '1.1 google' }, 'Google Cloud', 'via: 1.1 google'],
  [{ server: 'Google Frontend' }, 'Google', 'server: Google Frontend'],
  // Captured in Seoul in 2020, and today's form of the same servers.
  [
    { server: 'PWS/8.3.2.7', 'x-px': 'ms h0-s1388.p46-icn ( h0-s1398.p46-icn)' },
    'CDNetworks',
    'x-px: ms h0-s1388.p46-icn ( h0-s1398.p46-icn)',
  ],
  [{ server: 'PWS/8.3.1.0.8' }, 'CDNetworks (Wangsu)', 'server: PWS/8.3.1.0.8'],
  [{ 'eo-cache-status': 'HIT' }, 'Tencent Cloud', 'eo-cache-status: HIT'],
  [{ 'x-served-by': 'web-cache-7' }, 'a cache', 'x-served-by: web-cache-7'],
  [{ 'x-varnish': '32770' }, 'a Varnish cache', 'x-varnish: 32770'],
  [{ 'x-cache': 'HIT' }, 'a cache', 'x-cache: HIT'],
])('%j is recognised', (headers, name, evidence) => {
  expect(detectCdn(headers)).toMatchObject({ name, evidence });
});

test.each([
  [{}],
  [{ server: 'nginx', via: '1.1 proxy.example' }],
  [{ 'server-timing': 'db;dur=5' }],
  [{ 'x-px': 'challenge' }],
])('%j is no CDN', (headers) => {
  expect(detectCdn(headers)).toBeNull();
});

test('evidence is cut to what a person can read', () => {
  expect(detectCdn({ 'x-cache': 'x'.repeat(500) })?.evidence).toHaveLength('x-cache: '.length + 80);
});

const EDGE = "The Date comes from $, not from the site's own server, whose clock may differ.";
const ORIGIN =
  "The Date comes from the site's own server: $ passes it on, and repeats an old one when it answers from its cache.";
const UNKNOWN =
  "Whether the Date comes from $ or from the site's own server behind it is not known, and their clocks may differ.";

test.each([
  [{ 'cf-ray': '8f0-ICN' }, EDGE],
  [{ 'x-timer': 'S1795347668.007,VS0' }, EDGE],
  [{ 'x-amz-cf-id': 'abc', 'x-cache': 'Miss from cloudfront' }, ORIGIN],
  [{ 'x-amz-cf-id': 'abc', 'x-cache': 'RefreshHit from cloudfront' }, ORIGIN],
  // What CloudFront made itself, or may have.
  [{ 'x-amz-cf-id': 'abc', 'x-cache': 'Error from cloudfront' }, UNKNOWN],
  [{ 'x-amz-cf-id': 'abc', 'x-cache': 'FunctionGeneratedResponse from cloudfront' }, UNKNOWN],
  [{ 'x-amz-cf-id': 'abc' }, UNKNOWN],
  // Fastly in front of CloudFront, or behind it: either way the Date is Fastly's.
  [{ 'x-cache': 'Miss from cloudfront, HIT', 'x-served-by': 'cache-icn1450024-ICN' }, EDGE],
  [{ server: 'AkamaiGHost' }, UNKNOWN],
  [{ 'x-cache': 'HIT' }, UNKNOWN],
])('%j tells whose clock it is', (headers, notice) => {
  const cdn = detectCdn(headers);
  expect(cdn?.notice).toBe(notice.replace('$', cdn?.name ?? ''));
});
