/**
 * What can go wrong between this machine and a server, as one exact sentence each: the cause, and what to do.
 *
 * The codes come from Node (system calls, getaddrinfo, OpenSSL, llhttp); the sentences name the server as a
 * person reads it, and nothing that a stranger's server sent is quoted without `quoted`.
 */
import { domainToUnicode } from 'node:url';
import { Failure } from '../../failure.ts';
import { UNREACHABLE } from '../unreachable.ts';

/** How far a request had come: before `sent`, nothing has been asked of the server. */
export type Phase = 'connecting' | 'connected' | 'sent';

/** The server as a person reads it: the host, IDN decoded, with the port when it is not the scheme's own. */
export function hostOf(url: URL): string {
  const host = domainToUnicode(url.hostname) || url.hostname;
  return url.port ? `${host}:${url.port}` : host;
}

/** The host and the port that was tried, always: for sentences about a connection. */
function placeOf(url: URL): string {
  const host = domainToUnicode(url.hostname) || url.hostname;
  return `${host} on port ${url.port || (url.protocol === 'https:' ? '443' : '80')}`;
}

/** Text from outside, safe to show: no control or direction characters, at most 60 characters, in quotes. */
export function quoted(text: string): string {
  const clean = text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\s]+/gu, ' ').trim();
  return `"${clean.length > 60 ? `${clean.slice(0, 59)}…` : clean}"`;
}

/** A span of time in the unit in which a person would say it. */
export function inWords(ms: number): string {
  const s = ms / 1000;
  if (s < 120) return `${Number(s.toFixed(1))} s`;
  return s < 7200 ? `${Math.ceil(s / 60)} minutes` : `${Math.ceil(s / 3600)} hours`;
}

export const connectTimedOut = (url: URL, ms: number): Failure =>
  new Failure(
    'connect-timeout',
    `No connection to ${placeOf(url)} within ${inWords(ms)}: check the address, the network and any firewall.`,
  );

/** `began`: some bytes of a header have come, but never its end. */
export const replyTimedOut = (url: URL, ms: number, began: boolean): Failure =>
  began
    ? new Failure(
        'headers-unfinished',
        `${hostOf(url)} began to answer but did not finish its headers within ${inWords(ms)}: try again later, or try another page of that site.`,
      )
    : new Failure(
        'reply-timeout',
        `${hostOf(url)} accepted the connection but did not answer within ${inWords(ms)}: try again later, or try another page of that site.`,
      );

const notHttp = (url: URL): [code: string, sentence: string] => [
  'not-http',
  `${placeOf(url)} answers, but not in HTTP: check the address and the port.`,
];

/** Servers of mail and the like greet first; a web server waits to be asked. */
export const spokeFirst = (url: URL): Failure => new Failure(...notHttp(url));

const CLOSED = new Set(['ECONNRESET', 'EPIPE', 'ECONNABORTED']);
/** An answer to the TLS hello that is no TLS record: a server that speaks something else there. */
const NOT_TLS =
  /wrong version number|packet length too long|record layer failure|http request|unknown protocol/;

/**
 * The error of a request as a `Failure`. Anything that carries no system code is a bug of ours and is handed
 * back as it is.
 */
export function failureOf(error: unknown, url: URL, phase: Phase): unknown {
  if (error instanceof Failure) return error;
  const known = error instanceof AggregateError ? mostTelling(error) : error;
  if (!(known instanceof Error) || !('code' in known) || typeof known.code !== 'string') return error;
  const [code, sentence] = explain(known.code, known.message, url, phase);
  return new Failure(code, sentence, { cause: error });
}

/** Of several addresses that failed, one that at least could be routed to says more (often there is no IPv6). */
function mostTelling(error: AggregateError): unknown {
  const errors = error.errors as NodeJS.ErrnoException[];
  return errors.find(({ code }) => code !== undefined && !UNREACHABLE.has(code)) ?? errors[0];
}

