import { describe, expect, test } from 'vitest';
import { commandOf, type System } from '../../../main/plugins/host/command.ts';
import { UNCONFINED, type Confinement } from '../../../main/plugins/host/confinement.ts';
import type { Launch } from '../../../main/plugins/host/launch.ts';

const LAUNCH: Launch = {
  id: 'lamp',
  folder: '/plugins/lamp',
  entry: '/plugins/lamp/main.js',
  runtime: 'node',
  caps: { memoryMb: 100, cpuPercent: 25 },
  address: 'http://127.0.0.1:27182',
  token: 'secret',
  workFolder: '/data/lamp',
  logFile: '/logs/lamp.log',
};

const systemWith = (more: Partial<System>): System => ({
  platform: 'linux',
  environment: {
    PATH: '/bin',
    HOME: '/home/me',
    TZ: 'Asia/Seoul',
    LD_PRELOAD: '/lib/x.so',
    NODE_OPTIONS: '--inspect',
    XDG_RUNTIME_DIR: '/run/user/1000',
    SystemRoot: 'C:\\Windows',
    APPDATA: 'C:\\Data',
  },
  confinement: UNCONFINED,
  node: { program: '/bin/node', hook: 'file:///core/hook.js', reads: ['/core/'] },
  python: '/bin/python3',
  ...more,
});

const NODE =
  '/bin/node --import file:///core/hook.js --permission --allow-fs-read=/plugins/lamp --allow-fs-read=/data/lamp --allow-fs-read=/core/ --allow-fs-write=/data/lamp --max-old-space-size=100 /plugins/lamp/main.js';
const SCOPE =
  'systemd-run --user --scope --quiet --collect --property=MemoryMax=100M --property=MemorySwapMax=0 --property=CPUQuota=25% --property=TasksMax=64 -- env -u XDG_RUNTIME_DIR -u DBUS_SESSION_BUS_ADDRESS';
const DIES_WITH_HOST = 'setpriv --pdeathsig KILL --';
const LIMITED = 'prlimit --core=0 --data=838860800 --';
const BOTH = { hasSetpriv: true, hasPrlimit: true, processors: null };

interface Case {
  readonly where: string;
  readonly confinement: Confinement;
  readonly line: string;
  readonly keptBy: { memory: string; cpu: string };
}

const CASES: Case[] = [
  {
    where: 'nothing is offered',
    confinement: UNCONFINED,
    line: NODE,
    keptBy: { memory: 'watch', cpu: 'watch' },
  },
  {
    where: 'there are setpriv and prlimit',
    confinement: { scope: null, ...BOTH },
    line: `${DIES_WITH_HOST} ${LIMITED} ${NODE}`,
    keptBy: { memory: 'watch', cpu: 'watch' },
  },
  {
    where: 'systemd keeps both caps',
    confinement: { scope: { memory: true, cpu: true }, ...BOTH },
    line: `${SCOPE} ${DIES_WITH_HOST} prlimit --core=0 -- ${NODE}`,
    keptBy: { memory: 'system', cpu: 'system' },
  },
  {
    where: 'systemd keeps the processor’s cap alone',
    confinement: { scope: { memory: false, cpu: true }, ...BOTH },
    line: `${SCOPE} ${DIES_WITH_HOST} ${LIMITED} ${NODE}`,
    keptBy: { memory: 'watch', cpu: 'system' },
  },
  {
    where: 'a newcomer can be kept to some processors',
    confinement: { ...UNCONFINED, hasSetpriv: true, processors: { few: '6,7', all: '0-7' } },
    line: `taskset -c 6,7 ${DIES_WITH_HOST} ${NODE}`,
    keptBy: { memory: 'watch', cpu: 'watch' },
  },
  {
    where: 'systemd is all there is',
    confinement: { ...UNCONFINED, scope: { memory: true, cpu: false } },
    line: `${SCOPE} ${NODE}`,
    keptBy: { memory: 'system', cpu: 'watch' },
  },
];

const lineOf = (launch: Launch, system: System) => {
  const { file, args } = commandOf(launch, system);
  return [file, ...args].join(' ');
};

describe('a plugin is started', () => {
  test.each(CASES)('where $where', ({ confinement, line, keptBy }) => {
    const system = systemWith({ confinement });
    expect(lineOf(LAUNCH, system)).toBe(line);
    expect(commandOf(LAUNCH, system).keptBy).toEqual(keptBy);
  });

  test.each([
    { runtime: 'python', line: '/bin/python3 -u -B /plugins/lamp/main.js' },
    { runtime: 'program', line: '/plugins/lamp/main.js' },
  ] as const)('by what runs it: $runtime', ({ runtime, line }) => {
    expect(lineOf({ ...LAUNCH, runtime }, systemWith({}))).toBe(line);
  });

  test.each([
    { platform: 'linux', name: 'python3' },
    { platform: 'win32', name: 'python' },
  ] as const)('in Python where there is one, which on $platform is called $name', ({ platform, name }) => {
    expect(() => commandOf({ ...LAUNCH, runtime: 'python' }, systemWith({ platform, python: null }))).toThrow(
      `The plugin lamp cannot start, for there is no ${name} on the PATH: install Python 3, then start the plugin again.`,
    );
  });
});

describe('its environment', () => {
  const own = { TICKETIME_ADDRESS: 'http://127.0.0.1:27182', TICKETIME_TOKEN: 'secret' };
  const plain = { PATH: '/bin', HOME: '/home/me', TZ: 'Asia/Seoul' };

  test.each([
    { where: 'on Linux', system: {}, like: { ...plain, ...own } },
    { where: 'on macOS', system: { platform: 'darwin' }, like: { ...plain, ...own } },
    {
      where: 'on Windows',
      system: { platform: 'win32' },
      like: { ...plain, SystemRoot: 'C:\\Windows', APPDATA: 'C:\\Data', ...own },
    },
    {
      where: 'with systemd, whose way is taken off before the plugin begins',
      system: { confinement: { ...UNCONFINED, scope: { memory: true, cpu: true } } },
      like: { ...plain, XDG_RUNTIME_DIR: '/run/user/1000', ...own },
    },
  ] as const)('$where is what any program needs, its address and its token', ({ system, like }) => {
    expect(commandOf(LAUNCH, systemWith(system)).env).toEqual(like);
  });
});
