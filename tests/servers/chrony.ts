/**
 * A real chronyd, started by the test on a free UDP port of 127.0.0.1 and ended with it. It tells this computer's own
 * time, and never touches the clock (-x).
 */
import { spawn } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { encodeRequest } from '../../main/sources/sntp/packet.ts';

export interface Chrony {
  readonly port: number;
  /** As `ticketime ntp` takes it. */
  readonly host: string;
  close(): Promise<void>;
}

async function freePort(): Promise<number> {
  const socket = createSocket('udp4').bind(0, '127.0.0.1');
  await once(socket, 'listening');
  const { port } = socket.address();
  socket.close();
  await once(socket, 'close');
  return port;
}

async function answers(port: number): Promise<boolean> {
  const socket = createSocket('udp4');
  try {
    socket.connect(port, '127.0.0.1');
    await once(socket, 'connect');
    socket.send(encodeRequest(Buffer.from('are you?')));
    await once(socket, 'message', { signal: AbortSignal.timeout(50) });
    return true;
  } catch {
    return false; // nothing listens there yet
  } finally {
    socket.close();
  }
}

/** Starts chronyd with `directives` of its own; by default it trusts this computer's clock, as stratum 10. */
export async function startChrony(directives = 'local stratum 10'): Promise<Chrony> {
  const folder = mkdtempSync(join(tmpdir(), 'ticketime-chrony-'));
  const port = await freePort();
  const config = join(folder, 'chrony.conf');
  writeFileSync(
    config,
    `port ${port}\nbindaddress 127.0.0.1\nallow 127/8\ncmdport 0\nbindcmdaddress /\nuser root\n` +
      `pidfile ${folder}/pid\n${directives}\n`,
  );
  const child = spawn('chronyd', ['-x', '-d', '-U', '-L', '2', '-f', config], {
    stdio: 'inherit',
    env: { ...process.env, PATH: `${process.env.PATH ?? ''}:/usr/sbin` },
  });
  const ended = once(child, 'exit');
  for (let tries = 0; !(await answers(port)); tries++) {
    if (tries === 100 || child.exitCode !== null) throw new Error('chronyd did not start: is it installed?');
    await delay(50);
  }
  return {
    port,
    host: `127.0.0.1:${port}`,
    async close() {
      child.kill('SIGTERM');
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
