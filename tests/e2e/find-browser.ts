/** The browser that the tests take: the one that CHROMIUM names, else the one that `ticketime open` would. */
import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { appBrowsers } from '../../main/cli/browsers.ts';

const PLACE = { platform: process.platform, env: process.env, home: homedir(), isRoot: false };

/** Undefined when there is none. */
export function findBrowser(): string | undefined {
  return process.env['CHROMIUM'] ?? appBrowsers(PLACE).find((path) => existsSync(path));
}
