/** A real lighttpd on a free port of 127.0.0.1: its Date is refreshed on monotonic seconds, a constant lag. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { freePort, startServer, temporaryFolder, type ServerProcess } from './process.ts';

export interface Lighttpd extends ServerProcess {
  readonly port: number;
}

/** @param tag what it calls itself in its Server header; nothing at all when empty */
export async function startLighttpd(tag = 'lighttpd'): Promise<Lighttpd> {
  const folder = temporaryFolder('lighttpd');
  const port = await freePort();
  const file = join(folder, 'lighttpd.conf');
  writeFileSync(join(folder, 'index.html'), 'practice\n');
  writeFileSync(
    file,
    `server.document-root = "${folder}"
     server.bind = "127.0.0.1"
     server.port = ${port}
     server.tag = "${tag}"
     server.max-keep-alive-requests = 1000
     server.max-keep-alive-idle = 60
     index-file.names = ("index.html")
     mimetype.assign = (".html" => "text/html")`,
  );
  const server = await startServer('lighttpd', ['-D', '-f', file], folder, port);
  return { ...server, port };
}
