/**
 * `node tests/bench/store.ts [rows]`: a million measurements of 20 servers in a store, over three years. Prints how long a page
 * of a server's history takes, how large the file is, what thinning and the whole check take, how long thinning and backups
 * are in the way of other work, and how long a start takes beside opening the same file bare.
 */
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import Sqlite from 'better-sqlite3';
import { Chain, EMPTY } from '../../main/store/chain.ts';
import { createEstimates, ESTIMATES } from '../../main/store/estimates.ts';
import { signer } from '../../main/store/sign.ts';
import { Database, openHandle } from '../../main/store/sqlite.ts';
import { openStore, type Store } from '../../main/store/store.ts';
import { someEstimate, someServer } from '../store/some.ts';

const ROWS = Number(process.argv[2] ?? 1_000_000);
const SERVERS = 20;
const BATCH = 2000;
const DAY_MS = 86_400_000;
const NOW = Date.UTC(2026, 10, 22);
/** A month in which every server is measured every 5 minutes, and before that as many rows as are left, over this many years. */
const YEARS = 3;
const MONTH_ROWS = Math.min(ROWS / 2, (SERVERS * 30 * DAY_MS) / 300_000);

const folder = mkdtempSync(join(tmpdir(), 'ticketime-bench-'));
const file = join(folder, 'ticketime.db');
const open = (): Store => openStore({ folder, nowEpochMs: () => NOW, tell: console.log });

function quantile(values: readonly number[], share: number): number {
  return [...values].sort((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))];
}

function timed<T>(work: () => T): [ms: number, result: T] {
  const startedAt = performance.now();
  const result = work();
  return [performance.now() - startedAt, result];
}

/** How long the thread was kept from other work at most, and all of it, ms. */
async function watched<T>(
  work: () => Promise<T>,
): Promise<{ result: T; ms: number; longestMs: number; p99Ms: number }> {
  const delays = monitorEventLoopDelay({ resolution: 1 });
  const startedAt = performance.now();
  delays.enable();
  const result = await work();
  delays.disable();
  // The timer behind it waits for 1 ms itself.
  const ms = (value: number) => value / 1e6 - 1;
  return {
    result,
    ms: performance.now() - startedAt,
    longestMs: ms(delays.max),
    p99Ms: ms(delays.percentile(99)),
  };
}

function megabytes(): string {
  return `${(statSync(file).size / 1e6).toFixed(1)} MB`;
}

/** Opens it bare and asks one thing, then the store, in turn. */
function starts(title: string, rounds: number): void {
  const bare: number[] = [];
  const ours: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const [bareMs, handle] = timed(() => {
      const opened = new Sqlite(file);
      opened.prepare('SELECT count(*) FROM servers').get();
      return opened;
    });
    handle.close();
    const [ms, store] = timed(() => {
      const opened = open();
      opened.servers.list();
      return opened;
    });
    store.close();
    bare.push(bareMs);
    ours.push(ms);
  }
  const [a, b] = [quantile(bare, 0.5), quantile(ours, 0.5)];
  console.log(
    `start, ${title}: ${b.toFixed(2)} ms, bare ${a.toFixed(2)} ms: ${(b / a).toFixed(1)} times, ${(b - a).toFixed(2)} ms more`,
  );
}

try {
  const [firstMs, first] = timed(open);
  first.close();
  console.log(`first start, everything made: ${firstMs.toFixed(1)} ms`);
  starts('empty', 30);

  const store = open();
  for (let server = 0; server < SERVERS; server++) store.servers.add(someServer(`server-${server}`));
  store.close();

  // Straight into the chain, many rows in one transaction.
  const handle = openHandle(file);
  const database = new Database(handle);
  const chain = new Chain(database, signer(readFileSync(join(folder, 'ticketime.key'))), ESTIMATES, EMPTY);
  const estimates = createEstimates(database, chain);
  const spanMs = YEARS * 365 * DAY_MS;
  const [fillMs] = timed(() => {
    for (let row = 0; row < ROWS; row += BATCH) {
      database.write(() => {
        for (let index = row; index < Math.min(ROWS, row + BATCH); index++) {
          const older = ROWS - MONTH_ROWS;
          const ageMs =
            index < older
              ? 30 * DAY_MS + (spanMs * (older - index)) / older
              : (30 * DAY_MS * (ROWS - index)) / MONTH_ROWS;
          estimates.add(someEstimate(`server-${index % SERVERS}`, NOW - ageMs, index));
        }
      });
    }
  });
  handle.close();
  console.log(
    `${ROWS} rows: ${(fillMs / 1000).toFixed(1)} s, ${((ROWS / fillMs) * 1000).toFixed(0)} rows a second; ${megabytes()}`,
  );
  starts(`${ROWS} rows`, 10);

  const full = open();
  const adding: number[] = [];
  for (let index = 0; index < 200; index++) {
    adding.push(timed(() => full.estimates.add(someEstimate('server-3', NOW, index)))[0]);
  }
  console.log(
    `one row, on the disk: p50 ${quantile(adding, 0.5).toFixed(2)} ms, p99 ${quantile(adding, 0.99).toFixed(2)} ms`,
  );
  const pages: number[] = [];
  for (let index = 0; index < 1000; index++) {
    const beforeSeq = Math.ceil(ROWS * ((index * 0.618) % 1)) + 1;
    pages.push(timed(() => full.estimates.page(`server-${index % SERVERS}`, { beforeSeq, limit: 100 }))[0]);
  }
  console.log(
    `a page of 100 of a server's history: p50 ${quantile(pages, 0.5).toFixed(2)} ms, p99 ${quantile(pages, 0.99).toFixed(2)} ms`,
  );
  const [countMs, count] = timed(() => full.estimates.count('server-3'));
  console.log(`count of ${count}: ${countMs.toFixed(2)} ms`);

  const whole = await watched(() => full.verify());
  console.log(
    `the whole check: ${(whole.ms / 1000).toFixed(1)} s, in the way ${whole.longestMs.toFixed(1)} ms at most, p99 ${whole.p99Ms.toFixed(1)} ms: ${whole.result === null ? 'it holds' : 'DAMAGED'}`,
  );
  const backup = await watched(() => full.backup());
  console.log(
    `a backup: ${(backup.ms / 1000).toFixed(1)} s, in the way ${backup.longestMs.toFixed(1)} ms at most, p99 ${backup.p99Ms.toFixed(1)} ms`,
  );
  const thin = await watched(() => full.thin());
  console.log(
    `thinning of ${thin.result.estimates} rows: ${(thin.ms / 1000).toFixed(1)} s, in the way ${thin.longestMs.toFixed(1)} ms at most, p99 ${thin.p99Ms.toFixed(1)} ms`,
  );
  const again = await watched(() => full.thin());
  console.log(`thinning again: ${again.ms.toFixed(0)} ms, ${again.result.estimates} rows`);
  console.log(`it ${(await full.verify()) === null ? 'holds' : 'DOES NOT HOLD'}`);
  full.close();
  console.log(`${megabytes()} after it`);
  starts('thinned', 10);
} finally {
  rmSync(folder, { recursive: true });
}
