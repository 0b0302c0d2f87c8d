/** `ticketime demo`: measures a practice server whose clock is off by a secret amount, and holds it against the truth. */
import { localClock } from '../clock/local-clock.ts';
import { startPracticeOrigin, type PracticeOrigin } from '../practice/origin.ts';
import { seededRandom } from '../practice/random.ts';
import type { Measurement } from '../sync/measurement.ts';
import { readArguments, UsageError } from './arguments.ts';
import { localZone } from './clock-face.ts';
import { REFERENCE_DEFAULTS, type ReferenceSettings } from '../sources/reference/settings.ts';
import { EXIT } from './exit-code.ts';
import { decimalsFor, plusMinus, slowOrFast, span } from './figures.ts';
import { HELP } from './help.ts';
import type { Interruption } from './interruption.ts';
import { bold } from './live-line.ts';
import { MEASURING_OPTIONS, measuringOptions } from './measuring-options.ts';
import { clockOf, measureShown } from './measuring.ts';
import { printJson, printLines } from './output.ts';
import { headline, report } from './report.ts';

/** A clock that nobody looks after is off by seconds. */
const LARGEST_OFFSET_MS = 5000;
/** An ordinary line to a server in the same country, each way. */
const PATH = { baseMs: 12, jitterMs: 1 };
const SEEDS = 2 ** 32;

/** The practice server's clock is its own: standard time says nothing of it. */
const ALONE: ReferenceSettings = { ...REFERENCE_DEFAULTS, order: [] };

export async function run(words: readonly string[], interruption: Interruption): Promise<number> {
  const args = readArguments('demo', words, { ...MEASURING_OPTIONS, seed: { example: 7 }, json: 'flag' });
  if (args.has('help')) {
    printLines([HELP.demo]);
    return EXIT.ok;
  }
  if (args.positionals.length > 0)
    throw new UsageError(
      'unexpected-word',
      `ticketime demo brings its own server, so leave out "${args.positionals[0]}".`,
      'demo',
    );
  const options = measuringOptions('demo', args);
  const json = args.has('json');
  const seed = args.number('seed') ?? Math.floor(Math.random() * SEEDS);
  const offsetMs = (2 * seededRandom(seed)() - 1) * LARGEST_OFFSET_MS;
  const origin = await startPracticeOrigin({ offsetMs, delays: { forward: PATH, back: PATH, seed } });
  try {
    if (!json) introduce(seed);
    const measurement = await measureShown(
      { reference: ALONE, ...options, input: origin.url },
      interruption,
      json,
    );
    return conclude(measurement, origin, json);
  } finally {
    await origin.close();
  }
}

function introduce(seed: number): void {
  process.stderr.write(
    `Here runs a practice web server, ${2 * PATH.baseMs} ms of network away, whose clock is off by up to ` +
      `${LARGEST_OFFSET_MS / 1000} s.\nBy how much, the measurement is not told (--seed ${seed} repeats this one).\n`,
  );
}

function conclude(measurement: Measurement, origin: PracticeOrigin, json: boolean): number {
  const trueOffsetMs = origin.trueOffsetMs();
  const { offsetMs, accuracyMs } = measurement;
  const errorMs = offsetMs - trueOffsetMs;
  const withinAccuracy = Math.abs(errorMs) <= accuracyMs;
  if (json) printJson({ measurement, trueOffsetMs, errorMs, withinAccuracy });
  else {
    const serverEpochMs = clockOf(measurement).epochMs(localClock.now());
    const decimals = Math.max(1, decimalsFor(accuracyMs));
    const verdict = withinAccuracy ? 'within' : 'outside';
    printLines([
      bold(headline(measurement), process.stdout),
      ...report(measurement, serverEpochMs, localZone()),
      '',
      bold(`The truth: this computer is ${slowOrFast(trueOffsetMs, decimals)}.`, process.stdout),
      `The estimate is ${span(Math.abs(errorMs), decimals)} off, ${verdict} its ${plusMinus(accuracyMs)}.`,
    ]);
  }
  return withinAccuracy ? EXIT.ok : EXIT.failed;
}
