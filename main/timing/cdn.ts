/**
 * Which content delivery network answered, read from the reply's headers, and whose clock its `Date` then is.
 *
 * Some networks write the `Date` themselves, some pass the origin's on, and of most it is not known. The brand only
 * gives the notice: live or frozen is decided by test. The most telling header of a network comes first; the generic
 * cache headers, which name no network, come last.
 */
export interface Cdn {
  /** The network's name as a person knows it. */
  readonly name: string;
  /** The header that gave it away, as `name: value`. */
  readonly evidence: string;
  /** What it means for the person, in one sentence. */
  readonly notice: string;
}

type Headers = Readonly<Record<string, string | undefined>>;

/**
 * Header, what its value must match (anything, when absent), and the network that sends it. Networks that write the
 * Date come before CloudFront, which passes it on: where both show, the Date is the former's, whichever is in front.
 */
const SIGNATURES: readonly (readonly [header: string, value: RegExp | null, name: string])[] = [
  ['cf-ray', null, 'Cloudflare'],
  ['cf-cache-status', null, 'Cloudflare'],
  ['server', /^cloudflare/i, 'Cloudflare'],
  ['x-served-by', /\bcache-[\w-]+-[A-Z]{3,4}\b/, 'Fastly'],
  ['x-timer', /^S\d+\.\d+/, 'Fastly'],
  ['x-fastly-request-id', null, 'Fastly'],
  ['x-amz-cf-id', null, 'Amazon CloudFront'],
  ['x-amz-cf-pop', null, 'Amazon CloudFront'],
  ['x-cache', /\bfrom cloudfront\b/i, 'Amazon CloudFront'],
  ['via', /\bcloudfront\b/i, 'Amazon CloudFront'],
  ['server-timing', /\bak_p\b/, 'Akamai'],
  ['server', /^akamai/i, 'Akamai'],
  ['akamai-grn', null, 'Akamai'],
  ['akamai-cache-status', null, 'Akamai'],
  ['x-akamai-transformed', null, 'Akamai'],
  ['x-akamai-request-id', null, 'Akamai'],
  ['x-cache', /\bakamai(?:technologies|ghost|edge)\b/i, 'Akamai'],
  ['x-edgeconnect-midmile-rtt', null, 'Akamai'],
  ['x-azure-ref', null, 'Azure Front Door'],
  ['x-msedge-ref', null, 'Azure Front Door'],
  ['server', /^(?:gws|ghs|gse|esf|sffe|google frontend)$/i, 'Google'],
  ['via', /\b1\.1 google\b/i, 'Google Cloud'],
  ['x-vercel-id', null, 'Vercel'],
  ['x-nf-request-id', null, 'Netlify'],
  // CDNetworks belongs to Wangsu and shares its servers, which call themselves PWS.
  ['x-px', /\.p\d+-[a-z]{3}\b|\bcdngp\.net\b/i, 'CDNetworks'],
  ['x-cdn', /cdnetworks/i, 'CDNetworks'],
  ['server', /^PWS\//, 'CDNetworks (Wangsu)'],
  ['x-ws-request-id', null, 'CDNetworks (Wangsu)'],
  ['server', /^bunnycdn/i, 'bunny.net'],
  ['cdn-pullzone', null, 'bunny.net'],
  ['x-iinfo', null, 'Imperva'],
  ['x-cdn', /incapsula|imperva/i, 'Imperva'],
  ['x-sucuri-id', null, 'Sucuri'],
  ['server', /^keycdn/i, 'KeyCDN'],
  ['x-77-nzt', null, 'CDN77'],
  ['x-77-pop', null, 'CDN77'],
  ['eagleid', null, 'Alibaba Cloud'],
  ['ali-swift-global-savetime', null, 'Alibaba Cloud'],
  ['eo-cache-status', null, 'Tencent Cloud'],
  ['x-nws-log-uuid', null, 'Tencent Cloud'],
  ['server', /^(?:ECAcc|ECD|ECS)\b/, 'Edgecast'],
  ['x-hw', null, 'Highwinds'],
  ['via', /\bvarnish\b/i, 'a Varnish cache'],
  ['x-varnish', null, 'a Varnish cache'],
  ['x-served-by', null, 'a cache'],
  ['x-cache', null, 'a cache'],
  ['x-cache-hits', null, 'a cache'],
];

/** What a person is shown of a header's value at most, characters. */
const EVIDENCE_LENGTH = 80;

/** The network that sent a reply with these headers (names in lower case); null when none shows. */
export function detectCdn(headers: Headers): Cdn | null {
  for (const [header, value, name] of SIGNATURES) {
    const found = headers[header];
    if (found !== undefined && (value === null || value.test(found))) {
      const evidence = `${header}: ${found.slice(0, EVIDENCE_LENGTH)}`;
      return { name, evidence, notice: noticeOf(name, headers) };
    }
  }
  return null;
}

/**
 * Fastly says so itself (https://www.fastly.com/documentation/reference/http/http-headers/Date/); of Cloudflare it was
 * seen, cache or not (https://github.com/httpwg/http-extensions/issues/1607).
 */
const WRITES_DATE = new Set(['Cloudflare', 'Fastly']);
/** What CloudFront got from the origin, now or earlier. Errors, redirects and functions' replies are of its own making. */
const FROM_ORIGIN = /\b(?:hit|miss|refreshhit) from cloudfront\b/i;

function noticeOf(name: string, headers: Headers): string {
  if (WRITES_DATE.has(name))
    return `The Date comes from ${name}, not from the site's own server, whose clock may differ.`;
  if (name === 'Amazon CloudFront' && FROM_ORIGIN.test(headers['x-cache'] ?? ''))
    return `The Date comes from the site's own server: ${name} passes it on, and repeats an old one when it answers from its cache.`;
  return `Whether the Date comes from ${name} or from the site's own server behind it is not known, and their clocks may differ.`;
}
