/**
 * Who may speak to this port at all, before any token is looked at. Every web page that this computer shows can reach it.
 *
 * - `Host` must be this server's own: a page whose name was made to resolve to 127.0.0.1 (DNS rebinding) sends its own.
 * - `Origin`, where there is one, must be this server's own, and so must what the browser says of it (`Sec-Fetch-Site`).
 *   Another port of 127.0.0.1 is the same site, and as foreign.
 * A missing `Origin` opens nothing: a token is still needed, and a cookie then does not count (see `isOwnPage`).
 */
import type { IncomingHttpHeaders } from 'node:http';
import { foreignHost, foreignOrigin } from './problems.ts';

export class Guard {
  readonly #hosts: ReadonlySet<string>;
  readonly #address: string;

  constructor(port: number) {
    const names = ['127.0.0.1', 'localhost'];
    // A browser leaves out the port that is the scheme's own.
    this.#hosts = new Set([...names.map((name) => `${name}:${port}`), ...(port === 80 ? names : [])]);
    this.#address = `http://127.0.0.1:${port}`;
  }

  /** Throws a Refusal for whoever comes from elsewhere. */
  check(headers: IncomingHttpHeaders): void {
    const { host = '', origin, 'sec-fetch-site': site } = headers;
    this.#checkHost(headers);
    if (origin !== undefined && !isOwn(origin, host)) throw foreignOrigin();
    // `none`: a person typed the address.
    if (site !== undefined && site !== 'same-origin' && site !== 'none') throw foreignOrigin();
  }

  /**
   * For a page alone, which is the same for everybody: a person may come to it by a link from anywhere, but no other page may
   * have it within itself, or read it.
   */
  checkPage(headers: IncomingHttpHeaders): void {
    const { 'sec-fetch-mode': mode, 'sec-fetch-dest': destination } = headers;
    const isArrival = mode === 'navigate' && destination === 'document' && headers.origin === undefined;
    if (isArrival) this.#checkHost(headers);
    else this.check(headers);
  }

  #checkHost({ host = '' }: IncomingHttpHeaders): void {
    if (!this.#hosts.has(host.toLowerCase())) throw foreignHost(this.#address);
  }
}

const isOwn = (origin: string, host: string) => origin.toLowerCase() === `http://${host.toLowerCase()}`;

/** Whether the browser vouches that the request comes from this server's own page; for headers that were checked. */
export function isOwnPage({ origin, 'sec-fetch-site': site }: IncomingHttpHeaders): boolean {
  return origin !== undefined || site === 'same-origin';
}
