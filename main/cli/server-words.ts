/** What is known of a registered server, for people. Pure. */
import type { Estimate } from '../../api/protocol/measurement.ts';
import type { Drift, Health, ServerDetail, ServerSummary } from '../../api/protocol/server.ts';
import { dateOf, timeOfDay, type Zone } from './clock-face.ts';
import { decimalsFor, plusMinus, slowOrFast, span } from './figures.ts';
import { row } from './row.ts';

/** "this computer is 151 ms slow, ± 2 ms, health 93, 5 min ago". */
export function statusOf(server: ServerSummary, nowEpochMs: number): string {
  const { offsetMs, accuracyMs, health, lastSyncEpochMs, runId, reading } = server;
  const isIndirect = reading !== null && reading.source !== 'date-header';
  const figures =
    offsetMs === null || accuracyMs === null
      ? 'not known any more'
      : `this computer is ${slowOrFast(offsetMs, decimalsFor(accuracyMs))}, ${plusMinus(accuracyMs)}`;
  const words = [
    ...(lastSyncEpochMs === null
      ? ['not measured yet']
      : [figures, ...(isIndirect ? ['by standard time'] : [])]),
    ...(health ? [`health ${Math.round(health.score)}`] : []),
    ...(lastSyncEpochMs === null ? [] : [ago(nowEpochMs - lastSyncEpochMs)]),
    ...(runId === null ? [] : ['being measured']),
  ];
  return words.join(', ');
}

/** "just now", "40 s ago", "5 min ago", "3 h ago", "2 d ago". */
export function ago(ms: number): string {
  if (ms < 2000) return 'just now';
  if (ms < 120_000) return `${Math.floor(ms / 1000)} s ago`;
  if (ms < 7_200_000) return `${Math.floor(ms / 60_000)} min ago`;
  if (ms < 172_800_000) return `${Math.floor(ms / 3_600_000)} h ago`;
  return `${Math.floor(ms / 86_400_000)} d ago`;
}

/** A line each, in columns; what a person should know of one stands below it. */
export function serverLines(servers: readonly ServerSummary[], nowEpochMs: number): string[] {
  const width = Math.max(...servers.map(({ name }) => name.length));
  const pinnedFirst = [...servers].sort((a, b) => Number(b.favourite) - Number(a.favourite));
  return pinnedFirst.flatMap((server) => {
    const { id, name, favourite, note } = server;
    const line = `${favourite ? '*' : ' '} ${id}  ${name.padEnd(width)}  ${statusOf(server, nowEpochMs)}`;
    return note ? [line, `    ${note.message}`] : [line];
  });
}

/** Everything about one; `zone` is that of this computer. */
export function detailLines(server: ServerDetail, nowEpochMs: number, zone: Zone): string[] {
  const { id, url, favourite, trimMs, intervalMs, health, drift, estimate, note, history } = server;
  return [
    row('Id', `${id}${favourite ? ', pinned' : ''}`),
    row('Address', url),
    row('Time zone', server.zone ?? 'that of this computer'),
    row('Syncs', intervalWords(intervalMs)),
    row('Trim', trimMs === 0 ? 'none' : `${span(Math.abs(trimMs), 0)} ${trimMs > 0 ? 'later' : 'earlier'}`),
    ...(health ? [row('Health', healthWords(health))] : []),
    row('Drift', driftWords(drift)),
    ...(estimate ? [row('Tick', estimate.tick)] : []),
    ...(note ? [row('Note', note.message)] : []),
    ...history.estimates.map((one, i) => row(i === 0 ? 'History' : '', historyLine(one, nowEpochMs, zone))),
  ];
}

function intervalWords(ms: number | null): string {
  if (ms === null) return 'at the interval of the settings';
  return ms === 0 ? 'only when asked for' : `every ${Number((ms / 60_000).toFixed(1))} min`;
}

function healthWords({ score, parts, needsSync }: Health): string {
  const shares = Object.entries(parts).map(([name, share]) => `${name} ${share.toFixed(2)}`);
  return `${Math.round(score)} of 100 (${shares.join(' x ')})${needsSync ? ': measure it again' : ''}`;
}

function driftWords({ againstStandard, againstLocal }: Drift): string {
  const against = (name: string, drift: Drift['againstLocal']) =>
    drift
      ? [
          `${drift.skewPpm < 0 ? 'loses' : 'gains'} ${Math.abs(drift.skewPpm).toFixed(2)} ppm against ${name}, ± ${drift.accuracyPpm.toFixed(2)}`,
        ]
      : [];
  const words = [
    ...against('standard time', againstStandard),
    ...against("this computer's clock", againstLocal),
  ];
  return words.join('; ') || 'not known yet';
}

function historyLine(estimate: Estimate, nowEpochMs: number, zone: Zone): string {
  const { measuredAtEpochMs, offsetMs, accuracyMs } = estimate;
  const time = `${dateOf(zone, measuredAtEpochMs)} ${timeOfDay(zone, measuredAtEpochMs, 0)}`;
  return `${time}, ${ago(nowEpochMs - measuredAtEpochMs)}: ${slowOrFast(offsetMs, decimalsFor(accuracyMs))}, ${plusMinus(accuracyMs)}`;
}
