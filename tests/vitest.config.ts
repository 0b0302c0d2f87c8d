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
  'servers/**',
  'sources/sntp/chrony.test.ts',
];

export default defineConfig({
  test: {
    root: import.meta.dirname,
    include: [process.env['PICTURES'] === undefined ? '**/*.test.ts' : 'e2e/pictures.ts'],
    exclude: process.platform === 'win32' ? NOT_ON_WINDOWS : [],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    maxWorkers: 2,
    // They wait on clocks more than they work.
    maxConcurrency: 10,
  },
});
