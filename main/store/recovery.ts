/**
 * Mends a damaged store: a new file is made of every row that is proven, from the damaged file first and, for what is missing
 * there, from the backups, newest first. The damaged file is kept aside. A power failure on the way leaves either the old
 * file in its place or the new one.
 */
import { copyFileSync, existsSync, linkSync, renameSync, rmSync, statSync } from 'node:fs';
import { basename } from 'node:path';
import { columnsOf, type ChainedTable } from './chain.ts';
import { CHAINED, isProven, readHead, rowOf, type Damage } from './check.ts';
import { makePrivateFile } from './data-folder.ts';
import { asideName, backupsIn, DATABASE, removeDatabase, syncFolder, type StoreFiles } from './files.ts';
import { create, MIGRATIONS } from './migrations.ts';
import { readable } from './readable.ts';
import { lossSentences, whatWasWrong } from './recovery-words.ts';
import { signAnew } from './resign.ts';
import { salvage, type Hole } from './salvage.ts';
import type { Sign } from './sign.ts';
import { openHandle, type Handle, type Stored } from './sqlite.ts';

export interface Recovery {
  /** What was wrong, what became of it and what was lost: one sentence each. */
  readonly sentences: readonly string[];
  /** Where the damaged file is now; null when there was none. */
  readonly keptAside: string | null;
  /** Rows that are gone; null when nothing says how many there were. */
  readonly lost: Readonly<Record<ChainedTable['name'], number | null>>;
}

/** What became of one chain. */
export interface Outcome {
  readonly table: ChainedTable['name'];
  /** As in Recovery. */
  readonly lost: number | null;
  /** Rows that came back from backups. */
  readonly restored: number;
  /** When the last row that is there was made; null when there is none. */
  readonly lastEpochMs: number | null;
}

const EVERYWHERE: Hole = { from: 1, to: Infinity, before: null, endsWith: () => false };

/** Not chained; kept as far as they can be read. */
const PLAIN_TABLES = ['servers', 'removals', 'reference_times', 'attempts'];

/** @param prove null when the key is lost: what can be read is then taken as it is. @param sign signs the new file. */
export function recover(
  files: StoreFiles,
  damage: Damage,
  prove: Sign | null,
  sign: Sign,
  nowEpochMs: number,
): Recovery {
  const mending = `${DATABASE}.mending`;
  const mended = new Recovering(files, mending, prove, sign);
  const outcomes = mended.run();
  const keptAside = put(files, `${files.database}.mending`, nowEpochMs);
  const kept = keptAside === null ? '' : `; the damaged file is kept as ${basename(keptAside)}`;
  return {
    sentences: [
      `What is kept in ${files.folder} was damaged (${whatWasWrong(damage)}) and has been mended${kept}.`,
      ...lossSentences(outcomes),
    ],
    keptAside,
    lost: Object.fromEntries(outcomes.map(({ table, lost }) => [table, lost])) as Recovery['lost'],
  };
}

class Recovering {
  private readonly fresh: Handle;
  private readonly damaged: Handle | null;
  private readonly backups: readonly Handle[];
  private readonly prove: Sign | null;
  private readonly sign: Sign;

  constructor(files: StoreFiles, name: string, prove: Sign | null, sign: Sign) {
    removeDatabase(`${files.folder}/${name}`);
    this.fresh = openHandle(makePrivateFile(files.folder, name));
    create(this.fresh, sign, MIGRATIONS);
    this.damaged = openTolerantly(files.database, false);
    this.backups = backupsIn(files)
      .map((file) => openTolerantly(file, true))
      .filter((handle) => handle !== null);
    this.prove = prove;
    this.sign = sign;
  }

  run(): Outcome[] {
    try {
      const work = this.fresh.transaction(() => {
        PLAIN_TABLES.forEach((table) => this.restorePlain(table));
        return CHAINED.map((table) => this.restoreChain(table));
      });
      return work.immediate();
    } finally {
      for (const handle of [this.fresh, this.damaged, ...this.backups]) handle?.close();
    }
  }