function explain(code: string, message: string, url: URL, phase: Phase): [code: string, sentence: string] {
  const host = hostOf(url);
  const place = placeOf(url);
  if (code === 'ENOTFOUND')
    return ['unknown-host', `There is no host named ${host}: check the spelling of the address.`];
  if (code === 'EAI_AGAIN')
    return [
      'no-name-server',
      `The name ${host} could not be looked up because no name server answers: check this computer's network connection.`,
    ];
  if (code === 'ECONNREFUSED')
    return [
      'refused',
      `${place} refused the connection: check the address and the port, or try again when the server is up.`,
    ];
  if (UNREACHABLE.has(code))
    return [
      'unreachable',
      `${host} cannot be reached from this network (${code}): check the network connection, VPN and firewall.`,
    ];
  if (code === 'ETIMEDOUT')
    return [
      'connect-timeout',
      `${place} does not answer: check the address, the network connection and any firewall.`,
    ];
  if (code === 'HPE_HEADER_OVERFLOW')
    return [
      'headers-too-large',
      `${host} sends more than 64 KB of headers, so the reply was cut off: try another page of that site.`,
    ];
  if (code.startsWith('HPE_')) return notHttp(url);
  if (phase === 'connecting' && url.protocol === 'https:') {
    const certificate = explainCertificate(code, message, host);
    if (certificate) return certificate;
    if (NOT_TLS.test(message))
      return ['not-tls', `${place} does not speak TLS: type http:// instead of https://, or check the port.`];
    const reason = CLOSED.has(code) ? 'the server closed the connection' : code;
    return [
      'tls-failed',
      `The TLS handshake with ${place} failed (${reason}): check the port, or type http:// if the server offers no TLS.`,
    ];
  }
  if (CLOSED.has(code))
    return [
      'reset',
      `${host} closed the connection before it answered: try again, or try another page of that site.`,
    ];
  return ['request-failed', `The request to ${host} failed (${code}): try again.`];
}

/** https://nodejs.org/api/tls.html#x509-certificate-error-codes */
function explainCertificate(code: string, message: string, host: string): [string, string] | undefined {
  const trust = 'if you trust it, name a file with its PEM certificate in NODE_EXTRA_CA_CERTS';
  switch (code) {
    case 'CERT_HAS_EXPIRED':
      return [
        'certificate-expired',
        `The certificate of ${host} has expired: its owner must renew it, unless the date of this computer is wrong.`,
      ];
    case 'CERT_NOT_YET_VALID':
      return [
        'certificate-not-yet-valid',
        `The certificate of ${host} is not valid yet: check the date of this computer, or wait until the certificate begins.`,
      ];
    case 'ERR_TLS_CERT_ALTNAME_INVALID':
      return [
        'certificate-wrong-host',
        `The certificate shown by ${host} belongs to another host: check the spelling of the address, or use the name that the certificate has.`,
      ];
    case 'DEPTH_ZERO_SELF_SIGNED_CERT':
      return ['certificate-self-signed', `The certificate of ${host} is signed by itself: ${trust}.`];
    case 'SELF_SIGNED_CERT_IN_CHAIN':
    case 'UNABLE_TO_GET_ISSUER_CERT':
    case 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY':
    case 'UNABLE_TO_VERIFY_LEAF_SIGNATURE':
      return [
        'certificate-unknown-issuer',
        `The certificate of ${host} comes from an issuer that this computer does not know: if you trust it, name a file with the issuer's PEM certificate in NODE_EXTRA_CA_CERTS.`,
      ];
    default:
      return /CERT|CRL|_CA\b|^INVALID_(?:CA|PURPOSE)$|HOSTNAME_MISMATCH/.test(code) &&
        !message.includes('alert')
        ? [
            'certificate-invalid',
            `The certificate of ${host} is not valid (${code}): its owner must repair it.`,
          ]
        : undefined;
  }
}
