/**
 * A real nginx, started by the test on free ports of 127.0.0.1 and ended with it: plain HTTP and TLS.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { selfSigned } from '../practice/self-signed.ts';

export interface Nginx {
  readonly httpPort: number;
  readonly httpsPort: number;
  /** PEM file of the certificate, for NODE_EXTRA_CA_CERTS. */
  readonly certificateFile: string;
  close(): Promise<void>;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

async function accepts(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1');
  try {
    await once(socket, 'connect');
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}

/** Starts nginx with `location` directives of its own (by default every path answers 204). */
export async function startNginx(location = 'location / { return 204; }'): Promise<Nginx> {
  const folder = mkdtempSync(join(tmpdir(), 'ticketime-nginx-'));
  const [httpPort, httpsPort] = [await freePort(), await freePort()];
  const certificateFile = join(folder, 'certificate.pem');
  writeFileSync(certificateFile, selfSigned.cert);
  writeFileSync(join(folder, 'key.pem'), selfSigned.key);
  const paths = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
    (name) => `${name}_temp_path ${folder}/${name};`,
  );
  writeFileSync(
    join(folder, 'nginx.conf'),
    `daemon off; worker_processes 1; pid ${folder}/pid; error_log ${folder}/error.log;
     events {}
     http {
       access_log off; ${paths.join(' ')}
       server {
         listen 127.0.0.1:${httpPort};
         listen 127.0.0.1:${httpsPort} ssl;
         ssl_certificate ${certificateFile}; ssl_certificate_key ${folder}/key.pem;
         ${location}
       }
     }`,
  );
  const child = spawn('nginx', ['-p', folder, '-c', join(folder, 'nginx.conf')], {
    stdio: 'inherit',
    env: { ...process.env, PATH: [process.env.PATH, '/usr/sbin'].join(delimiter) },
  });
  const ended = once(child, 'exit');
  for (let tries = 0; !(await accepts(httpsPort)); tries++) {
    if (tries === 100 || child.exitCode !== null) throw new Error('nginx did not start: is it installed?');
    await delay(50);
  }
  return {
    httpPort,
    httpsPort,
    certificateFile,
    async close() {
      child.kill('SIGTERM');
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
