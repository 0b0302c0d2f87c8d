/**
 * SQLite as the store uses it: opened in one way, its statements prepared once, and what it says about the disk told in
 * one sentence each.
 */
import { dirname } from 'node:path';
import Sqlite from 'better-sqlite3';
import { Failure } from '../failure.ts';
import { diskFull } from './data-folder.ts';

/** A value as SQLite keeps it. */
export type Stored = string | number | Buffer | null;

export type Handle = Sqlite.Database;

/** better-sqlite3 13 is built for this version of Node-API; on an older Node it ends the process instead of throwing. */
const LEAST_NODE_API = 10;
/** The instance lock keeps other Ticketimes out; whoever else has the file open (a backup program) is waited for this long, ms. */
const BUSY_MS = 1000;

export interface OpenOptions {
  readonly readonly?: boolean;
  /** How long another program's lock is waited for, ms. */
  readonly busyMs?: number;
}

/** Opens a file, which must be there. */
export function openHandle(file: string, options: OpenOptions = {}): Handle {
  requireNodeApi(process.versions.napi);
  return new Sqlite(file, {
    fileMustExist: true,
    readonly: options.readonly ?? false,
    timeout: options.busyMs ?? BUSY_MS,
  });
}

export function requireNodeApi(version: string | undefined): void {
  if (Number(version ?? 0) >= LEAST_NODE_API) return;
  throw new Failure(
    'node-too-old',
    `Node ${process.version} is too old to keep anything (its Node-API is ${version ?? 'unknown'}, not ${LEAST_NODE_API}): install Node 24 or later.`,
  );
}

/** One statement, prepared when it is first used. */
export class Query<Row = unknown> {
  private readonly database: Database;
  private readonly sql: string;
  private statement: Sqlite.Statement | undefined;

  constructor(database: Database, sql: string) {
    this.database = database;
    this.sql = sql;
  }

  get(...values: Stored[]): Row | undefined {
    return this.use((statement) => statement.get(...values)) as Row | undefined;
  }

  all(...values: Stored[]): Row[] {
    return this.use((statement) => statement.all(...values)) as Row[];
  }

  /** Returns how many rows it changed. */
  run(...values: Stored[]): number {
    return this.use((statement) => statement.run(...values)).changes;
  }

  private use<T>(work: (statement: Sqlite.Statement) => T): T {
    return this.database.told(() => work((this.statement ??= this.database.handle.prepare(this.sql))));
  }
}

export class Database {
  readonly handle: Handle;
  private readonly onDamage: () => void;

  /** @param onDamage called when a read or a write meets a damaged page. */
  constructor(handle: Handle, onDamage: () => void = () => undefined) {
    this.handle = handle;
    this.onDamage = onDamage;
  }

  query<Row = unknown>(sql: string): Query<Row> {
    return new Query<Row>(this, sql);
  }

  /** All of `work` or nothing of it, and on the disk when this returns. */
  write<T>(work: () => T): T {
    return this.told(() => this.handle.transaction(work).immediate());
  }

  /** Turns what SQLite says into a Failure. */
  told<T>(work: () => T): T {
    try {
      return work();
    } catch (error) {
      if (isDamage(error)) this.onDamage();
      throw sqliteFailure(error, this.handle.name);
    }
  }
}

const DAMAGE = /^SQLITE_(CORRUPT|NOTADB)/;

/** Whether this says that the file is damaged or none of SQLite's. */
export function isDamage(error: unknown): boolean {
  return error instanceof Sqlite.SqliteError && DAMAGE.test(error.code);
}

/** The Failure for what SQLite said; anything else as it is. */
export function sqliteFailure(error: unknown, file: string): unknown {
  if (!(error instanceof Sqlite.SqliteError)) return error;
  return storeFailure(error.code, file, error) ?? error;
}

/** The Failure for a code of SQLite's; null for one that is a bug. */
export function storeFailure(code: string, file: string, cause?: unknown): Failure | null {
  const failure = (name: string, message: string) => new Failure(name, message, { cause });
  const folder = dirname(file);
  if (code === 'SQLITE_FULL') return failure('disk-full', diskFull(folder));
  if (DAMAGE.test(code)) {
    return failure(
      'store-damaged',
      `${file} is damaged: start Ticketime again, and it is mended with what can be proven and with the backups.`,
    );
  }
  if (/^SQLITE_(BUSY|LOCKED)/.test(code)) {
    return failure('store-locked', `Another program has locked ${file}: close that program and try again.`);
  }
  if (/^SQLITE_(READONLY|CANTOPEN|PERM|AUTH)/.test(code)) {
    return failure(
      'store-unwritable',
      `${file} cannot be written (${code}): give this user the right to write there, or name another folder with --data-dir.`,
    );
  }
  if (code.startsWith('SQLITE_IOERR')) {
    return failure(
      'disk-failed',
      `The disk that holds ${folder} failed (${code}), so this was not done; all that was kept before is safe: see to the disk and try again.`,
    );
  }
  return null;
}
