/**
 * A real nginx, started by the test on free ports of 127.0.0.1 and ended with it: plain HTTP and TLS.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { selfSigned } from '../practice/self-signed.ts';
import { freePort, startServer, temporaryFolder, type ServerProcess } from './process.ts';

export interface Nginx extends ServerProcess {
  readonly httpPort: number;
  readonly httpsPort: number;
  /** PEM file of the certificate, for NODE_EXTRA_CA_CERTS. */
  readonly certificateFile: string;
}

/** Starts nginx with `location` directives of its own (by default every path answers 204). */
export async function startNginx(location = 'location / { return 204; }'): Promise<Nginx> {
  const folder = temporaryFolder('nginx');
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
  const server = await startServer(
    'nginx',
    ['-p', folder, '-c', join(folder, 'nginx.conf')],
    folder,
    httpsPort,
  );
  return { ...server, httpPort, httpsPort, certificateFile };
}
