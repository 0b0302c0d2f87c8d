/** What was measured, for people: a headline, the figures with what each is worth, and the warnings. Pure. */
import { quoted } from '../sources/http-date/failures.ts';
import type { Measurement } from '../sync/measurement.ts';
import type { TickVerdict } from '../timing/tick.ts';
import { dateOf, timeOfDay, zoneAt, type Zone } from './clock-face.ts';
import { decimalsFor, plusMinus, provenRange, seconds, slowOrFast } from './figures.ts';

const TICKS: Readonly<Record<TickVerdict, string>> = {
  honest: 'honest: this kind of server changes its Date with its second, and did',
  lagging: 'lagging: this kind of server changes its Date later than its second',
  unknown: 'not known: some kinds of server change their Date up to 1 s late',
};

/** "tickets.interpark.com: this computer is 151.3 ms slow, ± 1.5 ms". */
export function headline(measurement: Measurement): string {
  const { url, offsetMs, accuracyMs } = measurement;
  const offset = slowOrFast(offsetMs, decimalsFor(accuracyMs));
  return `${new URL(url).host}: this computer is ${offset}, ${plusMinus(accuracyMs)}`;
}

/** The figures, a line each; `serverEpochMs` is what the server's clock shows now. */
export function figures(measurement: Measurement, serverEpochMs: number, zone: Zone): string[] {
  const { accuracyMs, precisionMs, boundMs, delayMs, samples, durationMs, tick, cdn } = measurement;
  const { min, q1, median, q3, max } = delayMs;
  const date = dateOf(zone, serverEpochMs);
  const time = timeOfDay(zone, serverEpochMs, 3);
  const trips = [min, q1, median, q3, max].map((ms) => ms.toFixed(1)).join(' · ');
  return [
    row('Server time', `${date} ${time} (${zoneAt(zone, serverEpochMs)}), when this was printed`),
    row('Accuracy', `${plusMinus(accuracyMs)}: holds the truth in 95 of 100 cases, uneven paths included`),
    row('Precision', `${plusMinus(precisionMs)}: what repeats, measured again over the same path`),
    row('Proven', `${provenRange(boundMs)}, whatever the path does`),
    row('Round trips', `${trips} ms (least, quartiles, most)`),
    row('Requests', `${samples} answered, in ${seconds(durationMs)}`),
    row('Tick', TICKS[tick]),
    row('CDN', cdn ? cdnWords(cdn) : 'none seen'),
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

function row(label: string, value: string): string {
  return `  ${label.padEnd(12)} ${value}`;
}

/** The evidence is a stranger's text, so it is quoted. */
function cdnWords({ name, evidence }: NonNullable<Measurement['cdn']>): string {
  return `${name} (${quoted(evidence)}): perhaps its clock, not that of the server behind it`;
}
