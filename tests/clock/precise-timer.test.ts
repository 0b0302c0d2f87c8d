import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Worker } from 'node:worker_threads';
import { describe, expect, test, type TestContext } from 'vitest';
import { localClock } from '../../main/clock/local-clock.ts';
import { startPreciseTimer, type Fire, type PreciseTimer } from '../../main/clock/precise-timer.ts';
import { seededRandom } from '../../main/practice/random.ts';

const CLOCK = join(import.meta.dirname, '../../main/clock');

interface Watched extends PreciseTimer {
  readonly fires: Fire[];
  readonly overslept: string[];
  /** Resolves when there have been so many fires. */
  fired(count: number): Promise<void>;
}

function start(t: TestContext): Watched {
  const timer = startPreciseTimer();
  t.onTestFinished(() => timer.close());
  const fires: Fire[] = [];
  const overslept: string[] = [];
  let check = () => {};
  timer.onFire((fire) => {
    fires.push(fire);
    check();
  });
  timer.onOverslept((id) => overslept.push(id));
  const fired = (count: number) =>
    new Promise<void>((done) => {
      check = () => fires.length >= count && done();
      check();
    });
  return { ...timer, fires, overslept, fired };
}

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await passed(5);
}

const passed = (ms: number) => new Promise((done) => setTimeout(done, ms));

test('fires once at each instant, never before it, in their order', async (t) => {
  const timer = start(t);
  const random = seededRandom(4);
  const now = localClock.now();
  const dues = new Map(Array.from({ length: 300 }, (_, k) => [`n${k}`, now + 100 + 900 * random()]));
  for (const [id, at] of dues) timer.arm(id, at);
  await timer.fired(300);
  await passed(50);
  expect(timer.fires).toHaveLength(300);
  expect(timer.fires.filter(({ firedAt, dueAt }) => firedAt < dueAt)).toEqual([]);
  expect(timer.fires.map(({ id }) => id)).toEqual([...dues].sort((a, b) => a[1] - b[1]).map(([id]) => id));
  expect(timer.fires.every(({ id, dueAt }) => dues.get(id) === dueAt)).toBe(true);
});

test('fires everything that is due at the same instant, as it was armed', async (t) => {
  const timer = start(t);
  const at = localClock.now() + 100;
  const ids = Array.from({ length: 100 }, (_, k) => `n${k}`);
  for (const id of ids) timer.arm(id, at);
  await timer.fired(100);
  expect(timer.fires.map(({ id }) => id)).toEqual(ids);
  expect(timer.fires.every(({ firedAt }) => firedAt >= at)).toBe(true);
});

test('fires at once what is due already, and what is armed while another is waited for', async (t) => {
  const timer = start(t);
  const now = localClock.now();
  timer.arm('late', now + 2000);
  timer.arm('past', now - 500);
  await timer.fired(1);
  timer.arm('soon', localClock.now() + 20);
  await timer.fired(2);
  expect(timer.fires.map(({ id }) => id)).toEqual(['past', 'soon']);
  expect(localClock.now()).toBeLessThan(now + 2000);
});

test('what was called off never fires, nor what was replaced; what has fired cannot be called off', async (t) => {
  const timer = start(t);
  const now = localClock.now();
  timer.arm('a', now + 150);
  timer.arm('b', now + 150);
  timer.arm('b', now + 200);
  timer.arm('c', now + 1e12);
  expect(timer.disarm('a')).toBe(true);
  expect(timer.disarm('nothing')).toBe(true);
  timer.arm('c', now + 250);
  await timer.fired(2);
  await passed(50);
  expect(timer.fires.map(({ id, dueAt }) => [id, dueAt])).toEqual([
    ['b', now + 200],
    ['c', now + 250],
  ]);

  timer.arm('d', localClock.now() + 5);
  for (const until = localClock.now() + 200; localClock.now() < until;); // nobody is told meanwhile
  expect(timer.disarm('d')).toBe(false);
  expect(timer.arm('d', localClock.now() + 1)).toBe(false);
  await timer.fired(3);
  await passed(50);
  expect(timer.fires).toHaveLength(3);
  expect(timer.arm('d', localClock.now() + 1)).toBe(true);
  await timer.fired(4);
});

test('whatever is called off at the last moment either fires or does not, as it was told', async (t) => {
  const timer = start(t);
  const random = seededRandom(7);
  const fated = new Set<string>();
  for (let k = 0; k < 300; k++) {
    const id = `n${k}`;
    const at = localClock.now() + 2;
    timer.arm(id, at);
    while (localClock.now() < at - 0.1 + 0.2 * random());
    if (!timer.disarm(id)) fated.add(id);
    await passed(0);
  }
  await passed(50);
  expect(new Set(timer.fires.map(({ id }) => id))).toEqual(fated);
  expect(timer.fires).toHaveLength(fated.size);
});

interface Attending {
  /** The fires that it was told of, and when. */
  readonly heard: (readonly [fire: Fire, at: number])[];
  /** Keeps it busy for so long, from soon on. */
  readonly block: (ms: number) => void;
}

/** Another thread, which attends the timer. */
async function attend(t: TestContext, timer: PreciseTimer): Promise<Attending> {
  const port = timer.connect();
  const worker = new Worker(new URL('./attending.ts', import.meta.url), {
    workerData: port,
    transferList: [port],
  });
  t.onTestFinished(() => void worker.terminate());
  const heard: (readonly [Fire, number])[] = [];
  await once(worker, 'message');
  worker.on('message', (told: readonly [Fire, number]) => heard.push(told));
  return { heard, block: (ms) => worker.postMessage(ms) };
}

