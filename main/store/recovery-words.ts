import type { ChainedTable } from './chain.ts';
import type { Damage } from './check.ts';
import type { Outcome } from './recovery.ts';

const NOUNS: Record<ChainedTable['name'], readonly [one: string, more: string]> = {
  estimates: ['measurement', 'measurements'],
  journal: ['schedule entry', 'schedule entries'],
};

/** The numbers of rows that are named one by one. */
const MOST_NAMED = 5;

/** In a few words, for between brackets. */
export function whatWasWrong({ file, tablesHold, chains }: Damage): string {
  if (file !== null) return file;
  const wrong = chains.flatMap(({ table, damaged, displaced, missing, endHolds }) => [
    ...(damaged.length > 0 ? [`changed: ${counted(table, damaged.length)}, ${named(damaged)}`] : []),
    ...(missing !== null && missing > 0 ? [`missing: ${counted(table, missing)}`] : []),
    ...(missing !== null && missing < 0 ? [`not from here: ${counted(table, -missing)}`] : []),
    ...(displaced.length > 0
      ? [`not in its place: ${counted(table, displaced.length)}, ${named(displaced)}`]
      : []),
    ...(endHolds ? [] : [`the end of the ${NOUNS[table][1]} does not hold`]),
  ]);
  return [...(tablesHold ? [] : ['the tables are not those that were made']), ...wrong].join('; ');
}

/** What is gone, and what came back. */
export function lossSentences(outcomes: readonly Outcome[]): string[] {
  const sentences = outcomes.flatMap(({ table, lost, restored, lastEpochMs }) => {
    const back = restored > 0 ? [`From the backups came back: ${counted(table, restored)}.`] : [];
    if (lost === 0) return back;
    if (lost !== null) return [...back, `Lost, for no backup has it: ${counted(table, lost)}.`];
    const since = lastEpochMs === null ? '' : ` after ${new Date(lastEpochMs).toISOString()}`;
    return [...back, `Nothing proves the end of the ${NOUNS[table][1]}: any made${since} are lost.`];
  });
  return outcomes.every(({ lost }) => lost === 0) ? [...sentences, 'Nothing was lost.'] : sentences;
}

export function counted(table: ChainedTable['name'], count: number): string {
  return `${count} ${NOUNS[table][count === 1 ? 0 : 1]}`;
}

function named(seqs: readonly number[]): string {
  const more = seqs.length > MOST_NAMED ? ' …' : '';
  return `number ${seqs.slice(0, MOST_NAMED).join(', ')}${more}`;
}
