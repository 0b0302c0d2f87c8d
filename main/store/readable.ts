/**
 * Reads what can be read of a damaged table. SQLite stops at the first page that is damaged; the rows in the pages after it
 * are there all the same, and are found by asking for higher numbers until one answers.
 */
import { isDamage, type Handle, type Stored } from './sqlite.ts';

export interface Readable {
  /** Each row that can be read, its number first, numbers rising. */
  readonly rows: Iterable<readonly Stored[]>;
  /** After the rows: whether they were all that the table had. */
  readonly isWhole: () => boolean;
}

/** @param columns what is read, with the row's number first. */
export function readable(handle: Handle, table: string, columns: string): Readable {
  let isWhole = true;
  const damaged = () => {
    isWhole = false;
  };
  return { rows: read(handle, table, columns, damaged), isWhole: () => isWhole };
}

function* read(handle: Handle, table: string, columns: string, onDamage: () => void): Generator<Stored[]> {
  const rest = tolerant(() =>
    handle
      .prepare<[number], Stored[]>(
        `SELECT ${columns} FROM ${table} NOT INDEXED WHERE rowid >= ? ORDER BY rowid`,
      )
      .raw(),
  );
  if (rest === DAMAGED) {
    onDamage();
    return;
  }
  let from: number | null = Number.MIN_SAFE_INTEGER;
  while (from !== null) {
    let next: number = from;
    const rows = rest.iterate(from);
    for (;;) {
      const step = tolerant(() => rows.next());
      if (step !== DAMAGED && step.done) return;
      const number = step === DAMAGED ? NaN : (step.value[0] as number);
      // A number lower than the one before is damage too.
      if (step === DAMAGED || !(number >= next)) break;
      yield step.value;
      next = number + 1;
    }
    onDamage();
    tolerant(() => rows.return?.());
    from = nextReadable(handle, table, next);
  }
}

/** The lowest number above `after` at which the table answers again; null when it does not. */
function nextReadable(handle: Handle, table: string, after: number): number | null {
  const from = Math.max(after, 0); // rows begin at 1; only damage makes a lower number
  const probe = handle.prepare<[number]>(
    `SELECT rowid FROM ${table} NOT INDEXED WHERE rowid >= ? ORDER BY rowid LIMIT 1`,
  );
  const answers = (number: number) => tolerant(() => probe.get(number)) !== DAMAGED;
  let step = 1;
  while (!answers(from + step)) {
    step *= 2;
    if (from + step > Number.MAX_SAFE_INTEGER) return null;
  }
  let [low, high] = [from + Math.floor(step / 2), from + step];
  while (high - low > 1) {
    const middle = low + Math.floor((high - low) / 2);
    if (answers(middle)) high = middle;
    else low = middle;
  }
  return high;
}

const DAMAGED = Symbol('damaged');

function tolerant<T>(work: () => T): T | typeof DAMAGED {
  try {
    return work();
  } catch (error) {
    // A table or a column that is not there is damage as well.
    if (isDamage(error) || (error as { code?: string }).code === 'SQLITE_ERROR') return DAMAGED;
    throw error;
  }
}
