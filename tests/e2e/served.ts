/** The built command's core as a program of its own. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

export interface Served {
  readonly child: ChildProcess;
  /** As in http://127.0.0.1:27182. */
  readonly address: string;
  /** The person's own. */
  readonly token: string;
}

/**
 * Resolves when it can be reached, rejects when it ends before.
 *
 * @param port 0 for any that is free
 * @param onStarted told of the program at once, for it to be ended whatever becomes of this
 */
export async function serve(
  command: string,
  folder: string,
  port: number,
  onStarted?: (child: ChildProcess) => void,
): Promise<Served> {
  const words = [command, 'serve', '--json', '--port', String(port), '--data-dir', folder];
  const child = spawn(process.execPath, words, { stdio: ['ignore', 'pipe', 'inherit'] });
  onStarted?.(child);
  const ended = once(child, 'exit').then(([code]) => {
    throw new Error(`The core ended with ${String(code)} before it served.`);
  });
  ended.catch(() => undefined); // as every one does in time
  const [line] = (await Promise.race([once(createInterface(child.stdout), 'line'), ended])) as [string];
  const { address } = JSON.parse(line) as { address: string };
  const { token } = JSON.parse(readFileSync(join(folder, 'bridge.json'), 'utf8')) as { token: string };
  return { child, address, token };
}
