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
/** What is run by itself, when it is asked for: the README's pictures; the desktop app on the real Electron. */
const { PICTURES, DESKTOP } = process.env;
const ASKED_FOR = [
  ...(PICTURES === undefined ? [] : ['e2e/pictures.ts']),
  ...(DESKTOP === 'electron' ? ['desktop/on-electron.ts'] : []),
];

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
          include: ASKED_FOR.length === 0 ? ['**/*.test.ts'] : [],
          exclude: [...OF_THE_BUILT, ...NOT_HERE],
        },
      },
      {
        extends: true,
        test: {
          name: 'built',
          include: ASKED_FOR.length === 0 ? OF_THE_BUILT : ASKED_FOR,
          exclude: NOT_HERE,
          globalSetup: 'e2e/built.ts',
        },
      },
    ],
  },
});
