import { defineConfig } from 'vitest/config';

/**
 * Windows has no signals to end a program politely, and no chronyd, lighttpd or nginx that these fixtures could start: what
 * needs them is tested on Linux and macOS.
 */
const NOT_ON_WINDOWS = [
  'cli/demo.test.ts',
  'cli/events.test.ts',
  'cli/indirect.test.ts',
  'cli/interruption.test.ts',
  'cli/ntp.test.ts',
  'cli/open.test.ts',
  'cli/serve.test.ts',
  'cli/servers.test.ts',
  'cli/token.test.ts',
  'cli/watch.test.ts',
  'cli/when.test.ts',
  'core/**',
  'e2e/**',
  'overlay/page/plugin-problems-ko.test.ts',
  'cli/plugin.test.ts',
  'plugins/install/**',
  'plugins/scaffold/**',
  'plugins/bundled/processes.test.ts',
  'plugins/bundled/readme.test.ts',
  'plugins/host/deaths.test.ts',
  'plugins/host/host.test.ts',
  'servers/**',
  'start/dev.test.ts',
  'sources/sntp/chrony.test.ts',
];

/** The double of Electron is a desktop of Linux. */
const ON_THE_DOUBLE = 'desktop/**/*.test.ts';
const NOT_HERE = [
  ...(process.platform === 'win32' ? NOT_ON_WINDOWS : []),
  ...(process.platform === 'linux' ? [] : [ON_THE_DOUBLE]),
];
/** What runs the product as it is built, which is done once for all of it. */
const OF_THE_BUILT = [
  'cli/bundle.test.ts',
  'cli/open.test.ts',
  ON_THE_DOUBLE,
  'packaging/package.test.ts',
  'e2e/**/*.test.ts',
];
/** Arithmetic, words and pages without a page: nothing here outlives its test, so that these share their processes. */
const OF_ONE_PIECE = [
  'boundaries.test.ts',
  'keeping/**/*.test.ts',
  'overlay/**/*.test.ts',
  'palette/**/*.test.ts',
  'simulation/**/*.test.ts',
  'timing/**/*.test.ts',
];
/** What measures in real time, a request a second: it waits nine tenths of its time, so that four of these go side by side. */
const WAITING = [
  'cli/demo.test.ts',
  'cli/indirect.test.ts',
  'cli/ntp.test.ts',
  'cli/sync.test.ts',
  'cli/watch.test.ts',
  'servers/**/*.test.ts',
  'sync/habits.test.ts',
  'sync/synchronizer.test.ts',
];
/** What is run by itself, when it is asked for: the README's pictures; the desktop app on the real Electron. */
const { PICTURES, DESKTOP } = process.env;
const ASKED_FOR = [
  ...(PICTURES === undefined ? [] : ['e2e/pictures.ts']),
  ...(DESKTOP === 'electron' ? ['desktop/on-electron.ts'] : []),
];
const unlessAsked = (files: string[]) => (ASKED_FOR.length === 0 ? files : []);

export default defineConfig({
  test: {
    root: import.meta.dirname,
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // How long a machine takes is not what a test is about: who waits for something waits patiently.
    expect: { poll: { timeout: 30_000 } },
    maxWorkers: 2,
    // They wait on clocks more than they work.
    maxConcurrency: 10,
    projects: [
      {
        extends: true,
        test: {
          name: 'sources',
          include: unlessAsked(['**/*.test.ts']),
          exclude: [...OF_THE_BUILT, ...OF_ONE_PIECE, ...WAITING, ...NOT_HERE],
        },
      },
      {
        extends: true,
        test: {
          name: 'of one piece',
          include: unlessAsked(OF_ONE_PIECE),
          exclude: NOT_HERE,
          isolate: false,
        },
      },
      {
        extends: true,
        test: {
          name: 'waiting',
          include: unlessAsked(WAITING),
          exclude: NOT_HERE,
          // After everything else, for nothing that works should stand beside them.
          sequence: { groupOrder: 2 },
          maxWorkers: 4,
        },
      },
      {
        extends: true,
        test: {
          name: 'built',
          include: ASKED_FOR.length === 0 ? OF_THE_BUILT : ASKED_FOR,
          exclude: NOT_HERE,
          globalSetup: 'e2e/built.ts',
          // A browser waits for its core, and a test for both: two of these leave half of the machine idle.
          sequence: { groupOrder: 1 },
          maxWorkers: 3,
        },
      },
    ],
  },
});
