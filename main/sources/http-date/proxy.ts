/**
 * Proxies from the environment. Pure.
 *
 * A proxy would be what is timed (its delay, its cache, often its `Date`), so where one applies the
 * measurement is refused rather than made by half. Which one applies is decided as curl does
 * (https://everything.curl.dev/usingcurl/proxies/env.html): lower case before upper case, the scheme's own
 * variable before ALL_PROXY, an empty one is none; in NO_PROXY `*` is everything, a name covers its
 * subdomains, with or without a leading dot, and an entry may name a port or be a network such as 10.0.0.0/8.
 */
import { BlockList, isIP } from 'node:net';
import { Failure } from '../../failure.ts';
import { hostOf } from './failures.ts';

/** Throws a `Failure` when a proxy stands between this machine and `url`. */
export function refuseProxy(url: URL, env: NodeJS.ProcessEnv): void {
  const variable = proxyVariable(url, env);
  if (variable === undefined) return;
  const host = url.hostname.replace(/^\[|\]$/g, '');
  throw new Failure(
    'proxy',
    `${variable} is set, and a measurement through a proxy would time the proxy instead of ${hostOf(url)}: add ${host} to NO_PROXY to measure it directly.`,
  );
}

/** The name of the variable that sends requests for `url` through a proxy; undefined when none does. */
export function proxyVariable(url: URL, env: NodeJS.ProcessEnv): string | undefined {
  const own = `${url.protocol.slice(0, -1)}_proxy`;
  const variable = [own, own.toUpperCase(), 'all_proxy', 'ALL_PROXY'].find((name) => env[name]);
  if (variable === undefined || isExempt(url, env['no_proxy'] || env['NO_PROXY'] || '')) return undefined;
  return variable;
}

function isExempt(url: URL, noProxy: string): boolean {
  const host = url.hostname.replace(/^\[|\]$/g, '').replace(/\.$/, '');
  const port = url.port || (url.protocol === 'https:' ? '443' : '80');
  if (host === 'localhost' || host.endsWith('.localhost') || inNetwork(host, '127.0.0.0/8') || host === '::1')
    return true;
  return noProxy
    .toLowerCase()
    .split(/[\s,]+/)
    .some((entry) => {
      if (entry === '' || entry === '*') return entry === '*';
      if (host === entry || inNetwork(host, entry)) return true;
      const [, name, wantedPort] = /^\*?\.?\[?(.*?)\]?\.?(?::(\d+))?$/.exec(entry) as unknown as string[];
      if (name === '' || (wantedPort && wantedPort !== port)) return false;
      return host === name || (isIP(host) === 0 && host.endsWith(`.${name}`));
    });
}

/** Whether an address lies in a network such as 10.0.0.0/8; false when either is none. */
function inNetwork(host: string, entry: string): boolean {
  const [network = '', bits = ''] = entry.split('/');
  const version = isIP(host);
  if (
    version === 0 ||
    isIP(network) !== version ||
    !/^\d+$/.test(bits) ||
    Number(bits) > (version === 4 ? 32 : 128)
  )
    return false;
  const type = version === 4 ? 'ipv4' : 'ipv6';
  const list = new BlockList();
  list.addSubnet(network, Number(bits), type);
  return list.check(host, type);
}
