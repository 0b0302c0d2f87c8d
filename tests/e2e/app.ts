/**
 * The built core as a program of its own, with its pages in a real Chromium: for the tests of one file, `useApp` in its first lines;
 * for each test, `startApp`. A test fails when anything went wrong in a page that nobody foresaw.
 */
import { once } from 'node:events';
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import { expect, inject, type TestContext } from 'vitest';
import { restCall, type Call } from '../../api/client/rest.ts';
import type { PageName } from '../../api/server/pages.ts';
import {
  startPracticeOrigin,
  type PracticeOrigin,
  type PracticeOriginOptions,
} from '../../main/practice/origin.ts';
import { setFolder } from '../fakes/set-folder.ts';
import { complaintsOf } from './browser.ts';
import { serve } from './served.ts';
import { useBrowser } from './use-browser.ts';

export interface App {
  /** As in http://127.0.0.1:27182; the same after a restart. */
  readonly address: string;
  /** Where its data lies. */
  readonly folder: string;
  /** The person's own way to the core that runs now. */
  readonly call: Call;
  readonly context: BrowserContext;
  /** An address that opens the page, once. */
  addressOf(page: PageName): Promise<string>;
  /** The page, opened with a code of its own and connected. */
  openPage(page: PageName, size?: Size): Promise<OpenPage>;
  /** A server with a clock of its own, registered and measured. */
  addOrigin(options?: PracticeOriginOptions & { readonly name?: string }): Promise<Added>;
  /** As if the power had failed. */
  kill(): Promise<void>;
  /** At the same port, with the same data. */
  restart(): Promise<void>;
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

export type OpenPage = Page & {
  /** Complaints that match are no fault: the test brings them about on purpose. */
  readonly foresee: (pattern: RegExp) => void;
};

export interface Added {
  readonly origin: PracticeOrigin;
  readonly serverId: string;
}

/** Whose end an app does not outlive: a test, or all tests of a file. */
export type Lifetime = Pick<TestContext, 'onTestFinished'>;

export interface AppWish {
  readonly context?: BrowserContextOptions;
}

/** What a page says of a core that has gone, whatever it was being told just then. */
export const CORE_GONE = /WebSocket|net::ERR_(CONNECTION|SOCKET)_/;

const SIZES: Readonly<Record<PageName, Size>> = {
  overlay: { width: 440, height: 320 },
  palette: { width: 760, height: 600 },
};
/** A quick sync takes some 5 s here. */
const SYNC_MS = 30_000;

/** Starts a browser for all tests of this file. */
export function useApp(): (t: Lifetime, wish?: AppWish) => Promise<App> {
  const browser = useBrowser();
  return (t, wish = {}) => startApp(t, browser(), wish);
}

async function startApp(t: Lifetime, browser: Browser, wish: AppWish): Promise<App> {
  const command = inject('command');
  const folder = setFolder(t, { sync: { intervalMs: 0 } });
  const serveAt = (port: number) =>
    serve(command, folder, port, (child) => t.onTestFinished(() => void child.kill('SIGKILL')));
  let core = await serveAt(0);
  const { address } = core;
  const context = await browser.newContext({ locale: 'en-GB', colorScheme: 'dark', ...wish.context });
  t.onTestFinished(() => context.close());
  const call: Call = (name, input) => restCall(address, core.token)(name, input);

  async function addressOf(page: PageName): Promise<string> {
    return `${address}/${page}#code=${(await call('makeCode', {})).code}`;
  }

  async function openPage(name: PageName, size = SIZES[name]): Promise<OpenPage> {
    const page = await context.newPage();
    const complaints = complaintsOf(page);
    const foreseen: RegExp[] = [];
    t.onTestFinished(() => {
      const faults = complaints.filter((complaint) => !foreseen.some((pattern) => pattern.test(complaint)));
      expect(faults, `in the ${name}`).toEqual([]);
    });
    await page.setViewportSize(size);
    await page.goto(await addressOf(name));
    return Object.assign(page, { foresee: (pattern: RegExp) => void foreseen.push(pattern) });
  }

  async function addOrigin({ name, ...options }: Parameters<App['addOrigin']>[0] = {}): Promise<Added> {
    const origin = await startPracticeOrigin(options);
    t.onTestFinished(() => origin.close());
    const { id } = await call('addServer', { url: origin.url, ...(name !== undefined && { name }) });
    await call('startSync', { id, mode: 'quick' });
    await expect
      .poll(async () => (await call('showServer', { id })).reading, { timeout: SYNC_MS, interval: 200 })
      .not.toBeNull();
    return { origin, serverId: id };
  }

  return {
    address,
    folder,
    call,
    context,
    addressOf,
    openPage,
    addOrigin,
    async kill() {
      core.child.kill('SIGKILL');
      await once(core.child, 'exit');
    },
    async restart() {
      core = await serveAt(Number(new URL(address).port));
    },
  };
}
