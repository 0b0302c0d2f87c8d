/** A time server as a person types it: a host or an IPv4 address, with or without `:port`; `::1` or `[::1]:port`. Pure. */
import { isIPv6 } from 'node:net';
import { domainToASCII, domainToUnicode } from 'node:url';
import { Failure } from '../../failure.ts';
import { quoted } from '../http-date/failures.ts';

export interface TimeServer {
  /** As a person reads it: with the port only when it is not NTP's own. */
  readonly name: string;
  /** For the resolver: a host's name (ASCII) or an address. */
  readonly host: string;
  readonly port: number;
}

const NTP_PORT = 123;
const LONGEST_HOST = 253;
/** An address in brackets or a name, and perhaps a port. */
const PLACE = /^(?:\[(.*)\]|([^\s:/?#@\\]+))(?::(\d+))?$/;

/** Throws a `Failure` with the sentence to show. */
export function parseTimeServer(input: string): TimeServer {
  const typed = input.trim();
  if (isIPv6(typed)) return { name: typed, host: typed, port: NTP_PORT };
  const parts: (string | undefined)[] = PLACE.exec(typed) ?? [];
  const [, address, name = '', digits] = parts;
  const host = address ?? domainToASCII(name);
  const port = digits === undefined ? NTP_PORT : Number(digits);
  const isGood = address === undefined ? host !== '' && host.length <= LONGEST_HOST : isIPv6(address);
  if (!isGood || port < 1 || port > 65_535)
    throw new Failure(
      'bad-time-server',
      `${quoted(typed)} is not a time server's address: type a host such as time.cloudflare.com, or host:port.`,
    );
  const readable = address === undefined ? domainToUnicode(host) : `[${address}]`;
  return { name: port === NTP_PORT ? readable : `${readable}:${port}`, host, port };
}
