/**
 * How long `ticketime serve` takes until it says that it is ready, beside an empty Node program that opens a database and a port; and the
 * memory that both then hold. The built command is what is measured: it is built first.
 */
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { fiveNumbers } from '../../main/timing/quartiles.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const RUNS = 21;

/** The same libraries, doing next to nothing. */
const EMPTY = `
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
const require = createRequire(${JSON.stringify(join(ROOT, 'package.json'))});
const Database = require('better-sqlite3');
const polka = require('polka');
const { WebSocketServer } = require('ws');
const database = new Database(process.argv[2]);
database.pragma('journal_mode = WAL');
database.exec('CREATE TABLE IF NOT EXISTS rows (id INTEGER PRIMARY KEY)');
const server = createServer();
new WebSocketServer({ server });
polka({ server }).get('/', (request, response) => response.end()).listen(0, '127.0.0.1', () => console.log('ready'));
`;

interface Start {
  readonly ms: number;
  readonly residentBytes: number;
}

async function start(args: readonly string[]): Promise<Start> {
  const startedAt = performance.now();
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  await once(createInterface(child.stdout), 'line');
  const ms = performance.now() - startedAt;
  const residentBytes = residentOf(child);
  child.kill('SIGTERM');
  await once(child, 'exit');
  return { ms, residentBytes };
}

function residentOf({ pid }: ChildProcess): number {
  try {
    const [, kilobytes] = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
    return Number(kilobytes) * 1024;
  } catch {
    return NaN; // told on Linux alone
  }
}

const folder = mkdtempSync(join(tmpdir(), 'ticketime-start-'));
try {
  const built = spawnSync('npm', ['run', 'build'], {
    cwd: ROOT,
    stdio: 'ignore',
    shell: process.platform === 'win32',
  });
  if (built.status !== 0) throw new Error('The build failed: npm run build says why.');
  const empty = join(folder, 'empty.mjs');
  writeFileSync(empty, EMPTY);
  const programs = {
    'an empty program': [empty, join(folder, 'empty.db')],
    'ticketime serve': [
      join(ROOT, 'out/main/cli.js'),
      ...['serve', '--port', '0', '--data-dir', join(folder, 'data')],
    ],
  };
  const starts = new Map<string, Start[]>(Object.keys(programs).map((name) => [name, []]));
  // By turns, so that what else this computer does meets both.
  for (let run = -1; run < RUNS; run++)
    for (const [name, args] of Object.entries(programs)) {
      const found = await start(args);
      if (run >= 0) starts.get(name)?.push(found); // the first makes the files
    }
  const medians = [...starts].map(([name, found]) => {
    const { min, median, q3 } = fiveNumbers(found.map(({ ms }) => ms));
    const memory = fiveNumbers(found.map(({ residentBytes }) => residentBytes / 2 ** 20)).median;
    console.log(
      `${name.padEnd(18)} ready after ${median.toFixed(0)} ms (least ${min.toFixed(0)}, upper quartile ${q3.toFixed(0)}), ${memory.toFixed(0)} MB resident`,
    );
    return median;
  });
  console.log(`ratio of the medians: ${(medians[1] / medians[0]).toFixed(2)}`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
