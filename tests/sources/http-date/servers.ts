/** Small servers on 127.0.0.1, each with one habit, closed after each test; and the sources that ask them. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import https from 'node:https';
import net, { type AddressInfo, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach } from 'vitest';
import { localClock } from '../../../main/clock/local-clock.ts';
import type { DateSource } from '../../../main/sources/http-date/exchange.ts';
import {
  createHttpDateSource,
  type HttpDateSourceOptions,
} from '../../../main/sources/http-date/http-date-source.ts';

export const DATE = 'Sun, 06 Nov 1994 08:49:37 GMT';
export const DATE_EPOCH_MS = Date.UTC(1994, 10, 6, 8, 49, 37);

const endings: (() => void)[] = [];
afterEach(() => {
  for (const end of endings.splice(0)) end();
});

export interface TestServer {
  readonly port: number;
  readonly connections: Socket[];
}

async function listen(server: net.Server): Promise<TestServer> {
  const connections: Socket[] = [];
  server.on('connection', (socket: Socket) => {
    connections.push(socket.on('error', () => {}));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  endings.push(() => {
    for (const socket of connections) socket.destroy();
    server.close();
  });
  return { port: (server.address() as AddressInfo).port, connections };
}

/** A server whose every byte is the test's; `onRequest` is called with each chunk that comes. */
export const startTcp = (onRequest: (socket: Socket, text: string) => void): Promise<TestServer> =>
  listen(
    net.createServer((socket) => socket.on('data', (chunk) => onRequest(socket, chunk.toString('latin1')))),
  );

export interface HttpTestServer extends TestServer {
  /** "HEAD /path" of each request, in order. */
  readonly requests: string[];
}

type Handler = (request: http.IncomingMessage, response: http.ServerResponse) => void;

/** A server that sends `DATE` unless the handler says otherwise. */
export async function startHttp(
  handler: Handler = (_, response) => response.end(),
  certificate?: Certificate,
): Promise<HttpTestServer> {
  const requests: string[] = [];
  const listener: Handler = (request, response) => {
    requests.push(`${request.method ?? ''} ${request.url ?? ''}`);
    response.setHeader('Date', DATE);
    handler(request, response);
  };
  const server = certificate ? https.createServer(certificate, listener) : http.createServer(listener);
  return { ...(await listen(server)), requests };
}

/** Answers without the Date that both `startHttp` and Node would add. */
export function endWithoutDate(response: http.ServerResponse): void {
  response.removeHeader('Date');
  response.sendDate = false;
  response.end();
}

/** A port of 127.0.0.1 on which nothing listens. */
export async function refusedPort(): Promise<number> {
  const server = net.createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** A source without a gap and with short time-outs. */
export function sourceOf(input: string, options: Partial<HttpDateSourceOptions> = {}): DateSource {
  const source = createHttpDateSource({
    input,
    clock: localClock,
    minGapMs: 0,
    timeoutMs: 1000,
    connectTimeoutMs: 1000,
    env: {},
    // Only a test of slow pages shall send a request more, however busy this machine is.
    slowMs: 60_000,
    ...options,
  });
  endings.push(() => source.close());
  return source;
}

export interface Certificate {
  readonly cert: string;
  readonly key: string;
}

interface CertificateOptions {
  readonly names?: string;
  /** Absent: signed by itself. */
  readonly issuer?: Certificate;
  readonly isExpired?: boolean;
}

/** Made by the `openssl` command, for two days from now; an expired one is signed by itself. */
export function makeCertificate({ names, issuer, isExpired }: CertificateOptions = {}): Certificate {
  const folder = mkdtempSync(join(tmpdir(), 'ticketime-certificate-'));
  const openssl = (...args: string[]) => execFileSync('openssl', args, { cwd: folder, stdio: 'pipe' });
  const extension = `subjectAltName=${names ?? 'IP:127.0.0.1,DNS:localhost'}`;
  const request = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-keyout', 'key'];
  // Each issuer needs a name of its own, or a chain looks signed by itself.
  request.push('-subj', `/CN=Ticketime test ${process.hrtime.bigint().toString()}`, '-addext', extension);
  try {
    if (isExpired) {
      const lines = [
        '[ca]',
        'default_ca=a',
        '[a]',
        'database=index',
        'new_certs_dir=.',
        'policy=p',
        'serial=serial',
      ];
      lines.push('default_md=sha256', 'copy_extensions=copy', '[p]', 'commonName=supplied', '');
      writeFileSync(join(folder, 'config'), lines.join('\n'));
      writeFileSync(join(folder, 'index'), '');
      openssl('req', '-new', ...request, '-out', 'request');
      const dates = ['-startdate', '20200101000000Z', '-enddate', '20200201000000Z'];
      const files = ['-config', 'config', '-keyfile', 'key', '-in', 'request', '-out', 'cert'];
      openssl('ca', '-selfsign', '-batch', '-notext', '-create_serial', ...dates, ...files);
    } else {
      if (issuer) {
        writeFileSync(join(folder, 'ca-cert'), issuer.cert);
        writeFileSync(join(folder, 'ca-key'), issuer.key);
        request.push('-CA', 'ca-cert', '-CAkey', 'ca-key');
      }
      openssl('req', '-x509', ...request, '-days', '2', '-out', 'cert');
    }
    return {
      cert: readFileSync(join(folder, 'cert'), 'utf8'),
      key: readFileSync(join(folder, 'key'), 'utf8'),
    };
  } catch (error) {
    throw new Error('No certificate for this test: install the openssl command, version 3 or later.', {
      cause: error,
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
