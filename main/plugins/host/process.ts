/**
 * The process that runs the plugins, forked by host.ts: it starts them, keeps their logs, measures and ends them, so that none of it
 * costs the core anything. It lives for as long as its channel to the core is open, and leaves no plugin behind.
 */
import { constants, getPriority, setPriority } from 'node:os';
import { createKeptAnchor } from '../../clock/kept-anchor.ts';
import { localClock } from '../../clock/local-clock.ts';
import { Keeper } from './keeper.ts';
import type { FromHost, ToHost } from './messages.ts';
import { Meter } from './meter.ts';
import type { RestartPolicy } from './restart-policy.ts';
import { createSpawner } from './spawner.ts';
import { thisSystem } from './this-system.ts';

/**
 * Between two measurements, ms: a process is stopped on measures that span two seconds, and within five of crossing a cap. On Windows
 * each one costs a PowerShell, so it is done as rarely as that allows.
 */
const MEASURE_MS = process.platform === 'win32' ? 2200 : 500;

// Whatever it starts comes after what a person does: the plugins have its priority from their first instant on.
const { PRIORITY_BELOW_NORMAL } = constants.priority;
if (getPriority() < PRIORITY_BELOW_NORMAL) setPriority(PRIORITY_BELOW_NORMAL);

const say = (message: FromHost) => {
  // That the core is gone is told by the channel's end.
  if (process.connected) process.send?.(message, undefined, undefined, () => undefined);
};
const now = () => localClock.now();
const anchor = createKeptAnchor();
const epochMs = () => now() + anchor();

const keeper = new Keeper({
  spawn: createSpawner({
    system: thisSystem(),
    now,
    epochMs,
    tell: (sentence) => say({ type: 'tell', sentence }),
  }),
  meter: new Meter({ now }),
  measureMs: MEASURE_MS,
  policy: JSON.parse(process.argv[2]) as RestartPolicy,
  now,
  epochMs,
  after: (ms, callBack) => {
    const timer = setTimeout(callBack, ms);
    return () => clearTimeout(timer);
  },
  say,
});

process.on('message', (message: ToHost) => {
  if (message.type === 'start') keeper.start(message.launch, message.restarts);
  else if (message.type === 'stop') void stop(message.id);
  else void close();
});
// The core is gone, whichever way.
process.on('disconnect', () => void close());
// Who ends the core with all its processes ends this one by that: the core is still to say what it has to.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => undefined);

// Whatever ends it, a bug of its own included.
process.on('exit', () => keeper.kill());

async function stop(id: string): Promise<void> {
  await keeper.stop(id);
  say({ type: 'stopped', id });
}

async function close(): Promise<void> {
  await keeper.close();
  process.exit();
}
