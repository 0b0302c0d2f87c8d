/** The host with real processes. */
import { existsSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test, type TestContext } from 'vitest';
import { localClock } from '../../../main/clock/local-clock.ts';
import { lastLines } from '../../../main/plugins/host/last-lines.ts';
import type { Launch } from '../../../main/plugins/host/launch.ts';
import { folderFor, isAlive, isState, launchOf, logOf, startedHost } from './started-host.ts';

const STAYS = 'setInterval(() => {}, 1000); console.log("here");';

/** Writes a value as JSON into its folder, and stays. */
const saying = (expression: string, imports = '') => `${imports}
import { readFileSync, writeFileSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
const attempt = (act) => { try { act(); return 'done'; } catch (error) { return error.code; } };
writeFileSync('said.json', JSON.stringify(${expression}));
setInterval(() => {}, 1000);`;

async function saidBy(t: TestContext, { workFolder }: Launch): Promise<unknown> {
  const file = join(workFolder, 'said.json');
  await t.expect.poll(() => existsSync(file) && statSync(file).size > 0, { timeout: 20_000 }).toBe(true);
  return JSON.parse(readFileSync(file, 'utf8'));
}

const logged = (t: TestContext, launch: Launch, what: RegExp) =>
  t.expect.poll(() => existsSync(launch.logFile) && what.test(logOf(launch)), { timeout: 20_000 }).toBe(true);

