/**
 * The worker thread that looks at a whole store, or copies it and looks at the copy: with a connection of its own, so that
 * neither the work nor the disk is in the way of what is written meanwhile.
 */
import { parentPort, workerData } from 'node:worker_threads';
import { checkStore, type Damage } from './check.ts';
import type { CheckRequest, FromCheckWorker } from './checking.ts';
import { signer } from './sign.ts';
import { isDamage, openHandle } from './sqlite.ts';

const { file, key, copy } = workerData as CheckRequest;

/** More pages than there are: all at once, so that nothing that is written meanwhile makes it begin again. */
const ALL_PAGES = 0x7fffffff;

async function makeCopy(to: string): Promise<void> {
  const handle = openHandle(file, { readonly: true });
  try {
    await handle.backup(to, { progress: () => ALL_PAGES });
  } finally {
    handle.close();
  }
}

function check(): Damage | null {
  const handle = openHandle(copy ?? file, { readonly: copy === null });
  try {
    // A copy is one file, with no log beside it.
    if (copy !== null) handle.pragma('journal_mode = DELETE');
    handle.exec('BEGIN'); // all of it as it is at one moment
    return checkStore(handle, signer(Buffer.from(key)), 'all');
  } finally {
    handle.close();
  }
}

async function run(): Promise<FromCheckWorker> {
  try {
    if (copy !== null) await makeCopy(copy);
    return { damage: check() };
  } catch (error) {
    const { message, code } = error as Error & { code?: string };
    if (isDamage(error)) return { damage: { file: message, tablesHold: false, chains: [] } };
    return { code: code ?? 'unknown', message };
  }
}

parentPort?.postMessage(await run());
