/** A store in a temporary folder, for one test. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { onTestFinished } from 'vitest';
import { openStore, type Store } from '../../main/store/store.ts';
import { NOON } from './noon.ts';

export interface Kept {
  readonly folder: string;
  readonly file: string;
  /** What was told, in order. */
  readonly told: string[];
  /** What the wall clock says; to be set. */
  nowEpochMs: number;
  /** Opens the store; it is closed at the end of the test, if not before. */
  open(): Store;
  /** Does something to the file behind the store's back. */
  tamper(...sql: string[]): void;
}

export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'ticketime-store-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

export function keptIn(folder: string): Kept {
  const told: string[] = [];
  const file = join(folder, 'ticketime.db');
  const stores: Store[] = [];
  const kept: Kept = {
    folder,
    file,
    told,
    nowEpochMs: NOON,
    open() {
      const store = openStore({
        folder,
        nowEpochMs: () => kept.nowEpochMs,
        tell: (sentence) => told.push(sentence),
      });
      stores.push(store);
      return store;
    },
    tamper(...sql) {
      const handle = new Sqlite(file);
      for (const statement of sql) handle.exec(statement);
      handle.close();
    },
  };
  onTestFinished(() => stores.forEach((store) => store.close()));
  return kept;
}

export function temporaryStore(): Kept {
  return keptIn(temporaryFolder());
}
