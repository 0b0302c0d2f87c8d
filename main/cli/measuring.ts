/**
 * Runs one sync and shows how it goes, on stderr: stdout is for results. On a terminal one line is redrawn, the
 * server's clock ticking in it from the first reply; elsewhere there is a line for each reply.
 */
import { localClock } from '../clock/local-clock.ts';
import type { Measurement, Progress } from '../sync/measurement.ts';
import { startSync, type Sync, type SyncOptions } from '../sync/synchronizer.ts';
import { localZone } from './clock-face.ts';
import type { Interruption } from './interruption.ts';
import { isTerminal, LiveLine } from './live-line.ts';
import { MeasuredClock } from './measured-clock.ts';
import { probeLine, probePieces, waitingPieces, type Probe, type ProbeSeen } from './progress.ts';

/** Fast enough to look alive, and a few ms of CPU in a whole run. */
const FRAME_MS = 50;

export type Show = (progress: Progress) => void;

/**
 * Resolves with what was measured, after an interruption with what was known by then; rejects with a Failure.
 * With `json`, nothing is shown but on a terminal. `heed` is told what is shown.
 */
export function measureShown(
  options: SyncOptions,
  interruption: Interruption,
  json = false,
  heed: Show = () => undefined,
): Promise<Measurement> {
  const begin = (show: Show) =>
    startSync(options, (progress) => {
      show(progress);
      heed(progress);
    });
  return shown(begin, interruption, json);
}

/** The same for a sync that `begin` starts, and that tells its progress. */
export async function shown(
  begin: (show: Show) => Pick<Sync, 'result' | 'cancel'>,
  { signal }: Interruption,
  json: boolean,
): Promise<Measurement> {
  const view = isTerminal(process.stderr) ? showLive() : { show: json ? () => undefined : showLine };
  const sync = begin((progress) => view.show(progress));
  const cancel = () => sync.cancel();
  signal.addEventListener('abort', cancel, { once: true });
  if (signal.aborted) cancel();
  try {
    return await sync.result;
  } finally {
    signal.removeEventListener('abort', cancel);
    view.end?.();
  }
}

interface View {
  readonly show: Show;
  readonly end?: () => void;
}

const tell = (line: string) => process.stderr.write(`${line}\n`);

const showLine: Show = (progress) => {
  tell(progress.type === 'opened' ? `Measuring ${progress.url}` : probeLine(progress));
};

function showLive(): View {
  const line = new LiveLine(process.stderr);
  const zone = localZone();
  const anchorMs = localClock.anchor();
  const startedAt = localClock.now();
  let seen: ProbeSeen | undefined;
  const draw = () => {
    const at = localClock.now();
    line.draw(seen ? probePieces(seen, at, zone) : waitingPieces(at - startedAt));
  };
  const frames = setInterval(draw, FRAME_MS);
  draw();
  return {
    show(progress) {
      if (progress.type === 'probe') seen = see(progress, anchorMs);
      else {
        line.clear();
        tell(`Measuring ${progress.url}`);
      }
      draw();
    },
    end() {
      clearInterval(frames);
      line.clear();
    },
  };
}

/** `anchorMs` is that of the run's beginning: the offsets told during a run are stated against it. */
function see(probe: Probe, anchorMs: number): ProbeSeen {
  const seenAt = localClock.now();
  const { offsetMs, precisionMs, accuracyMs } = probe.estimate;
  return {
    probe,
    seenAt,
    clock: new MeasuredClock({ offsetMs, precisionMs, accuracyMs, anchorMs, measuredAt: seenAt }),
  };
}

/** The clock that a measurement makes; to be called when it has just come, before the wall clock is set again. */
export function clockOf({
  offsetMs,
  precisionMs,
  accuracyMs,
  measuredAtEpochMs,
}: Measurement): MeasuredClock {
  const anchorMs = localClock.anchor();
  return new MeasuredClock({
    offsetMs,
    precisionMs,
    accuracyMs,
    anchorMs,
    measuredAt: measuredAtEpochMs - anchorMs,
  });
}
