import { expect, test } from 'vitest';
import { Meter, type Used } from '../../../main/plugins/host/meter.ts';

const MIB = 1024 ** 2;

interface Machine {
  at: number;
  readonly used: Record<string, Used | undefined>;
  groups: [number, number][];
  readonly asked: number[][];
  groupsAsked: number;
}

function world() {
  const here: Machine = { at: 0, used: {}, groups: [], asked: [], groupsAsked: 0 };
  const meter = new Meter({
    now: () => here.at,
    use(pids) {
      here.asked.push(pids);
      return Promise.resolve(here.used);
    },
    groups() {
      here.groupsAsked += 1;
      return Promise.resolve(here.groups);
    },
  });
  return { here, meter };
}

test('all processes are asked about at once, and one that has ended is missing', async () => {
  const { here, meter } = world();
  here.used[7] = { memory: 3 * MIB, ctime: 40 };
  const measures = await meter.measure([
    { pid: 7, hasChildren: false },
    { pid: 8, hasChildren: false },
  ]);
  expect(here.asked).toEqual([[7, 8]]);
  expect([...measures]).toEqual([[7, { at: 0, memoryMb: 3, cpuMs: 40 }]]);
});

test('what a program has started counts as its own, also when it has ended', async () => {
  const { here, meter } = world();
  const program = [{ pid: 7, hasChildren: true }];
  here.groups = [
    [7, 7],
    [71, 7],
    [8, 8],
  ];
  here.used[7] = { memory: MIB, ctime: 10 };
  here.used[71] = { memory: 5 * MIB, ctime: 500 };
  expect((await meter.measure(program)).get(7)).toEqual({ at: 0, memoryMb: 6, cpuMs: 510 });
  here.at = 500;
  here.used[71] = { memory: 5 * MIB, ctime: 700 };
  expect((await meter.measure(program)).get(7)).toEqual({ at: 500, memoryMb: 6, cpuMs: 710 });
  here.at = 1000;
  here.used[71] = undefined;
  expect((await meter.measure(program)).get(7)).toEqual({ at: 1000, memoryMb: 1, cpuMs: 710 });
});

test('who belongs to whom is asked every other second, and not for what can start nothing', async () => {
  const { here, meter } = world();
  await meter.measure([{ pid: 7, hasChildren: false }]);
  expect(here.groupsAsked).toBe(0);
  for (here.at = 0; here.at < 4000; here.at += 500) await meter.measure([{ pid: 7, hasChildren: true }]);
  expect(here.groupsAsked).toBe(2);
});

test('a system that does not answer is no measure', async () => {
  const meter = new Meter({ now: () => 0, use: () => Promise.reject(new Error('EMFILE')) });
  expect(await meter.measure([{ pid: 7, hasChildren: false }])).toEqual(new Map());
});
