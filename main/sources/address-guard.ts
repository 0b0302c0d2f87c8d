/**
 * Which addresses may be asked: a server's address and a webhook's are input, and a name can stand for anything.
 *
 * - Never: what no web server of a person's lives at, above all where clouds hand out credentials (metadata).
 * - Only where it is allowed (a person at this computer added it): this computer, and the networks that are not the internet.
 *
 * It is looked at after the look-up, at each connection, so that a name cannot smuggle an address in, today or tomorrow.
 * An IPv6 address that carries an IPv4 one leads there, and is treated as that one too.
 */
import { lookup as systemLookup, type LookupAddress } from 'node:dns';
import { BlockList, isIP, type LookupFunction } from 'node:net';
import { Failure } from '../failure.ts';

const never = listed(
  '0.0.0.0/8', // "this network" (RFC 1122); Linux takes it for this computer
  '169.254.0.0/16', // link-local (RFC 3927): the metadata of most clouds
  '100.100.100.200/32', // metadata: Alibaba
  '168.63.129.16/32', // metadata: Azure's wire server
  '192.0.0.192/32', // metadata: Oracle
  '224.0.0.0/4', // multicast
  '255.255.255.255/32', // broadcast
  '::/128', // unspecified
  'fe80::/10', // link-local
  'ff00::/8', // multicast
  'fd00:ec2::254/128', // metadata: Amazon
  'fd20:ce::254/128', // metadata: Google
  'fd00:42::42/128', // metadata: Scaleway
);

const notPublic = listed(
  '127.0.0.0/8',
  '10.0.0.0/8', // RFC 1918, and the next two
  '172.16.0.0/12',
  '192.168.0.0/16',
  '100.64.0.0/10', // behind a carrier's NAT (RFC 6598); private nets such as Tailscale's
  '192.0.0.0/24', // RFC 6890
  '240.0.0.0/4', // reserved, and used inside some large networks
  '::1/128',
  'fc00::/7', // RFC 4193
  'fec0::/10', // what came before it
  '64:ff9b:1::/48', // a NAT64 of one's own (RFC 8215)
);

/**
 * Throws a `Failure` when `hostname` is an address (as in a URL's `hostname`) that may not be asked. A name passes: its
 * addresses are `guardedLookup`'s, which is not called for what is an address already.
 */
export function assertAllowed(hostname: string, allowsPrivate: boolean): void {
  const address = hostname.replace(/^\[|\]$/g, '');
  const refusal = isIP(address) === 0 ? undefined : refusalOf(address, allowsPrivate);
  if (refusal) throw failureFor(refusal, address, address);
}

/**
 * The `lookup` of net, tls and http: the system's, less the addresses that may not be asked.
 *
 * @param lookup given in tests
 */
export function guardedLookup(
  allowsPrivate: boolean,
  lookup: typeof systemLookup = systemLookup,
): LookupFunction {
  return (hostname, options, callback) => {
    lookup(hostname, { ...options, all: true }, (error, found) => {
      if (error) {
        callback(error, [], 0);
        return;
      }
      const allowed = found.filter(({ address }) => !refusalOf(address, allowsPrivate));
      if (allowed.length === 0) callback(refusedFor(hostname, found, allowsPrivate), [], 0);
      else if (options.all) callback(null, allowed);
      else callback(null, allowed[0].address, allowed[0].family);
    });
  };
}

type Refusal = 'forbidden-address' | 'private-address';

function refusalOf(address: string, allowsPrivate: boolean): Refusal | undefined {
  // The zone, as in fe80::1%eth0, says only by which way.
  const forms = formsOf(address.split('%')[0]);
  if (forms.some((form) => contains(never(), form))) return 'forbidden-address';
  return !allowsPrivate && forms.some((form) => contains(notPublic(), form)) ? 'private-address' : undefined;
}

function refusedFor(hostname: string, found: readonly LookupAddress[], allowsPrivate: boolean): Failure {
  const refusals = found.map(({ address }) => ({ address, refusal: refusalOf(address, allowsPrivate) }));
  // What can be allowed is told before what cannot.
  const told = refusals.find(({ refusal }) => refusal === 'private-address') ?? refusals[0];
  return failureFor(told.refusal ?? 'forbidden-address', told.address, hostname);
}

function failureFor(refusal: Refusal, address: string, hostname: string): Failure {
  const what = address === hostname ? address : `${hostname} (${address})`;
  return refusal === 'private-address'
    ? new Failure(
        refusal,
        `${what} is on this computer or its own network, where only what the person at this computer has added is asked: add it yourself, with the ticketime command.`,
      )
    : new Failure(
        refusal,
        `${what} is an address that is never asked (link-local, metadata, multicast or unspecified): type the address of a web server.`,
      );
}

/** The address, and the IPv4 address inside it where there is one. */
function formsOf(address: string): string[] {
  if (isIP(address) !== 6) return [address];
  const words = wordsOf(address);
  const inside = ipv4Inside(words);
  return inside ? [address, inside.join('.')] : [address];
}

/** The eight 16-bit words of an IPv6 address. */
function wordsOf(address: string): number[] {
  // The URL parser writes the last four bytes, which may be typed as 127.0.0.1, as two words.
  const [head, tail] = new URL(`http://[${address}]`).hostname.slice(1, -1).split('::');
  const read = (text = '') => text.split(':').flatMap((word) => (word ? [parseInt(word, 16)] : []));
  const [first, last] = [read(head), read(tail)];
  return [...first, ...Array<number>(8 - first.length - last.length).fill(0), ...last];
}

function ipv4Inside(words: readonly number[]): number[] | undefined {
  const [a, b, c, d, e, f, g, h] = words;
  const isZero = (...some: number[]) => some.every((word) => word === 0);
  const isMapped = isZero(a, b, c, d, e) && f === 0xffff; // RFC 4291
  const isCompatible = isZero(a, b, c, d, e, f) && (g > 0 || h > 1); // the same, deprecated; :: and ::1 are none
  const isTranslated = isZero(a, b, c, d, f) && e === 0xffff; // RFC 7915
  const isNat64 = a === 0x64 && b === 0xff9b && (c === 1 || isZero(c, d, e, f)); // RFC 6052, RFC 8215
  if (isMapped || isCompatible || isTranslated || isNat64) return bytesOf(g, h);
  if (a === 0x2002) return bytesOf(b, c); // 6to4, RFC 3056
  if (a === 0x2001 && b === 0) return bytesOf(g ^ 0xffff, h ^ 0xffff); // Teredo, RFC 4380
  return undefined;
}

const bytesOf = (...words: number[]): number[] => words.flatMap((word) => [word >> 8, word & 0xff]);

function contains(list: BlockList, address: string): boolean {
  return list.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4');
}

/** The list is made when it is first needed: that takes some ms, which a start has not. */
function listed(...networks: string[]): () => BlockList {
  let list: BlockList | undefined;
  return () => (list ??= listOf(networks));
}

function listOf(networks: readonly string[]): BlockList {
  const list = new BlockList();
  for (const network of networks) {
    const [address, bits] = network.split('/');
    list.addSubnet(address, Number(bits), isIP(address) === 6 ? 'ipv6' : 'ipv4');
  }
  return list;
}
