/** The built core with its pages in a real Chromium, for the benches of the pages. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Browser, Page } from 'playwright-core';
import { restCall, type Call } from '../../api/client/rest.ts';
import type { PageName } from '../../api/server/pages.ts';

/** At 60 frames a second, ms. */
export const FRAME_MS = 1000 / 60;

export const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

export interface Core {
  readonly call: Call;
  /** `before`: a script that runs before the page's own. */
  open(browser: Browser, page: PageName, before?: string): Promise<Page>;
  stop(): Promise<void>;
}

export async function startCore(out: string): Promise<Core> {
  const folder = mkdtempSync(join(tmpdir(), 'ticketime-bench-'));
  const command = [join(out, 'main/cli.js'), 'serve', '--port', '0', '--json', '--data-dir', folder];
  const child = spawn(process.execPath, command, { stdio: ['ignore', 'pipe', 'inherit'] });
  const [line] = (await once(createInterface(child.stdout), 'line')) as [string];
  const { address } = JSON.parse(line) as { address: string };
  const { token } = JSON.parse(readFileSync(join(folder, 'bridge.json'), 'utf8')) as { token: string };
  const call = restCall(address, token);
  await call('changeSettings', { reference: { order: [], intervalMs: 0 }, sounds: { isOn: false } });
  return {
    call,
    async open(browser, name, before) {
      const page = await browser.newPage({ viewport: VIEWPORTS[name], locale: 'en-GB' });
      if (before !== undefined) await page.addInitScript(before);
      const { code } = await call('makeCode', {});
      await page.goto(`${address}/${name}#code=${code}`);
      return page;
    },
    async stop() {
      child.kill();
      if (child.exitCode === null) await once(child, 'exit');
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

export const VIEWPORTS = {
  overlay: { width: 480, height: 240 },
  palette: { width: 760, height: 600 },
} as const;

export function row(...cells: readonly (string | number)[]): void {
  console.log(`| ${cells.join(' | ')} |`);
}
