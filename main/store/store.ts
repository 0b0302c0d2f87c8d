/**
 * What the core keeps: servers, estimates, reference times, the journal of the events, and webhook attempts, in one SQLite
 * file. What is measured and what happened to events is signed and chained (chain.ts): no change of it goes unnoticed.
 *
 * One process at a time: hold the folder with `lockFolder` (instance-lock.ts) first.
 */
import { setImmediate as breathe } from 'node:timers/promises';
import { Failure } from '../failure.ts';
import { createAttempts, type Attempts } from './attempts.ts';
import { makeBackup } from './backup.ts';
import { Chain, EMPTY, type ChainedTable } from './chain.ts';
import { readHead, type Damage } from './check.ts';
import { startCheck, type Check } from './checking.ts';
import { makeFolder, makePrivateFile } from './data-folder.ts';
import { createEstimates, ESTIMATES, type Estimates } from './estimates.ts';
import { storeFiles, SUSPICION, type StoreFiles } from './files.ts';
import { createJournal, JOURNAL, type Journal } from './journal.ts';
import { MIGRATIONS, type Migration } from './migrations.ts';
import { openStoreFile } from './opening.ts';
import type { Recovery } from './recovery.ts';
import { createReferences, type References } from './references.ts';
import { createServers, type Servers } from './servers.ts';
import { signer } from './sign.ts';
import { Database } from './sqlite.ts';
import { Thinning, type ThinResult } from './thinning.ts';

export interface StoreOptions {
  readonly folder: string;
  readonly nowEpochMs: () => number;
  /** Is given each sentence that a person should read. */
  readonly tell: (sentence: string) => void;
}

export interface Store {
  readonly servers: Servers;
  readonly estimates: Estimates;
  readonly references: References;
  readonly journal: Journal;
  readonly attempts: Attempts;
  /** What had to be mended at this start (its sentences have been told); null when nothing had to. */
  readonly recovery: Recovery | null;
  /** Copies everything to `backups/`, and keeps the copy when all of it holds. To be called once a day. */
  backup(): Promise<void>;
  /** Gives up old rows. To be called once a day. */
  thin(): Promise<ThinResult>;
  /** Looks at everything, in a thread of its own. What is found is mended at the next start. */
  verify(): Promise<Damage | null>;
  close(): void;
}

/** Throws a Failure. */
export function openStore(options: StoreOptions, migrations: readonly Migration[] = MIGRATIONS): Store {
  const { folder, nowEpochMs, tell } = options;
  const files = storeFiles(folder);
  makeFolder(folder);
  const { handle, key, recovery } = openStoreFile(files, migrations, nowEpochMs());
  recovery?.sentences.forEach((sentence) => tell(sentence));

  const sign = signer(key);
  const database = new Database(handle, () => suspect(files));
  const chain = (table: ChainedTable) =>
    new Chain(database, sign, table, readHead(handle, sign, table.name) ?? EMPTY);
  const estimates = chain(ESTIMATES);
  const servers = createServers(database, estimates, () => void sweep());
  const thinning = new Thinning(database, estimates);
  const checks = new Set<Check>();
  let isClosed = false;

  const check = async (copy: string | null): Promise<Damage | null> => {
    const started = startCheck({ file: files.database, key, copy });
    checks.add(started);
    try {
      const damage = await started.result;
      if (damage) suspect(files);
      return damage;
    } catch (error) {
      if (!isClosed) throw error;
      throw new Failure('store-closed', 'The store was closed before this was finished: do it again.');
    } finally {
      checks.delete(started);
    }
  };

  /** Takes out the estimates of servers that are gone, without ever being long in the way. */
  const sweep = async (): Promise<void> => {
    try {
      do await breathe();
      while (!isClosed && servers.sweep());
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      tell(error.message);
    }
  };
  void sweep();

  return {
    servers,
    estimates: createEstimates(database, estimates),
    references: createReferences(database),
    journal: createJournal(database, chain(JOURNAL)),
    attempts: createAttempts(database),
    recovery,
    backup: () => makeBackup(files, nowEpochMs(), check),
    thin: () => thinning.run(nowEpochMs()),
    verify: () => check(null),
    close() {
      isClosed = true;
      thinning.stop();
      checks.forEach((started) => started.cancel());
      handle.close();
    },
  };
}

/** Makes the next start look at everything. */
function suspect(files: StoreFiles): void {
  try {
    makePrivateFile(files.folder, SUSPICION);
  } catch {
    // Then the next start sees what it sees.
  }
}
