/** Whatever dies, no plugin is left behind. */
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, test, type TestContext } from 'vitest';
import type { PluginStatus } from '../../../api/protocol/plugin.ts';
import type { Launch } from '../../../main/plugins/host/launch.ts';
import { folderFor, isAlive, isState, launchOf, startedHost } from './started-host.ts';

/** Tells whose child it is. */
const TELLS =
  "import { writeFileSync } from 'node:fs'; writeFileSync('parent', `${process.ppid}`); setInterval(() => {}, 1000);";

const parentOf = ({ workFolder }: Launch) => Number(readFileSync(join(workFolder, 'parent'), 'utf8'));
const hasTold = (launch: Launch) => () => {
  try {
    return parentOf(launch) > 0;
  } catch {
    return false;
  }
};

interface Said {
  readonly id: string;
  readonly status: PluginStatus;
}

function coreWith(t: TestContext, launches: readonly Launch[], env = process.env): ChildProcess {
  const program = fileURLToPath(new URL('core-with-host.ts', import.meta.url));
  const core = fork(program, [JSON.stringify(launches)], { execArgv: [], env });
  t.onTestFinished(() => void core.kill('SIGKILL'));
  return core;
}

const said = (core: ChildProcess, like: (said: Said) => boolean) =>
  new Promise<PluginStatus>((resolve) =>
    core.on('message', (message: Said) => {
      if (like(message)) resolve(message.status);
    }),
  );

describe.concurrent('when', { timeout: 50_000 }, () => {
  test('the core is killed, neither its plugins nor their host are left', async (t) => {
    const folder = folderFor(t);
    const launches = ['one', 'two'].map((id) => launchOf(folder, id, 'main.mjs', TELLS));
    const core = coreWith(t, launches);
    const pids = await Promise.all(
      launches.map(
        async ({ id }) => (await said(core, (it) => it.id === id && isState('running')(it.status))).pid,
      ),
    );
    for (const launch of launches) await t.expect.poll(hasTold(launch), { timeout: 20_000 }).toBe(true);
    const all = [...pids, parentOf(launches[0])];
    t.expect(all.map(isAlive)).toEqual([true, true, true]);
    core.kill('SIGKILL');
    await t.expect.poll(() => all.map(isAlive), { timeout: 10_000 }).toEqual([false, false, false]);
  });

  test('the host is killed, its plugins end with it, and are started again with the next one', async (t) => {
    const launch = launchOf(folderFor(t), 'widow', 'main.mjs', TELLS);
    const { host, until, told, statuses } = startedHost(t);
    host.start(launch);
    const { pid } = await until('widow', isState('running'));
    await t.expect.poll(hasTold(launch), { timeout: 20_000 }).toBe(true);
    process.kill(parentOf(launch), 'SIGKILL');
    const again = await until('widow', (status) => status.state === 'running' && status.pid !== pid);
    // Nobody waits for an orphan's end, which takes the kernel a while.
    await t.expect.poll(() => isAlive(pid), { timeout: 10_000 }).toBe(false);
    t.expect(again).toMatchObject({ restarts: 1, problem: null });
    const sentence =
      'The process that runs the plugins ended unexpectedly (signal SIGKILL), and its plugins with it: all are started again after 0.1 s.';
    t.expect(told).toEqual([sentence]);
    t.expect(statuses.get('widow')?.find(isState('pausing'))).toMatchObject({
      pid: null,
      problem: { code: 'plugin-host-ended', message: sentence },
    });
  });

  test('the host dies always, it is given up until somebody starts a plugin', async (t) => {
    const launch = launchOf(folderFor(t), 'orphan', 'main.mjs', TELLS);
    const { host, until, told } = startedHost(t, { pausesMs: [20], goodMs: 60_000 });
    const killHost = async (before: number | null): Promise<number | null> => {
      const { pid } = await until('orphan', (it) => it.state === 'running' && it.pid !== before);
      await t.expect
        .poll(() => hasTold(launch)() && parentOf(launch) !== killed, { timeout: 20_000 })
        .toBe(true);
      killed = parentOf(launch);
      process.kill(killed, 'SIGKILL');
      return pid;
    };
    let killed = 0;
    host.start(launch);
    const last = await killHost(await killHost(null));
    t.expect((await until('orphan', isState('stopped'))).problem?.code).toBe('plugin-host-crashing');
    t.expect(told.at(-1)).toBe(
      'The process that runs the plugins ended unexpectedly 2 times in a row, at last with signal SIGKILL, so no plugin runs: start one of them again.',
    );
    host.start(launch);
    await until('orphan', (status) => status.state === 'running' && status.pid !== last);
    await host.close();
  });

  test('the host is closed, nothing is left, and nothing starts any more', async (t) => {
    const launch = launchOf(folderFor(t), 'closed', 'main.mjs', TELLS);
    const { host, until, statuses } = startedHost(t);
    host.start(launch);
    const { pid } = await until('closed', isState('running'));
    await t.expect.poll(hasTold(launch), { timeout: 20_000 }).toBe(true);
    await host.close();
    t.expect([pid, parentOf(launch)].map(isAlive)).toEqual([false, false]);
    host.start(launch);
    await host.stop('closed');
    t.expect(statuses.get('closed')?.map(({ state }) => state)).toEqual(['starting', 'running', 'off']);
  });
});

