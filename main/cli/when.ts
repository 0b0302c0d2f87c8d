/** `ticketime when`: when to press so that the request reaches a server at a time of its clock; counts down to it. */
import { localClock } from '../clock/local-clock.ts';
import { Failure } from '../failure.ts';
import { hostOf } from '../sources/http-date/failures.ts';
import type { Measurement } from '../sync/measurement.ts';
import type { SyncOptions } from '../sync/synchronizer.ts';
import { lead, type Lead } from '../timing/lead.ts';
import { dateAndTime } from '../timing/zone.ts';
import { readArguments, UsageError, type Arguments } from './arguments.ts';
import { localZone, timeOfDay } from './clock-face.ts';
import { folderOf } from './folder.ts';
import { EXIT } from './exit-code.ts';
import { HELP } from './help.ts';
import type { Interruption } from './interruption.ts';
import { bold, isTerminal, LiveLine } from './live-line.ts';
import { MEASURING_OPTIONS, measuringOptions } from './measuring-options.ts';
import { printJson, printLines } from './output.ts';
import { warningLines } from './report.ts';
import { measureInTime } from './when-measure.ts';
import { checkTarget, readTime } from './when-time.ts';
import { waitAndRing, type Anchored, type Pressed } from './when-wait.ts';
import { HOSTS_AND_ROOMS, planHeadline, planLines, type Aim, type Plan } from './when-words.ts';
import { namedZone } from './when-zone.ts';

const OPTIONS = {
  ...MEASURING_OPTIONS,
  safe: 'flag',
  balanced: 'flag',
  trim: { example: 30 },
  zone: { example: 'Asia/Seoul' },
  'data-dir': { example: './ticketime-data' },
  'no-wait': 'flag',
  json: 'flag',
} as const;

const tell = (line: string) => process.stderr.write(`${line}\n`);

export async function run(words: readonly string[], interruption: Interruption): Promise<number> {
  const args = readArguments('when', words, OPTIONS);
  if (args.has('help')) {
    printLines([HELP.when]);
    return EXIT.ok;
  }
  const [input, time] = serverAndTime(args);
  const options = { ...measuringOptions('when', args), input };
  const json = args.has('json');
  const aim = aimOf(args);
  const zoneName = args.text('zone');
  const zone = zoneName === undefined ? localZone() : namedZone(zoneName);
  const wish = readTime(time);
  const trimFor = await trims(args);

  const { measurement, target } = await measureInTime(options, interruption, json, wish, zone);
  if (measurement.source !== 'date-header') {
    throw new Failure(
      'indirect',
      `${hostOf(new URL(measurement.url))} does not tell its own time, so nothing says when a request would arrive by it: ticketime sync tells standard time instead.`,
    );
  }
  const anchorMs = localClock.anchor();
  const serverNowMs = localClock.now() + anchorMs + measurement.offsetMs;
  checkTarget(target, serverNowMs, zone);
  const trimMs = trimFor(new URL(measurement.url).host);
  const plan: Plan = {
    measurement,
    target,
    zone,
    aim,
    trimMs,
    lead: leadOfAll(measurement, target.epochMs, trimMs),
  };
  checkInTime(plan, anchorMs);

  if (!json) showPlan(plan);
  const isWaiting = !args.has('no-wait') && !interruption.signal.aborted;
  const pressed = isWaiting ? await wait({ plan, anchorMs }, options, interruption, json) : undefined;
  if (json) printJson(objectOf(pressed?.plan ?? plan, pressed));
  return EXIT.ok;
}

function serverAndTime({ positionals }: Arguments): readonly [string, string] {
  const [input, time, third] = positionals as (string | undefined)[];
  const example = 'as in: ticketime when tickets.interpark.com 20:00';
  const fail = (code: string, sentence: string) => new UsageError(code, sentence, 'when');
  if (input === undefined) throw fail('missing-server', `Name the server and the time, ${example}`);
  if (time === undefined) throw fail('missing-time', `Name the time after the server, ${example}`);
  if (third !== undefined)
    throw fail(
      'unexpected-word',
      `ticketime when takes a server and a time, and "${third}" is a third word: join a date and its time by a T, as in 2026-12-24T20:00.`,
    );
  return [input, time];
}

