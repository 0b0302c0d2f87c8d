import { describe, expect, test } from 'vitest';
import { Watch, type Level } from '../../../main/plugins/host/watch.ts';

const CAPS = { memoryMb: 100, cpuPercent: 20 };
const WATCHED = { memory: 'watch', cpu: 'watch' } as const;

/** Levels of measures that come every half second. */
function levels(
  side: 'memory' | 'cpu',
  figures: readonly { memoryMb?: number; cpuPercent?: number }[],
  keptBy: ConstructorParameters<typeof Watch>[1] = WATCHED,
  stepMs = 500,
): Level[] {
  const watch = new Watch(CAPS, keptBy, 0);
  let cpuMs = 0;
  return figures.map(({ memoryMb = 0, cpuPercent = 0 }, index) => {
    cpuMs += (cpuPercent / 100) * stepMs;
    return watch.judge({ at: (index + 1) * stepMs, memoryMb, cpuMs })[side];
  });
}

const memory = (...mbs: number[]) =>
  levels(
    'memory',
    mbs.map((memoryMb) => ({ memoryMb })),
  );
const cpu = (...percents: number[]) =>
  levels(
    'cpu',
    percents.map((cpuPercent) => ({ cpuPercent })),
  );
const times = (count: number, figure: number) => Array<number>(count).fill(figure);

describe('memory', () => {
  test.each([
    { why: 'up to 80 % of the cap is fine', mbs: [79.9], like: ['fine'] },
    { why: 'from there on is near', mbs: [80, 100], like: ['near', 'near'] },
    {
      why: 'stays near until it is below 70 %',
      mbs: [81, 70, 69.9, 75],
      like: ['near', 'near', 'fine', 'fine'],
    },
    { why: 'that moves about near is told once', mbs: [80, 79, 81, 78], like: times(4, 0).map(() => 'near') },
    {
      why: 'beyond the cap for two seconds stops',
      mbs: times(5, 101),
      like: [...Array<Level>(4).fill('over'), 'stop'],
    },
    {
      why: 'that comes back in time does not stop',
      mbs: [101, 101, 101, 101, 100, 101],
      like: ['over', 'over', 'over', 'over', 'near', 'over'],
    },
    { why: 'far beyond the cap stops at once', mbs: [50, 151], like: ['fine', 'stop'] },
  ])('$why', ({ mbs, like }) => {
    expect(memory(...mbs)).toEqual(like);
  });
});

describe('the processor', () => {
  test('is judged by an average of three seconds', () => {
    const watch = new Watch(CAPS, WATCHED, 0);
    watch.judge({ at: 1000, memoryMb: 0, cpuMs: 300 });
    expect(watch.judge({ at: 3000, memoryMb: 0, cpuMs: 300 }).usage.cpuPercent).toBe(10);
    expect(watch.judge({ at: 4000, memoryMb: 12.34, cpuMs: 300 }).usage).toEqual({
      memoryMb: 12.3,
      cpuPercent: 0,
    });
  });

  test('may be used wholly for half a second, as a start does', () => {
    expect(cpu(100, 0, 0, 0, 0, 0, 0)).toEqual([...times(6, 0).map(() => 'near'), 'fine']);
  });

  test('used wholly all the time is warned of, then stops, within five seconds', () => {
    const all = cpu(...times(7, 100));
    expect(all).toEqual(['near', 'over', 'over', 'over', 'over', 'stop', 'stop']);
  });

  test('used beyond the cap before the warning alone does not stop', () => {
    expect(cpu(100, 100, 0, 0, 0, 0, 0)).not.toContain('stop');
  });

  test('just beyond the cap stops, just below it is near', () => {
    expect(cpu(...times(14, 21)).at(-1)).toBe('stop');
    expect(cpu(...times(14, 20)).at(-1)).toBe('near');
  });

  test('never stops where the system holds it at its cap', () => {
    const held = levels(
      'cpu',
      times(20, 21).map((cpuPercent) => ({ cpuPercent })),
      { memory: 'system', cpu: 'system' },
    );
    expect(new Set(held)).toEqual(new Set(['fine', 'near']));
  });

  test('is stopped in time with measures as rare as on Windows', () => {
    const rare = levels(
      'cpu',
      times(2, 100).map((cpuPercent) => ({ cpuPercent })),
      WATCHED,
      2200,
    );
    expect(rare).toEqual(['over', 'stop']);
  });
});
