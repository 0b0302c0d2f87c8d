/** Answers over HTTP. */
import { STATUS_CODES, type ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { PROBLEM_MEDIA_TYPE, type ProblemError } from '../protocol/problem-error.ts';
import { Refusal } from './problems.ts';

/** Nothing of this is to be kept by a cache, or taken for anything but what it says it is. */
const ALWAYS = { 'Cache-Control': 'no-store', 'X-Content-Type-Options': 'nosniff' } as const;

/** A refused connection is given so long to read why, ms. */
const LINGER_MS = 1000;

type Headers = Readonly<Record<string, string>>;

export function sendText(response: ServerResponse, status: number, text: string): void {
  send(response, status, text, 'application/json');
}

/** `body` undefined: none at all. */
export function sendJson(response: ServerResponse, status: number, body: unknown, headers?: Headers): void {
  send(response, status, body === undefined ? undefined : JSON.stringify(body), 'application/json', headers);
}

export function sendProblem(response: ServerResponse, error: ProblemError): void {
  const headers = error instanceof Refusal ? error.headers : {};
  send(response, error.problem.status, JSON.stringify(error.problem), PROBLEM_MEDIA_TYPE, headers);
}

function send(
  response: ServerResponse,
  status: number,
  text: string | undefined,
  type: string,
  headers?: Headers,
): void {
  if (response.headersSent || response.destroyed) return; // the client is gone, or was told that it is too slow
  const about = text === undefined ? {} : { 'Content-Type': type, 'Content-Length': Buffer.byteLength(text) };
  response.writeHead(status, { ...ALWAYS, ...about, ...headers });
  response.end(text);
}

/** Where there is no response to write to: an upgrade that is refused, a request that could not be read. Ends the connection. */
export function endWithProblem(socket: Duplex, error: ProblemError): void {
  const { problem } = error;
  const text = JSON.stringify(problem);
  const headers = {
    ...ALWAYS,
    'Content-Type': PROBLEM_MEDIA_TYPE,
    'Content-Length': Buffer.byteLength(text),
    ...(error instanceof Refusal && error.headers),
    Connection: 'close',
  };
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  socket.on('error', () => socket.destroy());
  socket.end(
    `HTTP/1.1 ${problem.status} ${STATUS_CODES[problem.status] ?? ''}\r\n${lines.join('')}\r\n${text}`,
  );
  setTimeout(() => socket.destroy(), LINGER_MS).unref();
}