  private restoreChain(table: ChainedTable): Outcome {
    // What a row is chained with is written when all are there.
    const insert = this.inserter(table.name, ['seq', ...table.columns, 'prev', 'mac']);
    const unsigned = Buffer.alloc(0);
    const keep = (seq: number, values: readonly Stored[]) => insert([seq, ...values, unsigned, unsigned]);
    const { damaged, prove } = this;
    const head = damaged && prove ? tolerantHead(damaged, prove, table) : null;
    const { holes, kept } = damaged
      ? salvage(damaged, prove, table, head, keep)
      : { holes: [EVERYWHERE], kept: 0 };
    let restored = 0;
    for (const backup of this.backups) {
      if (holes.length === 0 || (head && kept + restored >= head.count)) break;
      for (const read of readable(backup, table.name, columnsOf(table)).rows) {
        const row = rowOf(read);
        const isMissing = holes.some(({ from, to }) => row.seq >= from && row.seq <= to);
        if (isMissing && (!prove || isProven(prove, table, row))) restored += keep(row.seq, row.values);
      }
    }
    signAnew(this.fresh, this.sign, table, head?.seq ?? 0);
    return {
      table: table.name,
      lost: head && Math.max(0, head.count - kept - restored),
      restored,
      lastEpochMs: this.fresh.prepare(`SELECT max(${table.timeColumn}) FROM ${table.name}`).pluck().get() as
        number | null,
    };
  }

  private restorePlain(table: string): void {
    for (const source of [this.damaged, ...this.backups]) {
      if (source && this.copy(source, table)) return;
    }
  }

  /** Returns whether the whole table could be read. */
  private copy(source: Handle, table: string): boolean {
    const columns = (this.fresh.pragma(`table_info(${table})`) as { name: string }[]).map(({ name }) => name);
    const insert = this.inserter(table, columns);
    const { rows, isWhole } = readable(source, table, `rowid, ${columns.join(', ')}`);
    for (const [, ...values] of rows) insert(values);
    return isWhole();
  }

  /** Adds a row unless it is there or a damaged value keeps it out; returns how many rows that added. */
  private inserter(table: string, columns: readonly string[]): (values: readonly Stored[]) => number {
    const marks = columns.map(() => '?').join(', ');
    const statement = this.fresh.prepare<Stored[]>(
      `INSERT OR IGNORE INTO ${table} (${columns.join(', ')}) VALUES (${marks})`,
    );
    return (values) => {
      try {
        return statement.run(...values).changes;
      } catch (error) {
        if (!(error as { code?: string }).code?.startsWith('SQLITE_CONSTRAINT')) throw error;
        return 0;
      }
    };
  }
}

/** Null when there is no such file, or SQLite cannot open it. */
function openTolerantly(file: string, isBackup: boolean): Handle | null {
  if (!existsSync(file) || statSync(file).size === 0) return null;
  const handle = openHandle(file, { readonly: isBackup });
  try {
    // What the last run wrote goes into the file, so that it is whole in one piece when it is put aside.
    if (!isBackup) handle.pragma('wal_checkpoint(TRUNCATE)');
    handle.pragma('query_only = ON');
    handle.prepare('SELECT count(*) FROM sqlite_schema').get();
    return handle;
  } catch {
    handle.close();
    return null;
  }
}

function tolerantHead(handle: Handle, sign: Sign, table: ChainedTable) {
  try {
    return readHead(handle, sign, table.name);
  } catch {
    return null;
  }
}

/** Puts the new file in the place of the damaged one; returns where that is now. */
function put(files: StoreFiles, mending: string, nowEpochMs: number): string | null {
  const { database } = files;
  let aside: string | null = null;
  if (existsSync(database) && statSync(database).size > 0) {
    aside = asideName(database, 'damaged', nowEpochMs);
    try {
      linkSync(database, aside);
    } catch {
      copyFileSync(database, aside); // a file system without links
    }
    // A log of the old file must not be taken for the new one's.
    if (existsSync(`${database}-wal`)) renameSync(`${database}-wal`, `${aside}-wal`);
  }
  for (const ending of ['-wal', '-shm', '-journal']) rmSync(database + ending, { force: true });
  renameSync(mending, database);
  syncFolder(files.folder);
  return aside;
}