describe('a thread that attends', () => {
  test('is told of each fire once, never early, and so is this one', async (t) => {
    const timer = start(t);
    const { heard } = await attend(t, timer);
    const random = seededRandom(5);
    const now = localClock.now();
    const dues = Array.from({ length: 300 }, () => now + 100 + 900 * random());
    for (const [k, at] of dues.entries()) timer.arm(`n${k}`, at);
    await timer.fired(300);
    await passed(50);
    expect(heard.map(([{ id }]) => id).sort()).toEqual([...dues.keys()].map((k) => `n${k}`).sort());
    expect(heard.filter(([{ dueAt, firedAt }, at]) => firedAt < dueAt || at < firedAt)).toEqual([]);
    expect(timer.fires).toHaveLength(300);
    expect(new Map(timer.fires.map((fire) => [fire.id, fire]))).toEqual(
      new Map(heard.map(([fire]) => [fire.id, fire])),
    );
  });

  test('is told straight away while this one is busy', async (t) => {
    const timer = start(t);
    const { heard } = await attend(t, timer);
    const at = localClock.now() + 100;
    timer.arm('a', at);
    for (const until = at + 1500; localClock.now() < until;); // busy beyond the instant
    await timer.fired(1);
    await until(() => heard.length === 1);
    expect(heard[0][1]).toBeLessThan(at + 1500);
    expect(timer.fires).toEqual([heard[0][0]]);
  });

  test('holds nothing up when it is busy itself', async (t) => {
    const timer = start(t);
    const { heard, block } = await attend(t, timer);
    const at = localClock.now() + 200;
    timer.arm('a', at);
    block(1200);
    await timer.fired(1);
    expect(localClock.now()).toBeLessThan(at + 800);
    expect(heard).toEqual([]);
    await until(() => heard.length === 1);
    await passed(50);
    expect(heard.map(([fire]) => fire)).toEqual(timer.fires);
  });

  test('fires nothing that was called off, however late, and everything that could not be', async (t) => {
    const timer = start(t);
    const { heard } = await attend(t, timer);
    const random = seededRandom(8);
    const fated = new Set<string>();
    for (let k = 0; k < 200; k++) {
      const id = `n${k}`;
      const at = localClock.now() + 4;
      timer.arm(id, at);
      while (localClock.now() < at - 0.1 + 0.2 * random());
      if (!timer.disarm(id)) fated.add(id);
      await passed(0);
    }
    await passed(100);
    expect(new Set(heard.map(([{ id }]) => id))).toEqual(fated);
    expect(heard).toHaveLength(fated.size);
    expect(timer.fires).toHaveLength(fated.size);
    expect(fated.size).toBeGreaterThan(0);
    expect(fated.size).toBeLessThan(200);
  });

  test('tells another one that attends as well', async (t) => {
    const timer = start(t);
    const both = [await attend(t, timer), await attend(t, timer)];
    for (let k = 0; k < 50; k++) timer.arm(`n${k}`, localClock.now() + 50 + 3 * k);
    await timer.fired(50);
    await passed(50);
    for (const { heard } of both) expect(new Set(heard.map(([{ id }]) => id)).size).toBe(50);
    for (const { heard } of both) expect(heard).toHaveLength(50);
    expect(timer.fires).toHaveLength(50);
  });
});

// Windows cannot stop a program as a whole.
test.skipIf(process.platform === 'win32')(
  'what the whole program has slept through is told and not fired',
  async () => {
    const program = `
    import { startPreciseTimer } from ${JSON.stringify(join(CLOCK, 'precise-timer.ts'))};
    import { localClock } from ${JSON.stringify(join(CLOCK, 'local-clock.ts'))};
    import { spawn } from 'node:child_process';
    const timer = startPreciseTimer();
    const told = [];
    timer.onFire(({ id }) => told.push('fired ' + id));
    timer.onOverslept((id) => told.push('overslept ' + id));
    timer.arm('ready', localClock.now());
    while (told.length === 0) await new Promise((done) => setTimeout(done, 5));
    told.length = 0;
    timer.arm('a', localClock.now() + 500);
    timer.arm('b', localClock.now() + 4000);
    // Stopped as a whole, which its clock does not notice, from before the instant until well after it.
    spawn('sh', ['-c', 'kill -STOP ' + process.pid + '; sleep 2; kill -CONT ' + process.pid]);
    setTimeout(() => { console.log(told.join(', ')); process.exit(); }, 4500);
  `;
    const { stdout } = await promisify(execFile)(process.execPath, ['-e', program]);
    expect(stdout.trim()).toBe('overslept a, fired b');
  },
);

test('holds the program as long as something is armed, and no longer', async () => {
  const ends = async (program: string) => {
    const url = JSON.stringify(join(CLOCK, 'precise-timer.ts'));
    const source = `import { startPreciseTimer } from ${url};\nconst timer = startPreciseTimer();\n${program}`;
    const { stdout } = await promisify(execFile)(process.execPath, ['-e', source], {
      timeout: 20_000,
    });
    return stdout.trim();
  };
  const soon = 'Number(process.hrtime.bigint()) / 1e6 + 300';
  expect(await ends('')).toBe('');
  expect(await ends('timer.warmUp();')).toBe('');
  expect(await ends('timer.warmUp(); setTimeout(() => {}, 300);')).toBe('');
  expect(await ends(`timer.onFire(({ id }) => console.log(id)); timer.arm('a', ${soon});`)).toBe('a');
  expect(await ends(`timer.arm('a', 1e12); console.log(timer.disarm('a'));`)).toBe('true');
  expect(await ends(`timer.arm('a', 1e12); await timer.close(); console.log('closed');`)).toBe('closed');
});
