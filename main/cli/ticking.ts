/** A measured clock, ticking on stdout: redrawn on a terminal, elsewhere a line at each second of the server. */
import { setTimeout as delay } from 'node:timers/promises';
import { localClock } from '../clock/local-clock.ts';
import type { Measurement } from '../sync/measurement.ts';
import { startSync, type SyncOptions } from '../sync/synchronizer.ts';
import { dateOf, timeOfDay, type Zone } from './clock-face.ts';
import { plusMinus } from './figures.ts';
import { KeptClock } from './kept-clock.ts';
import { listenToKeys } from './keys.ts';
import { LiveLine } from './live-line.ts';
import type { MeasuredClock } from './measured-clock.ts';
import { printLines } from './output.ts';

export interface Ticking {
  readonly first: Measurement;
  /** How to measure again. */
  readonly options: SyncOptions;
  readonly zone: Zone;
  /** Ends the ticking. */
  readonly ended: AbortController;
}

/** About 30 frames a second: milliseconds that run, for a few per cent of one core. */
const FRAME_MS = 33;
const CHECK_MS = 1000;

export async function showOnTerminal({ first, options, zone, ended }: Ticking): Promise<void> {
  const line = new LiveLine(process.stdout);
  const kept = new KeptClock({
    first,
    measure: (onProgress, earlier) => startSync({ ...options, ...(earlier && { earlier }) }, onProgress),
    tell(text) {
      line.clear();
      printLines([text]);
    },
  });
  const stopListening = listenToKeys((key) => {
    if (key === 'r') kept.measureAgain();
    if (key === 'q') ended.abort();
  });
  let checkedAt = localClock.now();
  try {
    while (!ended.signal.aborted) {
      const at = localClock.now();
      if (at - checkedAt > CHECK_MS) {
        kept.check();
        checkedAt = at;
      }
      line.draw(kept.clock ? clockPieces(kept.clock, kept.note, at, zone) : [kept.note]);
      // The change of the second is shown when it happens, not at the next frame.
      const toSecondMs = kept.clock ? kept.clock.nextSecond(at).at - at : FRAME_MS;
      await pause(Math.min(FRAME_MS, toSecondMs), ended.signal);
    }
  } finally {
    line.end();
    stopListening();
    await kept.close();
  }
}

/** The line of a terminal: what matters most first, for narrow ones. */
export function clockPieces(clock: MeasuredClock, note: string, at: number, zone: Zone): string[] {
  const epochMs = clock.epochMs(at);
  return [
    `${dateOf(zone, epochMs)} ${timeOfDay(zone, epochMs, 3)}`,
    plusMinus(clock.accuracyMs(at)),
    note || `measured ${ago(clock.ageMs(at))}`,
    note ? 'q ends' : 'r measures again, q ends',
  ];
}

function ago(ms: number): string {
  return ms < 120_000 ? `${Math.floor(ms / 1000)} s ago` : `${Math.floor(ms / 60_000)} min ago`;
}

export async function showInLines({ first, options, zone, ended }: Ticking): Promise<void> {
  const kept = new KeptClock({
    first,
    measure: (onProgress, earlier) => startSync({ ...options, ...(earlier && { earlier }) }, onProgress),
    tell: (text) => process.stderr.write(`${text}\n`),
  });
  const { signal } = ended;
  try {
    while (!signal.aborted) {
      const { clock } = kept;
      if (!clock) {
        await pause(CHECK_MS, signal);
        kept.check();
        continue;
      }
      const { at, epochMs } = clock.nextSecond(localClock.now());
      const woken = await localClock.sleepUntil(at, signal).then(
        () => true,
        () => false,
      );
      if (!woken) break;
      const time = `${dateOf(zone, epochMs)} ${timeOfDay(zone, epochMs, 0)}`;
      printLines([`${time} ${plusMinus(clock.accuracyMs(at))}`]);
      kept.check();
    }
  } finally {
    await kept.close();
  }
}

/** Sleeps that long, or until the signal. */
async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await delay(ms, undefined, { signal }).catch(() => undefined);
}
