/** A connection to a webhook's server that is open before it is needed. */
import net, { type Socket } from 'node:net';
import tls from 'node:tls';
import { assertAllowed, guardedLookup } from '../sources/address-guard.ts';

/** A server that closes at once is not asked for ever. */
const MOST_OPENINGS = 5;
/** From a connection's end to the next, ms. */
const REOPEN_MS = 300;

/** Opens one; throws a Failure when the address may not be asked, and emits one as its error when its name leads to such. */
export function openConnection(url: URL, allowsPrivate: boolean): Socket {
  assertAllowed(url.hostname, allowsPrivate);
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const isSecure = url.protocol === 'https:';
  const where = {
    host,
    port: Number(url.port) || (isSecure ? 443 : 80),
    lookup: guardedLookup(allowsPrivate),
    noDelay: true,
  };
  if (!isSecure) return net.connect(where);
  // An address has no name to be asked for by (RFC 6066 section 3); its certificate is checked all the same.
  return tls.connect({ ...where, servername: net.isIP(host) ? '' : host, ALPNProtocols: ['http/1.1'] });
}

/** Keeps one open from some instant on, until it is taken. */
export class WarmConnection {
  private readonly url: URL;
  private readonly allowsPrivate: boolean;
  private timer: NodeJS.Timeout | undefined;
  private socket: Socket | undefined;
  private openings = 0;

  constructor(url: URL, allowsPrivate: boolean, afterMs: number) {
    this.url = url;
    this.allowsPrivate = allowsPrivate;
    this.timer = setTimeout(() => this.open(), Math.max(0, afterMs));
  }

  /** The connection, if there is one, to be used at once; it is not kept any more. */
  take(): Socket | undefined {
    const { socket } = this;
    socket?.off('data', this.spoke).off('error', ignore).off('close', this.ended);
    this.leave();
    return socket?.writable ? socket : undefined;
  }

  close(): void {
    this.socket?.destroy();
    this.leave();
  }

  private leave(): void {
    clearTimeout(this.timer);
    this.socket = undefined;
    this.openings = MOST_OPENINGS;
  }

  private open(): void {
    if (this.openings === MOST_OPENINGS) return;
    this.openings++;
    try {
      const socket = openConnection(this.url, this.allowsPrivate);
      this.socket = socket.on('data', this.spoke).on('error', ignore).on('close', this.ended);
    } catch {
      // An address that may not be asked: the attempt itself will tell.
    }
  }

  /** Nothing has been asked: it is a farewell, as in 408 (Request Timeout). */
  private readonly spoke = (): void => {
    this.socket?.destroy();
  };

  private readonly ended = (): void => {
    if (!this.socket) return;
    this.socket = undefined;
    this.timer = setTimeout(() => this.open(), REOPEN_MS);
  };
}

/** The attempt itself will tell. */
function ignore(): void {}
