/**
 * Which content delivery network answered, read from the reply's headers.
 *
 * It matters because the clock that is measured may then be the edge's and not the origin's (CloudFront keeps the
 * origin's `Date`, Fastly writes its own). The most telling header of a network comes first; the generic cache
 * headers, which name no network, come last.
 */
export interface Cdn {
  /** The network's name as a person knows it. */
  readonly name: string;
  /** The header that gave it away, as `name: value`. */
  readonly evidence: string;
}

/** Header, what its value must match (anything, when absent), and the network that sends it. */
const SIGNATURES: readonly (readonly [header: string, value: RegExp | null, name: string])[] = [
  ['cf-ray', null, 'Cloudflare'],
  ['cf-cache-status', null, 'Cloudflare'],
  ['server', /^cloudflare/i, 'Cloudflare'],
  ['x-amz-cf-id', null, 'Amazon CloudFront'],
  ['x-amz-cf-pop', null, 'Amazon CloudFront'],
  ['via', /\bcloudfront\b/i, 'Amazon CloudFront'],
  ['x-served-by', /\bcache-/i, 'Fastly'],
  ['x-timer', /^S\d+\.\d+/, 'Fastly'],
  ['x-fastly-request-id', null, 'Fastly'],
  ['server-timing', /\bak_p\b/, 'Akamai'],
  ['server', /^akamai/i, 'Akamai'],
  ['x-akamai-transformed', null, 'Akamai'],
  ['x-akamai-request-id', null, 'Akamai'],
  ['akamai-grn', null, 'Akamai'],
  ['x-azure-ref', null, 'Azure Front Door'],
  ['x-msedge-ref', null, 'Azure Front Door'],
  ['server', /^(gws|ghs|esf)$/i, 'Google'],
  ['via', /\b1\.1 google\b/i, 'Google Cloud CDN'],
  ['x-vercel-id', null, 'Vercel'],
  ['x-nf-request-id', null, 'Netlify'],
  ['server', /^bunnycdn/i, 'bunny.net'],
  ['cdn-pullzone', null, 'bunny.net'],
  ['x-iinfo', null, 'Imperva'],
  ['x-cdn', /incapsula|imperva/i, 'Imperva'],
  ['x-sucuri-id', null, 'Sucuri'],
  ['server', /^keycdn/i, 'KeyCDN'],
  ['x-77-nzt', null, 'CDN77'],
  ['x-edgeconnect-midmile-rtt', null, 'Akamai'],
  ['x-hw', null, 'Edgio'],
  ['x-cdn', /cdnetworks/i, 'CDNetworks'],
  ['x-px', /\.cdngp\.net/i, 'CDNetworks'],
  ['x-ws-request-id', null, 'Wangsu'],
  ['via', /\bvarnish\b/i, 'a Varnish cache'],
  ['x-varnish', null, 'a Varnish cache'],
  ['x-served-by', null, 'a cache'],
  ['x-cache', null, 'a cache'],
  ['x-cache-hits', null, 'a cache'],
];

/** What a person is shown of a header's value at most, characters. */
const EVIDENCE_LENGTH = 80;

/** The network that sent a reply with these headers (names in lower case); null when none shows. */
export function detectCdn(headers: Readonly<Record<string, string | undefined>>): Cdn | null {
  for (const [header, value, name] of SIGNATURES) {
    const found = headers[header];
    if (found !== undefined && (value === null || value.test(found))) {
      return { name, evidence: `${header}: ${found.slice(0, EVIDENCE_LENGTH)}` };
    }
  }
  return null;
}
