/** The rows, as RFC 4180 has them. Pure. */
/** @import { CoreMessage, ServerSummary } from 'ticketime/client' */
/** @typedef {Extract<CoreMessage, { type: 'estimate' }>} EstimateMessage */
/** @typedef {NonNullable<EstimateMessage['estimate']>} Estimate */

const LINE_END = '\r\n';

/** Milliseconds and ppm as the API has them: server minus this computer, positive when this computer is slow. */
const COLUMNS = [
  'time',
  'serverId',
  'name',
  'url',
  'source',
  'offsetMs',
  'precisionMs',
  'accuracyMs',
  'delayMs',
  'skewPpm',
  'tick',
  'samples',
  'estimateId',
];

export const HEADER = COLUMNS.join(',') + LINE_END;

/**
 * @param {Estimate} estimate
 * @param {EstimateMessage['reading']} reading what is reckoned with from now on
 * @param {ServerSummary | undefined} server
 */
export function rowOf(estimate, reading, server) {
  const fields = [
    new Date(estimate.measuredAtEpochMs).toISOString(),
    estimate.serverId,
    inOneLine(server?.name ?? ''),
    estimate.url,
    estimate.source,
    rounded(estimate.offsetMs),
    rounded(estimate.precisionMs),
    rounded(estimate.accuracyMs),
    rounded(estimate.delayMs.min),
    reading ? rounded(reading.skewPpm) : '',
    estimate.tick,
    String(estimate.samples),
    String(estimate.id),
  ];
  return fields.map(field).join(',') + LINE_END;
}

/** The file of the month in which it was measured, UTC.
 * @param {Estimate} estimate */
export function fileOf({ measuredAtEpochMs }) {
  return `offsets-${new Date(measuredAtEpochMs).toISOString().slice(0, 7)}.csv`;
}

/** Microseconds are less than anybody knows.
 * @param {number} figure */
const rounded = (figure) => figure.toFixed(3);

/** A row is a line, so that a torn one can be told.
 * @param {string} text */
const inOneLine = (text) => text.replaceAll(/\p{Cc}+/gu, ' ');

/** @param {string} text */
function field(text) {
  return /[",]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