describe.concurrent('a plugin', { timeout: 50_000 }, () => {
  test('finds its address and its token in its environment, and nothing that is only the core’s', async (t) => {
    process.env['A_SECRET_OF_THE_CORE'] = 'hidden';
    t.onTestFinished(() => {
      delete process.env['A_SECRET_OF_THE_CORE'];
    });
    const launch = launchOf(folderFor(t), 'env', 'main.mjs', saying('process.env'));
    startedHost(t).host.start(launch);
    const said = (await saidBy(t, launch)) as Record<string, string>;
    t.expect(said).toMatchObject({
      TICKETIME_ADDRESS: 'http://127.0.0.1:9',
      TICKETIME_TOKEN: 'token-of-env',
      PATH: process.env['PATH'],
    });
    const allowed =
      /^(TICKETIME_(ADDRESS|TOKEN)|PATH|PATHEXT|HOME|LANG|LC_ALL|TZ|TMPDIR|TEMP|TMP|SystemRoot|USERPROFILE|(LOCAL)?APPDATA|__CF_USER_TEXT_ENCODING)$/;
    t.expect(Object.keys(said).filter((name) => !allowed.test(name))).toEqual([]);
  });

  test('run by Node reads and writes its own folders alone, and starts no program', async (t) => {
    const folder = folderFor(t);
    const outside = join(folder, 'outside.txt');
    writeFileSync(outside, 'a secret');
    const launch = launchOf(
      folder,
      'confined',
      'main.mjs',
      saying(`{
        reads: attempt(() => readFileSync(${JSON.stringify(outside)})),
        readsItself: attempt(() => readFileSync(new URL(import.meta.url))),
        writes: attempt(() => writeFileSync(${JSON.stringify(outside)}, '')),
        writesItself: attempt(() => writeFileSync(new URL('./new.txt', import.meta.url), '')),
        writesHere: attempt(() => writeFileSync('here.txt', '')),
        starts: attempt(() => { throw spawnSync('true').error ?? { code: 'done' }; }),
      }`),
    );
    startedHost(t).host.start(launch);
    t.expect(await saidBy(t, launch)).toEqual({
      reads: 'ERR_ACCESS_DENIED',
      readsItself: 'done',
      writes: 'ERR_ACCESS_DENIED',
      writesItself: 'ERR_ACCESS_DENIED',
      writesHere: 'done',
      starts: 'ERR_ACCESS_DENIED',
    });
  });

  test('imports the client of this release, though nothing is installed beside it', async (t) => {
    const importing = "import { connect } from 'ticketime/client';";
    const launch = launchOf(folderFor(t), 'client', 'main.mjs', saying('typeof connect', importing));
    startedHost(t).host.start(launch);
    t.expect(await saidBy(t, launch)).toBe('function');
  });

  test('has what it prints in its log, each line with its time, for this person alone', async (t) => {
    const launch = launchOf(
      folderFor(t),
      'prints',
      'main.mjs',
      'console.log("out"); console.error("err"); setInterval(() => {}, 1000);',
    );
    const { host, until } = startedHost(t);
    host.start(launch);
    const { pid } = await until('prints', isState('running'));
    await logged(t, launch, / err$/m);
    await host.stop('prints');
    const lines = lastLines(launch.logFile, 10);
    t.expect(lines.map((line) => line.slice(25)).sort()).toEqual([
      `Ticketime: ended with ${process.platform === 'win32' ? 'exit code 1' : 'signal SIGTERM'}.`,
      `Ticketime: started, process ${String(pid)}.`,
      'err',
      'out',
    ]);
    for (const line of lines) t.expect(line).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z /);
    if (process.platform !== 'win32') t.expect(statSync(launch.logFile).mode & 0o777).toBe(0o600);
  });

  test('that prints without end is slowed down, and does not fill the disk', async (t) => {
    const launch = launchOf(
      folderFor(t),
      'floods',
      'main.mjs',
      'const line = "x".repeat(999); const flood = () => { for (let k = 0; k < 100; k += 1) console.log(line); setImmediate(flood); }; flood();',
    );
    const { host, until } = startedHost(t);
    const startedAt = localClock.now();
    host.start(launch);
    await until('floods', ({ usage }) => usage !== null);
    await t.expect.poll(() => statSync(launch.logFile).size, { timeout: 20_000 }).toBeGreaterThan(600_000);
    await host.stop('floods');
    const files = ['', '.1', '.2']
      .map((ending) => launch.logFile + ending)
      .filter((file) => existsSync(file));
    const bytes = files.reduce((sum, file) => sum + statSync(file).size, 0);
    // Some four seconds ahead of 128 KiB a second, and what the pipe holds.
    const seconds = (localClock.now() - startedAt) / 1000;
    t.expect(bytes).toBeLessThan((seconds + 8) * 128 * 1024);
    t.expect(existsSync(`${launch.logFile}.3`)).toBe(false);
  });

  test('that crashes is started again after a pause, and given up when it crashes always', async (t) => {
    const launch = launchOf(folderFor(t), 'crashes', 'main.mjs', 'throw new Error("at once");');
    const { host, until, statuses } = startedHost(t);
    host.start(launch);
    const last = await until('crashes', isState('stopped'));
    t.expect(statuses.get('crashes')?.map(({ state }) => state)).toEqual([
      ...['starting', 'running', 'pausing'],
      ...['starting', 'running', 'pausing'],
      ...['starting', 'running', 'stopped'],
    ]);
    t.expect(statuses.get('crashes')?.find(isState('pausing'))).toMatchObject({
      pid: null,
      retryEpochMs: t.expect.any(Number) as number,
      problem: {
        code: 'plugin-crashed',
        message: `The plugin crashes crashed (exit code 1) and is started again after 0.1 s: if it goes on, see its log ${launch.logFile}.`,
      },
    });
    t.expect(last).toMatchObject({
      restarts: 2,
      problem: {
        code: 'plugin-crashing',
        message: `The plugin crashes was stopped, for it crashed 3 times in a row, at last with exit code 1: see its log ${launch.logFile}, then start it again.`,
      },
    });
    t.expect(logOf(launch)).toMatch(/Error: at once/);
  });

  test('that ends by itself without a fault is let be', async (t) => {
    const { host, until } = startedHost(t);
    host.start(launchOf(folderFor(t), 'ends', 'main.mjs', ''));
    t.expect(await until('ends', isState('ended'))).toMatchObject({ pid: null, problem: null, restarts: 0 });
  });

  test('is started anew when it is started again, and off once it was stopped', async (t) => {
    const launch = launchOf(folderFor(t), 'again', 'main.mjs', STAYS);
    const { host, until } = startedHost(t);
    host.start(launch);
    const { pid } = await until('again', isState('running'));
    host.start({ ...launch, token: 'another' });
    const other = await until('again', (status) => status.state === 'running' && status.pid !== pid);
    t.expect(isAlive(pid)).toBe(false);
    await host.stop('again');
    t.expect(isAlive(other.pid)).toBe(false);
    t.expect(await until('again', () => true)).toMatchObject({ state: 'off', pid: null, usage: null });
  });

  test.skipIf(process.platform === 'win32')(
    'that does not listen is ended by force, with all that it has started',
    async (t) => {
      const launch = launchOf(
        folderFor(t),
        'deaf',
        'main',
        `#!/bin/sh
trap '' TERM
sh -c 'trap "" TERM; echo $$ > child; while :; do sleep 1; done' &
while :; do sleep 1; done
`,
      );
      const { host, until } = startedHost(t);
      host.start(launch);
      const { pid } = await until('deaf', isState('running'));
      const file = join(launch.workFolder, 'child');
      await t.expect
        .poll(() => existsSync(file) && readFileSync(file, 'utf8').trim(), { timeout: 20_000 })
        .toMatch(/^\d+$/);
      const child = Number(readFileSync(file, 'utf8'));
      t.expect(isAlive(child)).toBe(true);
      const startedAt = localClock.now();
      await host.stop('deaf');
      t.expect(localClock.now() - startedAt).toBeGreaterThan(2900);
      t.expect(isAlive(pid)).toBe(false);
      // Nobody waits for an orphan's end, which takes the kernel a while.
      await t.expect.poll(() => isAlive(child), { timeout: 10_000 }).toBe(false);
    },
  );

  test.skipIf(process.platform === 'win32')('may be written in Python, or be any program', async (t) => {
    const folder = folderFor(t);
    const python = launchOf(
      folder,
      'python',
      'main.py',
      'import json, os, time\nopen("said.json", "w").write(json.dumps(os.environ["TICKETIME_TOKEN"]))\ntime.sleep(60)\n',
    );
    const program = launchOf(
      folder,
      'program',
      'main',
      '#!/bin/sh\necho "\\"$TICKETIME_TOKEN\\"" > said.json\nexec sleep 60\n',
    );
    const { host } = startedHost(t);
    host.start(python);
    host.start(program);
    t.expect(await saidBy(t, python)).toBe('token-of-python');
    t.expect(await saidBy(t, program)).toBe('token-of-program');
  });

  test('whose working directory is not there is stopped with a sentence', async (t) => {
    const launch = launchOf(folderFor(t), 'lost', 'main.mjs', STAYS, { workFolder: '/nowhere/at/all' });
    const { host, until } = startedHost(t);
    host.start(launch);
    const { problem } = await until('lost', isState('stopped'));
    t.expect(problem?.code).toBe('plugin-cannot-start');
    t.expect(problem?.message).toMatch(
      /^The plugin lost cannot start, for the system cannot run \S+ in \/nowhere\/at\/all \(ENOENT\): see to both, then start the plugin again\.$/,
    );
  });
});