test.skipIf(process.platform !== 'linux')(
  'where systemd keeps caps, a plugin runs in a scope of its own, and has no way to systemd itself',
  { timeout: 50_000 },
  async (t) => {
    const folder = folderFor(t);
    const bin = join(folder, 'bin');
    mkdirSync(bin);
    const fake = join(bin, 'systemd-run');
    // It says what a kernel would say whose controllers heed the caps; nothing else is known of a real one here.
    writeFileSync(
      fake,
      `#!/bin/sh
case "$*" in *memory.max*) printf '67108864\\n50000 100000\\n'; exit;; esac
echo "$*" > "${join(folder, 'asked')}"
while [ "$1" != -- ]; do shift; done
shift
exec "$@"
`,
    );
    chmodSync(fake, 0o755);
    const says = `import { writeFileSync } from 'node:fs'; writeFileSync('env.json', JSON.stringify(process.env)); setInterval(() => {}, 1000);`;
    const launch = launchOf(folder, 'scoped', 'main.mjs', says);
    const core = coreWith(t, [launch], {
      ...process.env,
      PATH: `${bin}${delimiter}${process.env['PATH'] ?? ''}`,
      XDG_RUNTIME_DIR: '/run/user/1',
    });
    const status = await said(core, ({ status }) => status.state === 'running');
    t.expect(status.keptBy).toEqual({ memory: 'system', cpu: 'system' });
    const file = join(launch.workFolder, 'env.json');
    const env = () => {
      try {
        return JSON.parse(readFileSync(file, 'utf8')) as object;
      } catch {
        return {};
      }
    };
    await t.expect.poll(env, { timeout: 20_000 }).toHaveProperty('TICKETIME_TOKEN');
    t.expect(env()).not.toHaveProperty('XDG_RUNTIME_DIR');
    t.expect(readFileSync(join(folder, 'asked'), 'utf8')).toMatch(
      /^--user --scope --quiet --collect --property=MemoryMax=128M --property=MemorySwapMax=0 --property=CPUQuota=100% --property=TasksMax=64 -- /,
    );
    // The kernel ends what is beyond its scope with SIGKILL; this one is not near its cap, so that it was somebody else.
    process.kill(status.pid ?? 0, 'SIGKILL');
    const after = await said(core, ({ status }) => status.problem !== null);
    t.expect(after.problem?.code).toBe('plugin-crashed');
    core.send('close');
    await once(core, 'exit');
  },
);
