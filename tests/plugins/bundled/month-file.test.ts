import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { fileOf, HEADER, rowOf } from '../../../plugins/offset-logger/csv.js';
import { addRow } from '../../../plugins/offset-logger/month-file.js';
import { workFolder } from './plugin-process.ts';

type Estimate = Parameters<typeof rowOf>[0];
type Reading = Parameters<typeof rowOf>[1];
type Server = Parameters<typeof rowOf>[2];

const ESTIMATE = {
  id: 7,
  serverId: 'abcd1234',
  url: 'https://tickets.example.com/?a=1,2',
  source: 'date-header',
  offsetMs: -151.23456,
  precisionMs: 1.5,
  accuracyMs: 4.8,
  delayMs: { min: 20.25, q1: 21, median: 22, q3: 23, max: 24 },
  tick: 'honest',
  samples: 12,
  measuredAtEpochMs: Date.parse('2026-11-30T23:59:59.999Z'),
} as Estimate;
const named = (name: string) => ({ name }) as Server;
const gaining = { skewPpm: 12.3456 } as Reading;

describe('a row', () => {
  test('has a field for each column, and what has commas or quotes in quotes', () => {
    expect(HEADER).toBe(
      'time,serverId,name,url,source,offsetMs,precisionMs,accuracyMs,delayMs,skewPpm,tick,samples,estimateId\r\n',
    );
    expect(rowOf(ESTIMATE, gaining, named('The "best", really'))).toBe(
      '2026-11-30T23:59:59.999Z,abcd1234,"The ""best"", really","https://tickets.example.com/?a=1,2",date-header,-151.235,1.500,4.800,20.250,12.346,honest,12,7\r\n',
    );
  });

  test('is one line whatever a name holds, and leaves empty what is not known', () => {
    expect(rowOf(ESTIMATE, gaining, named('two\r\nlines'))).toContain(',two lines,');
    const row = rowOf(ESTIMATE, null, undefined);
    expect(row).toContain('abcd1234,,');
    expect(row).toContain(',20.250,,honest,');
  });

  test('goes to the file of its month', () => {
    expect(fileOf(ESTIMATE)).toBe('offsets-2026-11.csv');
    expect(fileOf({ ...ESTIMATE, measuredAtEpochMs: ESTIMATE.measuredAtEpochMs + 1 })).toBe(
      'offsets-2026-12.csv',
    );
  });
});

describe('a file', () => {
  test('has its header once, however often it is opened', (t) => {
    const file = join(workFolder(t), 'offsets.csv');
    for (const row of ['a\r\n', 'b\r\n']) expect(addRow(file, row)).toBeNull();
    expect(readFileSync(file, 'utf8')).toBe(`${HEADER}a\r\nb\r\n`);
  });

  test.for([
    { left: `${HEADER}a\r\nb,"to`, whole: `${HEADER}a\r\n`, torn: 'b,"to' },
    { left: `${HEADER}a\r\nb\r`, whole: `${HEADER}a\r\n`, torn: 'b\r' },
    { left: 'time,ser', whole: HEADER, torn: 'time,ser' },
    { left: '', whole: HEADER, torn: null },
  ])('that a power failure left with "$left" goes on whole', ({ left, whole, torn }, t) => {
    const file = join(workFolder(t), 'offsets.csv');
    writeFileSync(file, left);
    expect(addRow(file, 'c\r\n')).toBe(torn);
    expect(readFileSync(file, 'utf8')).toBe(`${whole}c\r\n`);
  });
});