function aimOf(args: Arguments): Aim {
  if (args.has('safe') && args.has('balanced'))
    throw new UsageError(
      'safe-and-balanced',
      '--safe and --balanced exclude each other: choose one.',
      'when',
    );
  return args.has('balanced') ? 'balanced' : 'safe';
}

/** The trim for a host: the one given now, which is kept for it, or the one kept. */
async function trims(args: Arguments): Promise<(host: string) => number> {
  const { openSettings } = await import('../store/settings.ts');
  const { MOST_TRIM_MS } = await import('../../api/protocol/server.ts');
  const givenMs = args.number('trim');
  if (givenMs !== undefined && Math.abs(givenMs) > MOST_TRIM_MS)
    throw new UsageError('bad-trim', `The trim must be from -${MOST_TRIM_MS} to ${MOST_TRIM_MS} ms.`, 'when');
  const settings = openSettings(folderOf(args.text('data-dir')), tell);
  return (host) => {
    if (givenMs === undefined) return settings.trimMs(host);
    settings.keepTrim(host, givenMs);
    return givenMs;
  };
}

function checkInTime({ lead, aim, target, zone }: Plan, anchorMs: number): void {
  const lateMs = localClock.now() + anchorMs - lead[aim].pressAtEpochMs;
  if (lateMs > 0)
    throw new Failure(
      'too-late',
      `It is too late to press for ${dateAndTime(zone, target.epochMs)}: that would have been ${Math.ceil(lateMs)} ms ago.`,
    );
}

function showPlan(plan: Plan): void {
  const here = localZone();
  const warnings = warningLines(plan.measurement);
  printLines([
    bold(planHeadline(plan, here), process.stdout),
    ...planLines(plan, here),
    ...(warnings.length > 0 ? ['', ...warnings] : []),
    '',
    HOSTS_AND_ROOMS,
  ]);
}

async function wait(
  anchored: Anchored,
  options: SyncOptions,
  { signal }: Interruption,
  json: boolean,
): Promise<Pressed | undefined> {
  const line = isTerminal(process.stderr) ? new LiveLine(process.stderr) : undefined;
  const show = (text: string) => {
    line?.clear();
    tell(text);
  };
  const bell = process.stderr.isTTY ? () => void process.stderr.write('\x07') : () => undefined;
  const waiting = { ...anchored, options, signal, line, tell: json && !line ? () => undefined : show };
  const pressed = await waitAndRing(waiting, () => {
    bell();
    line?.clear();
    if (!json) printLines([bold('Press now.', process.stdout)]);
  });
  if (pressed && !json) {
    const { firedEpochMs, latenessMs } = pressed;
    const time = timeOfDay(localZone(), firedEpochMs, 3);
    printLines([
      `That was at ${time} by this computer's clock, ${latenessMs.toFixed(2)} ms after the instant.`,
    ]);
  }
  return pressed;
}

/** What --json prints; the instants are this computer's clock, but for the target, which is the server's. */
function objectOf({ measurement, target, lead, aim, trimMs }: Plan, pressed: Pressed | undefined): object {
  return {
    url: measurement.url,
    targetEpochMs: target.epochMs,
    aim,
    pressAtEpochMs: lead.balanced.pressAtEpochMs,
    safePressAtEpochMs: lead.safe.pressAtEpochMs,
    trimMs,
    firedEpochMs: pressed?.firedEpochMs ?? null,
    latenessMs: pressed?.latenessMs ?? null,
    measurement,
  };
}

/** Safe with whichever clock a press may land on: where several answer behind one name, the one that is furthest behind. */
export function leadOfAll(measurement: Measurement, targetEpochMs: number, trimMs: number): Lead {
  const { balanced, safe } = lead(measurement, targetEpochMs, trimMs);
  const [lo, hi] = measurement.boundMs;
  const others = (measurement.clocks ?? []).map(({ offsetMs, precisionMs }) => {
    const apartMs = offsetMs - measurement.offsetMs;
    const known = { ...measurement, offsetMs, precisionMs, boundMs: [lo + apartMs, hi + apartMs] as const };
    return lead(known, targetEpochMs, trimMs).safe;
  });
  const latest = others.reduce((a, b) => (b.pressAtEpochMs > a.pressAtEpochMs ? b : a), safe);
  return { balanced, safe: latest };
}
