/** The data folder under `ticketime doctor`: whether it can be used, who may read it, its database, and the core that holds it. */
import { randomUUID } from 'node:crypto';
import { existsSync, readdirSync, rmSync, statfsSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { localClock } from '../clock/local-clock.ts';
import { Failure } from '../failure.ts';
import { shellWord } from '../shell-word.ts';
import { folderFailure, makeFolder } from '../store/data-folder.ts';
import { DATABASE } from '../store/files.ts';
import { lockFolder, type FolderLock } from '../store/instance-lock.ts';
import { whatWasWrong } from '../store/recovery-words.ts';
import { openStore } from '../store/store.ts';
import { restCall } from '../../api/client/rest.ts';
import { runningIn } from './core-access.ts';
import { ok, problem, warning, type Found } from './finding.ts';

/** The database of a year and its backups have room in this. */
const LITTLE_ROOM_BYTES = 200e6;
/** Less than one backup needs, perhaps. */
const NO_ROOM_BYTES = 20e6;
const TRIAL_BYTES = 4096;
/** A core that is busy answers within tens of ms. */
const PATIENCE_MS = 2000;
/** What the group and others may do with a file. */
const OF_OTHERS = 0o077;

export function aboutFolder(folder: string): Found {
  try {
    if (!existsSync(folder)) {
      // What would be made is made in the first folder that is there.
      tryWriting(firstThatIs(folder));
      return ok(`${folder} is not there yet: it is made when something is kept.`);
    }
    makeFolder(folder);
    tryWriting(folder);
  } catch (error) {
    const failure = error instanceof Failure ? error : folderFailure(error, folder);
    return problem(failure.message);
  }
  return ok(`${folder} can be written.`);
}

function firstThatIs(folder: string): string {
  let parent = dirname(folder);
  while (!existsSync(parent)) parent = dirname(parent);
  return parent;
}

function tryWriting(folder: string): void {
  const file = join(folder, `.ticketime-doctor-${randomUUID()}`);
  try {
    writeFileSync(file, Buffer.alloc(TRIAL_BYTES, 1), { mode: 0o600, flush: true });
  } finally {
    rmSync(file, { force: true });
  }
}

export function aboutModes(folder: string): Found {
  // Windows has no such modes: its folders of a person's own are that person's.
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) => join(folder, name));
  const open = [folder, ...files].filter((file) => (statSync(file).mode & OF_OTHERS) !== 0);
  if (open.length === 0) return ok('Nobody else on this computer may read what is kept there.');
  const more = open.length > 1 ? ` and ${open.length - 1} more` : '';
  return warning(
    `Others on this computer may read ${open[0]}${more}: take that right away with chmod -R go= ${shellWord(folder)}`,
  );
}

/** What this user may still write on the folder's disk. */
export function freeBytes(folder: string): number {
  const { bavail, bsize } = statfsSync(folder);
  return bavail * bsize;
}

export function aboutRoom(bytes: number): Found {
  const room = `${bytes < 1e10 ? `${Math.floor(bytes / 1e6)} MB` : `${Math.floor(bytes / 1e9)} GB`} are free on its disk`;
  if (bytes < NO_ROOM_BYTES) return problem(`${room}, so nothing more may be kept soon: make room.`);
  return bytes < LITTLE_ROOM_BYTES ? warning(`${room}, which is little: make room.`) : ok(`${room}.`);
}

export interface Keeping {
  readonly core: Found;
  readonly database: Found;
}

/** What holds the folder; and the database, when nothing does. */
export async function aboutKeeping(folder: string): Promise<Keeping> {
  let lock: FolderLock;
  try {
    lock = lockFolder(folder);
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    if (error.code !== 'already-running') return { core: problem(error.message), database: unseen };
    return { core: await aboutHolder(folder), database: inUse };
  }
  try {
    return {
      core: ok(
        existsSync(join(folder, 'bridge.json'))
          ? 'No core is running; the last one was killed, which does no harm.'
          : 'No core is running.',
      ),
      database: await aboutDatabase(folder),
    };
  } finally {
    lock.release();
  }
}

const unseen = warning('The database could not be looked at, for the folder could not be locked: see there.');
const inUse = ok('The database is in use: whoever uses it looks after it.');

async function aboutHolder(folder: string): Promise<Found> {
  const running = runningIn(folder);
  if (!running) return ok('Another ticketime command is using the folder at this moment.');
  const { pid, address, token } = running;
  try {
    const { status, reasons } = await restCall(address, token, PATIENCE_MS)('readHealth', {});
    return status === 'ok'
      ? ok(`The core runs at ${address} (process ${pid}).`)
      : warning(`The core runs at ${address} (process ${pid}), but: ${reasons.join(' ')}`);
  } catch {
    return problem(
      `The core (process ${pid}) holds the folder but does not answer at ${address}: end that process, then start ticketime serve anew.`,
    );
  }
}

/** Opens it as every start does, which mends it, and looks at all of it. */
async function aboutDatabase(folder: string): Promise<Found> {
  if (!existsSync(join(folder, DATABASE)))
    return ok('There is no database yet: it is made when something is kept.');
  const told: string[] = [];
  try {
    const store = openStore({
      folder,
      nowEpochMs: () => localClock.now() + localClock.anchor(),
      tell: (sentence) => told.push(sentence),
    });
    try {
      if (store.recovery) return warning(told.join(' '));
      const damage = await store.verify();
      return damage
        ? problem(
            `The database is damaged (${whatWasWrong(damage)}): the next start mends it, and says what was lost, if anything.`,
          )
        : ok('The database is as it was written.');
    } finally {
      store.close();
    }
  } catch (error) {
    if (error instanceof Failure) return problem(error.message);
    throw error;
  }
}
