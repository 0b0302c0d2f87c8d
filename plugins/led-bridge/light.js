/** One light: a connection that is open before it is needed, and what is sent over it. */
/** @import { Socket } from 'node:net' */
/** @import { LightWish } from './light-wish.js' */
import { once } from 'node:events';
import http from 'node:http';
import https from 'node:https';
import net from 'node:net';
import tls from 'node:tls';
import { lit, OUT } from './light-wish.js';

/** For a request with its answer: what is later is no light at the moment any more, ms. */
const TIMEOUT_MS = 3000;

export class Light {
  #url;
  /** @type {Socket | undefined} */
  #warm;
  /** @type {NodeJS.Timeout | undefined} */
  #outTimer;
  /** The last word counts: what was asked for before does not put it out. */
  #turn = 0;

  /** @param {URL} url where it takes its state */
  constructor(url) {
    this.#url = url;
  }

  /** Whether it is still to go out. */
  get isLit() {
    return this.#outTimer !== undefined;
  }

  /** Opens a connection for the next request, if there is none. */
  warm() {
    if (this.#warm) return;
    const socket = openSocket(this.#url);
    const forget = () => {
      if (this.#warm === socket) this.#warm = undefined;
    };
    // Why it could not be opened, the request will tell.
    this.#warm = socket.on('error', forget).on('close', forget);
  }

  /**
   * Rejects with an Error that is one sentence.
   *
   * @param {Pick<LightWish, 'colour' | 'seconds'>} wish
   * @param {(error: Error) => void} tell of a light that did not go out again
   */
  async turnOn({ colour, seconds }, tell) {
    clearTimeout(this.#outTimer);
    this.#outTimer = undefined;
    const turn = ++this.#turn;
    await this.#send(lit(colour));
    if (turn === this.#turn && seconds > 0)
      this.#outTimer = setTimeout(() => void this.turnOff().catch(tell), seconds * 1000);
  }

  /** Rejects with an Error that is one sentence. */
  async turnOff() {
    this.#turn += 1;
    clearTimeout(this.#outTimer);
    this.#outTimer = undefined;
    await this.#send(OUT);
  }

  /** @param {object} state */
  async #send(state) {
    const { host } = this.#url;
    const signal = AbortSignal.timeout(TIMEOUT_MS);
    const warm = this.#warm;
    this.#warm = undefined;
    const post = (socket = openSocket(this.#url)) => postState(this.#url, state, socket, signal);
    let status;
    try {
      status = await post(warm).catch((/** @type {unknown} */ error) => {
        if (!warm || signal.aborted) throw error;
        return post(); // it may have been closed at the other end just now; to be told a state twice does a light no harm
      });
    } catch (error) {
      const { code } = /** @type {NodeJS.ErrnoException} */ (error);
      throw new Error(
        signal.aborted
          ? `The light at ${host} did not answer within ${TIMEOUT_MS / 1000} s: see that it is on, and near enough to its network.`
          : `The light at ${host} could not be reached (${code ?? 'unknown error'}): check its address, and that it is on.`,
        { cause: error },
      );
    }
    if (status >= 300)
      throw new Error(
        `What answers at ${host} took no state (HTTP ${status}): check that this is the address of a WLED device.`,
      );
  }
}

/** @param {URL} url */
function openSocket(url) {
  const isSecure = url.protocol === 'https:';
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const where = { host, port: Number(url.port) || (isSecure ? 443 : 80), noDelay: true };
  if (!isSecure) return net.connect(where);
  // An address has no name to be asked for by (RFC 6066, section 3).
  return tls.connect({ ...where, servername: net.isIP(host) ? '' : host });
}

/**
 * @param {URL} url
 * @param {object} state
 * @param {Socket} socket
 * @param {AbortSignal} signal
 * @returns {Promise<number>} the status
 */
async function postState(url, state, socket, signal) {
  const body = JSON.stringify(state);
  const request = (url.protocol === 'https:' ? https : http).request(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) },
    createConnection: () => socket,
    signal,
  });
  request.on('error', () => undefined); // what still comes after the answer
  const answered = /** @type {Promise<[http.IncomingMessage]>} */ (once(request, 'response'));
  request.end(body);
  const [response] = await answered;
  response.on('error', () => undefined).resume();
  return response.statusCode ?? 0;
}