test('a plugin whose working folder is none any more is told of, and takes no other along', async (t) => {
  const folder = folderFor(t);
  const [well, spoilt] = ['well', 'spoilt'].map((id) =>
    launchOf(folder, id, 'main.mjs', 'setInterval(() => {}, 1000);'),
  );
  rmSync(spoilt.workFolder, { recursive: true });
  writeFileSync(spoilt.workFolder, '');
  const { host, until } = startedHost(t);
  host.start(well);
  const { pid } = await until('well', isState('running'));
  host.start(spoilt);
  const { problem } = await until('spoilt', isState('stopped'));
  expect(problem?.code).toBe('plugin-cannot-start');
  expect(isAlive(pid)).toBe(true);
});

describe.concurrent('a plugin beyond its caps', { timeout: 50_000 }, () => {
  test('of memory is warned, then stopped for good', async (t) => {
    const launch = launchOf(
      folderFor(t),
      'leaks',
      'main.mjs',
      // Two steps, so that it is seen beyond its cap, and not far beyond.
      `import { existsSync } from 'node:fs';
       const kept = [];
       const grow = (mb) => kept.push(Buffer.alloc(mb * 1024 * 1024, 1));
       const upTo = (mb) => { while (process.memoryUsage.rss() < mb * 1024 * 1024) grow(2); };
       upTo(112); setInterval(() => existsSync('go-on') && upTo(140), 50);`,
    );
    const { host, until, statuses } = startedHost(t);
    host.start(launch);
    const near = await until('leaks', ({ problem }) => problem !== null);
    t.expect(near.problem?.code).toBe('plugin-near-memory');
    t.expect(near.problem?.message).toMatch(
      /^The plugin leaks uses 1[01]\d MB of the 128 MB of memory that it may use: it is stopped when it uses more\.$/,
    );
    writeFileSync(join(launch.workFolder, 'go-on'), '');
    await until('leaks', ({ usage }) => (usage?.memoryMb ?? 0) > 128);
    const crossedAt = localClock.now();
    const { problem } = await until('leaks', isState('stopped'));
    console.log(`memory: stopped ${Math.round(localClock.now() - crossedAt)} ms after the cap was crossed`);
    t.expect(problem?.code).toBe('plugin-over-memory');
    t.expect(problem?.message).toMatch(
      /^The plugin leaks was stopped, for it used 1\d\d MB of memory and may use 128 MB: start it again, and if it needs more, raise caps\.memoryMb in its plugin\.json\.$/,
    );
    t.expect(
      statuses
        .get('leaks')
        ?.filter(isState('running'))
        .map((status) => status.problem?.message),
    ).toEqual([
      undefined,
      near.problem?.message,
      t.expect.stringMatching(/unless it uses less within seconds\.$/) as string,
    ]);
    t.expect(logOf(launch)).toContain(problem?.message);
  });

  test('of memory faster than it can be measured is stopped all the same', async (t) => {
    const launch = launchOf(
      folderFor(t),
      'bursts',
      'main.mjs',
      'const kept = []; for (;;) kept.push(Buffer.alloc(64 * 1024 * 1024, 1));',
    );
    const heap = launchOf(
      folderFor(t),
      'heap',
      'main.mjs',
      'const kept = []; for (;;) kept.push({ some: [kept.length] });',
      { caps: { memoryMb: 64, cpuPercent: 100 } },
    );
    const { host, until } = startedHost(t);
    host.start(launch);
    host.start(heap);
    for (const id of ['bursts', 'heap']) {
      const { problem } = await until(id, ({ state }) => state === 'stopped' || state === 'pausing');
      t.expect(problem?.code).toBe('plugin-over-memory');
    }
  });

  test('of the processor is warned, then stopped for good', async (t) => {
    const launch = launchOf(folderFor(t), 'spins', 'main.mjs', 'for (;;);', {
      caps: { memoryMb: 128, cpuPercent: 1 },
    });
    const { host, until, statuses } = startedHost(t);
    const startedAt = localClock.now();
    host.start(launch);
    const { problem } = await until('spins', isState('stopped'));
    console.log(`processor: stopped ${Math.round(localClock.now() - startedAt)} ms after it was started`);
    t.expect(problem?.code).toBe('plugin-over-cpu');
    t.expect(problem?.message).toMatch(
      /^The plugin spins was stopped, for it used \d+ % of a processor and may use 1 %: start it again, and if it needs more, raise caps\.cpuPercent in its plugin\.json\.$/,
    );
    t.expect(statuses.get('spins')?.some((status) => status.problem?.code === 'plugin-near-cpu')).toBe(true);
  });

  test.skipIf(process.platform === 'win32')('is answerable for what it has started', async (t) => {
    const launch = launchOf(
      folderFor(t),
      'parent',
      'main',
      `#!/bin/sh\n${process.execPath} -e 'for (;;);' &\nwait\n`,
      { caps: { memoryMb: 128, cpuPercent: 1 } },
    );
    const { host, until } = startedHost(t);
    host.start(launch);
    const { problem } = await until('parent', isState('stopped'));
    t.expect(problem?.code).toBe('plugin-over-cpu');
  });
});
