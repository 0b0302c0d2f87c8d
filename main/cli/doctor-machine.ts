/** The machine under `ticketime doctor`: Node, the clocks, the timers, and how soon what arrives is noticed. */
import type { Disturbance } from '../clock/clock-watch.ts';
import type { ClockGrain } from '../clock/clock-grain.ts';
import { localClock } from '../clock/local-clock.ts';
import { startPreciseTimer } from '../clock/precise-timer.ts';
import type { ReceiveLatency } from '../clock/receive-latency.ts';
import { Failure } from '../failure.ts';
import { requireNodeApi } from '../store/sqlite.ts';
import { quantile } from '../timing/quartiles.ts';
import { span } from './figures.ts';
import { ok, problem, warning, type Found } from './finding.ts';

/** The wall clock says whole ms, so a step is one, or with an interruption two. */
const COARSE_WALL_MS = 2;
/** A figure of time is stated to a hundredth of a ms at best. */
const COARSE_MONOTONIC_MS = 0.01;
/** Beyond these a machine is asleep between two bytes, or busy with something else, ms. */
const LATE_RECEIVER_MS = 1;
const LATE_TIMER_MS = 2;

/** Enough to see what happens now and then, in half a second. */
const FIRES = 40;
const BETWEEN_FIRES_MS = 12.3;
/** What has not fired this long after the last one will not, ms. */
const PATIENCE_MS = 3000;
/** The first fire says that the timer's thread runs; how long it takes to start is no lateness. */
const STARTED = 'started';

export function aboutNode(versions: NodeJS.ProcessVersions): Found {
  try {
    requireNodeApi(versions.napi);
  } catch (error) {
    if (error instanceof Failure) return problem(error.message);
    throw error;
  }
  return ok(`Node ${versions.node} is new enough (Node-API ${versions.napi ?? 'unknown'}).`);
}

export function aboutClocks({ wallMs, monotonicMs }: ClockGrain): Found {
  const steps = `The wall clock moves in steps of ${span(wallMs, 0)}, the monotonic clock of ${(monotonicMs * 1e6).toFixed(0)} ns`;
  return wallMs > COARSE_WALL_MS || monotonicMs > COARSE_MONOTONIC_MS
    ? warning(`${steps}, which blurs every figure: choose a finer clock source in the operating system.`)
    : ok(`${steps}.`);
}

/** What happened to the clocks while the doctor looked. */
export function aboutSteps(disturbance: Disturbance | null): Found {
  if (!disturbance) return ok('Nothing set the wall clock meanwhile.');
  return disturbance.kind === 'suspend'
    ? warning('This computer slept meanwhile, so these figures may be wrong: run it again.')
    : warning(
        `The wall clock was set by ${span(Math.abs(disturbance.byMs), 0)} meanwhile: if that happens again, see that only one program keeps the time (chrony, ntpd, systemd-timesyncd, the virtual machine's host).`,
      );
}

export function aboutReceiver({ medianMs, samples }: ReceiveLatency): Found {
  if (samples === 0)
    return warning(
      'How soon a reply is noticed could not be measured: see that this computer can connect to itself at 127.0.0.1.',
    );
  const late = `What arrives is noticed after ${span(medianMs, 2)}`;
  return medianMs > LATE_RECEIVER_MS
    ? warning(`${late}, which is late: end programs that keep this computer busy, and turn off power saving.`)
    : ok(`${late}; that is taken off.`);
}

export interface Lateness {
  /** Of the precise timer and of setTimeout beside it, ms; negative when early. */
  readonly preciseMs: readonly number[];
  readonly plainMs: readonly number[];
}

export function aboutTimers({ preciseMs, plainMs }: Lateness): Found {
  if (preciseMs.length < FIRES)
    return problem(
      `The precise timer fired ${preciseMs.length} of ${FIRES} times, so events would be missed: end programs that keep this computer busy, and please report this if it happens again.`,
    );
  if (Math.min(...preciseMs) < 0) return problem('The precise timer fired early: please report this.');
  const [precise, plain] = [preciseMs, plainMs].map((all) => [...all].sort((a, b) => a - b));
  const [usual, worst, beside] = [quantile(precise, 0.5), quantile(precise, 1), quantile(plain, 0.5)];
  const late = `The precise timer fired ${span(usual, 2)} late (median of ${FIRES}, the worst ${span(worst, 2)}; setTimeout ${span(Math.max(0, beside), 2)})`;
  return quantile(precise, 0.95) > LATE_TIMER_MS
    ? warning(`${late}: end programs that keep this computer busy, and turn off power saving.`)
    : ok(`${late}.`);
}

export async function measureLateness(signal: AbortSignal): Promise<Lateness> {
  const [preciseMs, plainMs]: [number[], number[]] = [[], []];
  const { promise: ended, resolve } = Promise.withResolvers<null>();
  const end = () => resolve(null);
  signal.addEventListener('abort', end, { once: true });
  if (signal.aborted) end();
  const timer = startPreciseTimer();
  const timeouts = [setTimeout(end, FIRES * BETWEEN_FIRES_MS + PATIENCE_MS)];
  timer.onFire(({ id, dueAt, firedAt }) => {
    if (id === STARTED) begin();
    else if (preciseMs.push(firedAt - dueAt) === FIRES) end();
  });
  timer.arm(STARTED, localClock.now());
  await ended;
  for (const timeout of timeouts) clearTimeout(timeout);
  await timer.close();
  return { preciseMs, plainMs };

  function begin(): void {
    const beganAt = localClock.now();
    for (let i = 1; i <= FIRES; i++) {
      const at = beganAt + i * BETWEEN_FIRES_MS;
      timer.arm(String(i), at);
      // Half way between, so that neither stands in the other's way.
      const plainAt = at - BETWEEN_FIRES_MS / 2;
      const fire = () => void plainMs.push(localClock.now() - plainAt);
      timeouts.push(setTimeout(fire, plainAt - localClock.now()));
    }
  }
}
