import { describe, expect, test } from 'vitest';
import type { ServerSummary } from '../../../api/client/client.ts';
import { arrivalMs, firstFigure, rowState } from '../../../overlay/clock/row-state.ts';

const READING = { source: 'date-header' } as ServerSummary['reading'];
const health = (needsSync: boolean) => ({ needsSync }) as ServerSummary['health'];

describe('what a row says of its clock', () => {
  test('nothing is known, or is being measured for the first time', () => {
    expect(rowState({ reading: null, runId: null, health: null })).toBe('unknown');
    expect(rowState({ reading: null, runId: 'run1', health: null })).toBe('measuring');
  });

  test('a clock that is known stays so while it is measured again', () => {
    expect(rowState({ reading: READING, runId: 'run1', health: health(false) })).toBe('good');
    expect(rowState({ reading: READING, runId: null, health: health(true) })).toBe('stale');
  });

  test('standard time is never taken for the server’s own clock', () => {
    const reading = { source: 'sntp' } as ServerSummary['reading'];
    expect(rowState({ reading, runId: null, health: health(true) })).toBe('indirect');
  });

  test('the first probe that answers gives a figure', () => {
    expect(firstFigure(undefined)).toBeNull();
    expect(firstFigure({ type: 'opened', url: 'http://x/', method: 'HEAD' })).toBeNull();
    const estimate = { offsetMs: 5, accuracyMs: 2 };
    expect(firstFigure({ type: 'probe', estimate } as Parameters<typeof firstFigure>[0])).toBe(estimate);
  });
});

describe('arrival time', () => {
  const server = { lead: { safeMs: 20, balancedMs: 32 }, trimMs: 5 };

  test('is ahead of server time by the lead, less the person’s own trim', () => {
    expect(arrivalMs(server, 'safe-arrival')).toBe(15);
    expect(arrivalMs(server, 'balanced-arrival')).toBe(27);
  });

  test('is not known without a lead, and is not asked for in server time', () => {
    expect(arrivalMs({ ...server, lead: null }, 'safe-arrival')).toBeNull();
    expect(arrivalMs(server, 'server-time')).toBeNull();
  });
});
