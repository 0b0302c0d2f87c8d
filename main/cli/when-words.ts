/** What is said of a press: when, how sure, and what no clock can know. Pure. */
import type { Measurement } from '../sync/measurement.ts';
import { agedAccuracyMs } from '../timing/age.ts';
import type { Lead, Press } from '../timing/lead.ts';
import { dateAndTime, dateOf, timeOfDay, zoneAt, type Zone } from '../timing/zone.ts';
import { decimalsFor, plusMinus, slowOrFast, span } from './figures.ts';
import type { Target } from './when-time.ts';
import { row } from './row.ts';

export type Aim = 'safe' | 'balanced';

export interface Plan {
  readonly measurement: Measurement;
  readonly target: Target;
  /** The zone that the target was typed in. */
  readonly zone: Zone;
  readonly lead: Lead;
  readonly aim: Aim;
  /** The person's own, ms; positive presses later. */
  readonly trimMs: number;
}

const PROMISES: Readonly<Record<Aim, string>> = {
  safe: 'early in at most 2.5 of 100 presses',
  balanced: 'early as often as late',
};

/** The drift of clocks until a nearer time is too small to be told. */
const FAR_MS = 120_000;

/** What no measurement can tell, and a person must. */
export const HOSTS_AND_ROOMS =
  'The host of a page may not be the one that opens the sale: measure the host that the booking button calls.\n' +
  'A waiting room that draws lots ignores the millisecond; be in it before it opens.';

/** "tickets.interpark.com: press at 19:59:59.842 by this computer's clock"; `here` is that clock's zone. */
export function planHeadline({ measurement, lead, aim, target }: Plan, here: Zone): string {
  const { pressAtEpochMs } = lead[aim];
  const isToday = dateOf(here, measurement.measuredAtEpochMs) === dateOf(here, target.epochMs);
  const when = `${isToday ? '' : `${dateOf(here, pressAtEpochMs)} `}${timeOfDay(here, pressAtEpochMs, 3)}`;
  return `${new URL(measurement.url).host}: press at ${when} by this computer's clock`;
}

export function planLines(plan: Plan, here: Zone): string[] {
  const { measurement, target, zone, lead, aim, trimMs } = plan;
  const { offsetMs, accuracyMs, measuredAtEpochMs } = measurement;
  const other: Aim = aim === 'safe' ? 'balanced' : 'safe';
  const leftMs = target.epochMs - (measuredAtEpochMs + offsetMs);
  const sure = TICKS[measurement.tick];
  return [
    row(
      'Opens',
      `${dateAndTime(zone, target.epochMs)} by the server's clock (${zoneAt(zone, target.epochMs)}), in ${timeLeft(leftMs)}`,
    ),
    row('Your clock', `${slowOrFast(offsetMs, decimalsFor(accuracyMs))}, ${plusMinus(accuracyMs)}`),
    row(
      'Aim',
      `${aim}: ${PROMISES[aim]} (--${other}: ${timeOfDay(here, lead[other].pressAtEpochMs, 3)}, ${PROMISES[other]})`,
    ),
    row('Arrives', arrival(lead[aim])),
    ...(leftMs > FAR_MS ? [row('Drift', drift(leftMs))] : []),
    row('Trim', trimWords(trimMs)),
    ...(sure ? [row('How sure', `${plusMinus(accuracyMs)}: ${sure}`)] : []),
    ...(target.note === undefined ? [] : [row('Note', target.note)]),
  ];
}

const TICKS: Readonly<Record<Measurement['tick'], string | undefined>> = {
  honest: undefined,
  lagging:
    'this kind of server changes its Date late, and the press may come as much too late; only --safe keeps it from being early',
  unknown: 'should this server change its Date late, which is not known, the press comes late too, not early',
};

/** "usually 2.1 ms after that, and from 0.4 ms before to 5.0 ms after, however uneven the path". */
function arrival({ meanLateMs, worstLateMs: [lo, hi] }: Press): string {
  const range = `${beforeOrAfter(Math.floor(lo * 10) / 10)} to ${beforeOrAfter(Math.ceil(hi * 10) / 10)}`;
  return `usually ${beforeOrAfter(meanLateMs)} that, and from ${range}, however uneven the path`;
}

function beforeOrAfter(ms: number): string {
  return `${span(Math.abs(ms), 1)} ${ms < 0 ? 'before' : 'after'}`;
}

function drift(leftMs: number): string {
  return `the clocks may drift apart by ${span(Math.ceil(agedAccuracyMs(0, leftMs)), 0)} until then, so measure again shortly before (the countdown does)`;
}

function trimWords(trimMs: number): string {
  if (trimMs === 0) return 'none (--trim 30 presses 30 ms later, and is kept for this server)';
  return `${span(Math.abs(trimMs), trimMs % 1 === 0 ? 0 : 1)} ${trimMs > 0 ? 'later' : 'earlier'}, kept for this server (--trim 0 forgets it)`;
}

const UNITS = [
  ['d', 86_400],
  ['h', 3600],
  ['min', 60],
  ['s', 1],
] as const;

/** "2 h 12 min 3 s", cut to the second; "2.4 s" at the end. */
export function timeLeft(ms: number): string {
  if (ms < 10_000) return `${(Math.floor(ms / 100) / 10).toFixed(1)} s`;
  let rest = Math.floor(ms / 1000);
  const words: string[] = [];
  for (const [name, unit] of UNITS) {
    const count = Math.floor(rest / unit);
    if (count > 0) words.push(`${count} ${name}`);
    rest -= count * unit;
  }
  return words.join(' ');
}
