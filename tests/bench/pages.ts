/** The built core with its pages in a real Chromium, for the benches of the pages. */
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { restCall, type Call } from '../../api/client/rest.ts';
import type { PageName } from '../../api/server/pages.ts';
import { serve } from '../e2e/served.ts';

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
  const { child, address, token } = await serve(join(out, 'main/cli.js'), folder, 0);
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
