/** What was measured, for people: a headline, the figures with what each is worth, and the warnings. Pure. */
import { hostOf, quoted } from '../sources/http-date/failures.ts';
import type { Measurement } from '../sync/measurement.ts';
import type { TickVerdict } from '../timing/tick.ts';
import { dateOf, timeOfDay, zoneAt, type Zone } from './clock-face.ts';
import { decimalsFor, plusMinus, provenRange, seconds, slowOrFast } from './figures.ts';
import { row } from './row.ts';

const TICKS: Readonly<Record<TickVerdict, string>> = {
  honest: 'honest: its Date changes with its second.',
  lagging: 'lagging: its Date changes later than its second.',
  unknown: 'not known.',
};
const INDIRECT = 'standard time, not the clock of this server';

/** "tickets.interpark.com: this computer is 151.3 ms slow, ± 1.5 ms". */
export function headline(measurement: Measurement): string {
  const { url, source, offsetMs, accuracyMs } = measurement;
  const host = hostOf(new URL(url));
  const offset = `this computer is ${slowOrFast(offsetMs, decimalsFor(accuracyMs))}, ${plusMinus(accuracyMs)}`;
  return source === 'date-header'
    ? `${host}: ${offset}`
    : `${host} tells no time; by standard time ${offset}`;
}

/** The figures, a line each; `serverEpochMs` is what the server's clock shows now. */
export function figures(measurement: Measurement, serverEpochMs: number, zone: Zone): string[] {
  const { accuracyMs, precisionMs, boundMs, delayMs, samples, durationMs, cdn, source } = measurement;
  const { min, q1, median, q3, max } = delayMs;
  const date = dateOf(zone, serverEpochMs);
  const time = timeOfDay(zone, serverEpochMs, 3);
  const isDirect = source === 'date-header';
  const trips = [min, q1, median, q3, max].map((ms) => ms.toFixed(1)).join(' · ');
  return [
    row('Server time', `${date} ${time} (${zoneAt(zone, serverEpochMs)}), when printed`),
    ...(isDirect ? [] : [row('Indirect', INDIRECT)]),
    row('Accuracy', `${plusMinus(accuracyMs)}: the truth in 95 of 100 cases, uneven paths included`),
    row('Precision', `${plusMinus(precisionMs)}: what repeats, measured again over the same path`),
    row('Proven', `${provenRange(boundMs)}, whatever the path does`),
    row('Round trips', `${trips} ms (least, quartiles, most)`),
    row('Requests', `${samples} answered, in ${seconds(durationMs)}`),
    ...(isDirect ? [row('Tick', tickWords(measurement))] : []),
    ...clockRows(measurement),
    row('CDN', cdn ? cdnWords(cdn) : 'none seen'),
    ...edgeRows(measurement),
  ];
}

function tickWords({ tick, tickEvidence, accuracyMs, accuracyIfHonestMs }: Measurement): string {
  const ifHonest =
    accuracyMs > 2 * accuracyIfHonestMs && tick === 'unknown'
      ? ` If it does change with its second, as most do, the ± is ${plusMinus(accuracyIfHonestMs).slice(2)}.`
      : '';
  return [TICKS[tick], ...tickEvidence].join(' ') + ifHonest;
}

/** The clocks behind one name, a line each, when there are several. */
function clockRows({ clocks }: Measurement): string[] {
  return (clocks ?? []).map(({ offsetMs, precisionMs, share, isStated }, i) =>
    row(
      i === 0 ? 'Clocks' : '',
      `this computer is ${slowOrFast(offsetMs, decimalsFor(precisionMs))}, ${plusMinus(precisionMs)}: ` +
        `${Math.round(share * 100)} % of the connections${isStated ? ', the first one among them' : ''}`,
    ),
  );
}

/** The edge's own clock, never mixed in. */
function edgeRows({ edge }: Measurement): string[] {
  if (!edge) return [];
  const offset = slowOrFast(edge.offsetMs, decimalsFor(edge.accuracyMs));
  return [
    row('Edge', `by ${edge.name}'s own clock, this computer is ${offset}, ${plusMinus(edge.accuracyMs)}`),
  ];
}

export function warningLines({ warnings }: Measurement): string[] {
  return warnings.map(({ message }) => `Warning: ${message}`);
}

/** Headline, figures and warnings; the headline is the caller's to stress. */
export function report(measurement: Measurement, serverEpochMs: number, zone: Zone): string[] {
  const warnings = warningLines(measurement);
  return [...figures(measurement, serverEpochMs, zone), ...(warnings.length > 0 ? ['', ...warnings] : [])];
}

/** The evidence is a stranger's text, so it is quoted. */
function cdnWords({ name, evidence, notice }: NonNullable<Measurement['cdn']>): string {
  return `${name} (${quoted(evidence)}). ${notice}`;
}
