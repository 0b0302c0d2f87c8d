import { describe, expect, it } from 'vitest';
import { isZone, shortcuts, shownIn, wallTimeOf } from '../../../palette/views/schedule/wall-time.ts';

const at = (text: string) => Date.parse(text);

describe('a time as the form has it', () => {
  it('is no finer than it must be', () => {
    expect(shownIn('Asia/Seoul', at('2026-12-24T11:00:00Z'))).toEqual({ date: '2026-12-24', time: '20:00' });
    expect(shownIn('Asia/Seoul', at('2026-12-24T11:00:05Z')).time).toBe('20:00:05');
    expect(shownIn('Asia/Seoul', at('2026-12-24T11:00:00.25Z')).time).toBe('20:00:00.250');
  });

  it('is of the day in that zone, midnight being 00:00', () => {
    expect(shownIn('Asia/Seoul', at('2026-12-31T15:00:00Z'))).toEqual({ date: '2027-01-01', time: '00:00' });
    expect(shownIn('America/New_York', at('2026-12-31T15:00:00Z')).date).toBe('2026-12-31');
  });

  it('is taken from an event’s as it stands, and an instant is shown in the zone', () => {
    expect(wallTimeOf('2026-12-24T20:00', 'Asia/Seoul')).toEqual({ date: '2026-12-24', time: '20:00' });
    expect(wallTimeOf('2026-12-24T11:00Z', 'Asia/Seoul')).toEqual({ date: '2026-12-24', time: '20:00' });
    expect(wallTimeOf('soon', 'Asia/Seoul')).toEqual({ date: '', time: '' });
  });

  it('knows which zones there are', () => {
    expect(isZone('Asia/Seoul')).toBe(true);
    expect(isZone('Asia/Soul')).toBe(false);
  });
});

describe('what is offered', () => {
  it('is a minute from the next whole second, this evening and the next', () => {
    expect(shortcuts(at('2026-12-24T09:00:00.4Z'), 'Asia/Seoul')).toEqual([
      { is: 'in-a-minute', date: '2026-12-24', time: '18:01:01' },
      { is: 'today', date: '2026-12-24', time: '20:00' },
      { is: 'tomorrow', date: '2026-12-25', time: '20:00' },
    ]);
  });

  it('leaves out this evening when it has begun', () => {
    expect(shortcuts(at('2026-12-24T11:00:00Z'), 'Asia/Seoul').map(({ is }) => is)).toEqual([
      'in-a-minute',
      'tomorrow',
    ]);
  });

  it('means the next day by tomorrow though clocks are put back in between', () => {
    const early = at('2026-11-01T04:10:00Z'); // 00:10 in New York, on a day of 25 hours
    expect(shortcuts(early, 'America/New_York').at(-1)?.date).toBe('2026-11-02');
  });
});
