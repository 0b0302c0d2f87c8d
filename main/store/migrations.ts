/**
 * The tables, by numbered steps. A step that is released is never changed: what comes later is a step of its own.
 *
 * Each step runs in one transaction, and `PRAGMA user_version` says how many were done. The tables as they then are, are
 * signed as the head `schema`, so that a changed version or a table, index or trigger that nobody made is found. A step that
 * changes a chained table (chain.ts) has to check it with the columns it had, and to sign every row anew.
 */
import { Failure } from '../failure.ts';
import { EMPTY, HEADING, signHead, type Head } from './chain.ts';
import type { Sign } from './sign.ts';
import type { Handle, Stored } from './sqlite.ts';

export type Migration = (handle: Handle) => void;

/** The heads of the two chains and of the tables themselves. */
export const HEADS = ['estimates', 'journal', 'schema'] as const;
export type HeadName = (typeof HEADS)[number];

export const MIGRATIONS: readonly Migration[] = [
  (handle) =>
    handle.exec(`
      CREATE TABLE heads (
        chain TEXT PRIMARY KEY, seq INTEGER NOT NULL, count INTEGER NOT NULL, last BLOB NOT NULL, mac BLOB NOT NULL
      ) STRICT, WITHOUT ROWID;

      CREATE TABLE servers (
        id TEXT NOT NULL PRIMARY KEY, address TEXT NOT NULL UNIQUE, name TEXT NOT NULL, favourite INTEGER NOT NULL,
        zone TEXT, trim_ms REAL NOT NULL, interval_ms REAL, allows_private INTEGER NOT NULL,
        created_epoch_ms REAL NOT NULL
      ) STRICT;
      -- Servers that are gone, while their estimates are being taken out.
      CREATE TABLE removals (server_id TEXT NOT NULL PRIMARY KEY) STRICT;

      CREATE TABLE estimates (
        seq INTEGER PRIMARY KEY, server_id TEXT NOT NULL, measured_at_epoch_ms REAL NOT NULL,
        measurement TEXT NOT NULL, samples BLOB NOT NULL, anchor_ms REAL NOT NULL, axis TEXT NOT NULL, at REAL NOT NULL,
        standard_ahead_ms REAL, standard_accuracy_ms REAL,
        prev BLOB NOT NULL, mac BLOB NOT NULL, bridge BLOB
      ) STRICT;
      CREATE INDEX estimates_by_number ON estimates (server_id);
      CREATE INDEX estimates_by_time ON estimates (server_id, measured_at_epoch_ms);

      CREATE TABLE reference_times (
        seq INTEGER PRIMARY KEY, measured_at_epoch_ms REAL NOT NULL, reference TEXT NOT NULL,
        anchor_ms REAL NOT NULL, axis TEXT NOT NULL, at REAL NOT NULL
      ) STRICT;
      CREATE INDEX reference_times_by_time ON reference_times (measured_at_epoch_ms);

      CREATE TABLE journal (
        seq INTEGER PRIMARY KEY, epoch_ms REAL NOT NULL, kind TEXT NOT NULL, event_id TEXT NOT NULL, data TEXT NOT NULL,
        prev BLOB NOT NULL, mac BLOB NOT NULL, bridge BLOB
      ) STRICT;
      CREATE INDEX journal_of_event ON journal (event_id);

      CREATE TABLE attempts (
        seq INTEGER PRIMARY KEY, event_id TEXT NOT NULL, occurrence_epoch_ms REAL NOT NULL, attempt INTEGER NOT NULL,
        started_epoch_ms REAL NOT NULL, status INTEGER, latency_ms REAL NOT NULL, error TEXT
      ) STRICT;
      CREATE INDEX attempts_of_event ON attempts (event_id);
      CREATE INDEX attempts_by_time ON attempts (started_epoch_ms);
    `),
];

/** How many steps this file has behind it; 0 for an empty one. */
export function versionOf(handle: Handle): number {
  return handle.pragma('user_version', { simple: true }) as number;
}

/** Makes the tables in an empty file. */
export function create(handle: Handle, sign: Sign, migrations: readonly Migration[]): void {
  handle.pragma('auto_vacuum = INCREMENTAL'); // thinning gives room back to the disk
  setUp(handle);
  migrate(handle, sign, migrations);
}

/** What holds for one connection, and is not kept in the file. */
export function setUp(handle: Handle): void {
  handle.pragma('journal_mode = WAL');
  handle.pragma('synchronous = FULL');
  handle.pragma('foreign_keys = ON');
  handle.pragma('trusted_schema = OFF');
}

export function migrate(handle: Handle, sign: Sign, migrations: readonly Migration[]): void {
  for (let version = versionOf(handle); version < migrations.length; version++) {
    handle
      .transaction(() => {
        migrations[version](handle);
        handle.pragma(`user_version = ${version + 1}`);
        if (version === 0) {
          writeHead(handle, sign, 'estimates', EMPTY);
          writeHead(handle, sign, 'journal', EMPTY);
        }
        signSchema(handle, sign);
      })
      .immediate();
  }
}

export function writeHead(handle: Handle, sign: Sign, chain: HeadName, head: Head): void {
  handle.prepare(HEADING).run(chain, head.seq, head.count, head.last, signHead(sign, chain, head));
}

export function signSchema(handle: Handle, sign: Sign): void {
  writeHead(handle, sign, 'schema', schemaHead(handle, sign));
}

/** What the head `schema` has to be for the tables that are there. */
export function schemaHead(handle: Handle, sign: Sign): Head {
  const parts = handle
    .prepare<[], Stored[]>(
      `SELECT type, name, sql FROM sqlite_schema WHERE name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY name`,
    )
    .raw()
    .all();
  return { seq: versionOf(handle), count: parts.length, last: sign(['schema', ...parts.flat()]) };
}

export function newerFailure(folder: string): Failure {
  return new Failure(
    'store-newer',
    `What is kept in ${folder} was last used by a newer Ticketime: install the newest one, or name another folder with --data-dir.`,
  );
}
