/**
 * The tests measure real web servers, and look at the pages in a real browser. On Debian, as root, this installs those that are missing; elsewhere it says
 * what to install. It runs before `npm test`.
 */
import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { findBrowser } from './e2e/find-browser.ts';

/** Program that a test runs, and the Debian package that has it. */
const PROGRAMS = [
  { program: 'nginx', debianPackage: 'nginx-light', for: 'being measured' },
  { program: 'lighttpd', debianPackage: 'lighttpd', for: 'being measured' },
  { program: 'openssl', debianPackage: 'openssl', for: 'making certificates' },
  { program: 'chronyd', debianPackage: 'chrony', for: 'telling standard time' },
];
/** What is installed where there is no browser that the tests could take (e2e/browser.ts). */
const BROWSER = { program: 'chromium', debianPackage: 'chromium', for: 'showing the pages' };
/** Without one, the Korean in a page's picture is little boxes. */
const FONT = { folder: '/usr/share/fonts/truetype/nanum', debianPackage: 'fonts-nanum' };
/** What Windows does not have is left out there (vitest.config.ts). */
const NEEDED = PROGRAMS.filter(({ program }) => process.platform !== 'win32' || program === 'openssl');

function isThere(program: string): boolean {
  const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin', '/usr/bin'];
  const names = process.platform === 'win32' ? [`${program}.exe`, `${program}.cmd`] : [program];
  return folders.some((folder) =>
    names.some((name) => {
      try {
        accessSync(join(folder, name), constants.X_OK);
        return true;
      } catch {
        return false;
      }
    }),
  );
}

function run(command: string, args: readonly string[]): boolean {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  return spawnSync(command, args, { stdio: ['ignore', 'ignore', 'inherit'], env }).status === 0;
}

const missing = NEEDED.filter(({ program }) => !isThere(program));
// On macOS and Windows a test says so where there is none.
if (process.platform === 'linux' && findBrowser() === undefined) missing.push(BROWSER);
if (missing.length > 0) {
  const packages = missing.map(({ debianPackage }) => debianPackage);
  if (missing.includes(BROWSER) && !existsSync(FONT.folder)) packages.push(FONT.debianPackage);
  const names = missing.map(({ program, for: purpose }) => `${program} (for ${purpose})`).join(' and ');
  if (process.getuid?.() === 0 && isThere('apt-get')) {
    console.log(`Installing ${names} for the tests.`);
    // Not to be started as services: the tests start their own, on ports of their own.
    const installed =
      run('apt-get', ['update', '-qq']) &&
      run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...packages]);
    if (!installed) {
      console.error(
        `The tests need ${names}, and apt-get could not install ${packages.join(' ')}: see its message above.`,
      );
      process.exitCode = 1;
    }
  } else {
    console.error(
      `The tests need ${names}: install it (on Debian: sudo apt-get install ${packages.join(' ')}) and run them again.`,
    );
    process.exitCode = 1;
  }
}
