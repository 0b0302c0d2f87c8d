/** `ticketime doctor`: whether everything that Ticketime needs of this computer is well, and what to do where it is not. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { restCall } from '../../api/client/rest.ts';
import type { Settings } from '../../api/protocol/settings.ts';
import { SETTINGS_DEFAULTS } from '../../api/protocol/settings-defaults.ts';
import { measureGrain } from '../clock/clock-grain.ts';
import { localClock } from '../clock/local-clock.ts';
import { measureReceiveLatency } from '../clock/receive-latency.ts';
import type { ReferenceSettings } from '../sources/reference/settings.ts';
import { readArguments, UsageError, type Arguments } from './arguments.ts';
import { runningIn } from './core-access.ts';
import { folderOf } from './folder.ts';
import { aboutFolder, aboutKeeping, aboutModes, aboutRoom, freeBytes } from './doctor-folder.ts';
import {
  aboutClocks,
  aboutNode,
  aboutReceiver,
  aboutSteps,
  aboutTimers,
  measureLateness,
} from './doctor-machine.ts';
import { aboutNames, aboutProxy, aboutStandardTime, aboutWays, namesIn } from './doctor-network.ts';
import { aboutPort } from './doctor-port.ts';
import { EXIT } from './exit-code.ts';
import { ok, warning, type Finding, type Found } from './finding.ts';
import { HELP } from './help.ts';
import type { Interruption } from './interruption.ts';
import { referenceSettings } from './measuring-options.ts';
import { printJson, printLines } from './output.ts';
import { row } from './row.ts';
import { FOLDER_OPTIONS } from './subcommand.ts';

const OPTIONS = {
  ...FOLDER_OPTIONS,
  port: { example: 27182 },
  reference: { example: 'time.cloudflare.com' },
} as const;
const USUAL_PORT = 27_182;
/** Even a busy machine has started a thread and sent itself some bytes by then, ms. */
const RECEIVER_MS = 3000;
/** A core that is busy answers within tens of ms. */
const PATIENCE_MS = 2000;

interface Wish {
  readonly folder: string;
  readonly port: number;
  readonly reference: ReferenceSettings;
  /** The clock is off beyond this, ms. */
  readonly thresholdMs: number;
  /** What there is to say of the settings' file. */
  readonly told: readonly string[];
}

export async function run(words: readonly string[], { signal }: Interruption): Promise<number> {
  const args = readArguments('doctor', words, OPTIONS);
  if (args.has('help')) {
    printLines([HELP.doctor]);
    return EXIT.ok;
  }
  const json = args.has('json');
  const findings: Finding[] = [];
  for await (const finding of examine(await wishOf(args), signal)) {
    if (signal.aborted) break; // what is said then may come of that alone
    findings.push(finding);
    if (!json) printLines([row(finding.status, finding.message)]);
  }
  const problems = findings.filter(({ status }) => status === 'problem').length;
  const warnings = findings.filter(({ status }) => status === 'warning').length;
  if (json) printJson({ problems, warnings, findings });
  else printLines(['', summary(problems, warnings, signal.aborted)]);
  return problems > 0 ? EXIT.failed : EXIT.ok;
}

function summary(problems: number, warnings: number, isEarly: boolean): string {
  if (isEarly) return 'Ended before everything was looked at.';
  const counted = (count: number, noun: string) =>
    count === 0 ? [] : [`${count} ${noun}${count > 1 ? 's' : ''}`];
  const all = [...counted(problems, 'problem'), ...counted(warnings, 'warning')];
  return all.length === 0 ? 'All is well.' : `${all.join(', ')}.`;
}

/** One thing after another, so that none stands in another's way. */
async function* examine(wish: Wish, signal: AbortSignal): AsyncGenerator<Finding> {
  const { folder, port, reference, thresholdMs, told } = wish;
  const named = (name: string, found: Found): Finding => ({ name, ...found });
  const watch = localClock.watch();

  const node = named('node', aboutNode(process.versions));
  yield node;
  yield named('clocks', aboutClocks(measureGrain()));
  const latency = await measureReceiveLatency(RECEIVER_MS);
  yield named('receiver', aboutReceiver(latency));
  yield named('timers', aboutTimers(await measureLateness(signal)));

  yield named('names', await aboutNames(namesIn(reference), signal));
  yield named('network', await aboutWays());
  const proxy = aboutProxy(process.env);
  if (proxy) yield named('proxy', proxy);
  if (reference.order.length > 0) {
    const standard = { settings: reference, thresholdMs, receiveLatencyMs: latency.medianMs, signal };
    yield named('standard-time', await aboutStandardTime(standard));
  }
  yield named('clock-steps', aboutSteps(watch.check()));

  if (told.length > 0) yield named('settings', warning(told.join(' ')));
  const usable = named('folder', aboutFolder(folder));
  yield usable;
  const isThere = usable.status === 'ok' && existsSync(folder);
  if (isThere) {
    if (process.platform !== 'win32') yield named('modes', aboutModes(folder));
    yield named('room', aboutRoom(freeBytes(folder)));
  }
  if (isThere && node.status === 'ok') {
    const { core, database } = await aboutKeeping(folder);
    yield named('core', core);
    yield named('database', database);
  }
  const isCores = runningIn(folder)?.address.endsWith(`:${port}`) ?? false;
  yield named('port', isCores ? ok(`Port ${port} is the core's.`) : await aboutPort(port, signal));
}

async function wishOf(args: Arguments): Promise<Wish> {
  if (args.positionals.length > 0)
    throw new UsageError(
      'unexpected-word',
      `ticketime doctor looks at this computer alone, so leave out "${args.positionals[0]}".`,
      'doctor',
    );
  const port = args.number('port') ?? USUAL_PORT;
  if (!(Number.isInteger(port) && port >= 1 && port <= 65_535))
    throw new UsageError('bad-port', 'The port must be a whole number from 1 to 65535.', 'doctor');
  const folder = folderOf(args.text('data-dir'));
  const told: string[] = [];
  const kept = await settingsOf(folder, (sentence) => told.push(sentence));
  const words = args.text('reference');
  return {
    folder,
    port,
    told,
    reference: words === undefined ? kept.reference : referenceSettings('doctor', words),
    thresholdMs: kept.localClockThresholdMs,
  };
}

/** Those of the running core, else what the file says; no folder is made for the sake of a look. */
async function settingsOf(folder: string, tell: (sentence: string) => void): Promise<Settings> {
  const running = runningIn(folder);
  try {
    if (running) return await restCall(running.address, running.token, PATIENCE_MS)('readSettings', {});
  } catch {
    // What is wrong with it is told in its place.
  }
  if (!existsSync(join(folder, 'settings.json'))) return SETTINGS_DEFAULTS;
  const { openSettings } = await import('../store/settings.ts');
  return openSettings(folder, tell).values();
}
