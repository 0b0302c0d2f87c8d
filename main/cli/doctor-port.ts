/** The port under `ticketime doctor`: whether a core could have it, and who has it if not. */
import { once } from 'node:events';
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { createServer } from 'node:net';
import { ok, warning, type Found } from './finding.ts';

const HOST = '127.0.0.1';
/** Any server that is there answers by then. */
const PATIENCE_MS = 1000;

export async function aboutPort(port: number, signal: AbortSignal): Promise<Found> {
  const code = await tryListening(port);
  if (code === null) return ok(`Port ${port} is free.`);
  const another = `name another one, as in ticketime serve --port ${port < 65_535 ? port + 1 : port - 1}`;
  if (code !== 'EADDRINUSE') return warning(`Port ${port} cannot be used by this user (${code}): ${another}`);
  const owner = (await isCore(port, signal)) ? 'the core of another folder' : nameOf(port);
  return warning(`Port ${port} is used by ${owner}: ${another}`);
}

/** The system's code for why not; null when it can be had. */
async function tryListening(port: number): Promise<string | null> {
  const server = createServer();
  try {
    server.listen(port, HOST);
    await once(server, 'listening');
    return null;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code ?? 'unknown';
  } finally {
    server.close();
  }
}

async function isCore(port: number, signal: AbortSignal): Promise<boolean> {
  try {
    const stop = AbortSignal.any([signal, AbortSignal.timeout(PATIENCE_MS)]);
    const response = await fetch(`http://${HOST}:${port}/openapi.json`, { redirect: 'error', signal: stop });
    const { info } = (await response.json()) as { info?: { title?: unknown } };
    return info?.title === 'Ticketime';
  } catch {
    return false;
  }
}

/** The program that listens there, as far as this user may see it, on Linux (proc(5)). */
function nameOf(port: number): string {
  try {
    const sockets = new Set([...listening('/proc/net/tcp', port), ...listening('/proc/net/tcp6', port)]);
    for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name)))
      if (socketsOf(pid).some((socket) => sockets.has(socket)))
        return `${readFileSync(`/proc/${pid}/comm`, 'utf8').trim()} (process ${pid})`;
  } catch {
    // Another system, or a process that has just ended.
  }
  return 'another program';
}

/** The sockets that listen on the port: lines are "sl local_address rem_address st ... inode", in hex but for the last. */
function listening(table: string, port: number): string[] {
  const LISTEN = '0A';
  const ending = `:${port.toString(16).toUpperCase().padStart(4, '0')}`;
  return readFileSync(table, 'utf8')
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
    .filter(([, local, , state]) => state === LISTEN && local.endsWith(ending))
    .map((columns) => `socket:[${columns[9]}]`);
}

function socketsOf(pid: string): string[] {
  const folder = `/proc/${pid}/fd`;
  try {
    return readdirSync(folder).flatMap((name) => {
      try {
        return [readlinkSync(`${folder}/${name}`)];
      } catch {
        return []; // closed meanwhile
      }
    });
  } catch {
    return []; // another user's
  }
}
