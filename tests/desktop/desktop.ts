/**
 * The built desktop app, as a person and the system around it use it: for the tests of one file, `useDesktop` in its first lines; for each
 * test, `start`. Here it runs on the double (double/electron.ts), in a process of its own, with its windows in a real Chromium.
 */
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { inject, type TestContext } from 'vitest';
import { restCall, type Call } from '../../api/client/rest.ts';
import {
  startPracticeOrigin,
  type PracticeOrigin,
  type PracticeOriginOptions,
} from '../../main/practice/origin.ts';
import { useBrowser } from '../e2e/use-browser.ts';
import { setFolder } from '../fakes/set-folder.ts';
import type { CommandName, Commands, WindowState } from './double/messages.ts';
import { Pages } from './pages.ts';

const REGISTER = resolve(import.meta.dirname, 'double/register.ts');

/** X11 with a compositor, unless a test says otherwise. */
const SYSTEM = { XDG_CURRENT_DESKTOP: 'GNOME', XDG_SESSION_TYPE: 'x11', WAYLAND_DISPLAY: '' };

export type PageName = 'overlay' | 'palette' | 'flash';

export interface Wish {
  /** Where its data lies; one of its own, with nothing measured by itself, where absent. */
  readonly folder?: string;
  /** What it is started with, besides its folder. */
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly context?: BrowserContextOptions;
}

export interface Desktop {
  readonly folder: string;
  readonly process: ChildProcess;
  /** Monotonic, of this process, ms. */
  readonly startedAt: number;
  /** What it wrote to stderr. */
  readonly stderr: () => string;
  readonly pages: Pages;
  /** Rejects when the app ends before. */
  page(name: PageName): Promise<Page>;
  /** Undefined while there is none. */
  window(name: PageName): Promise<WindowState | undefined>;
  command<N extends CommandName>(name: N, ...input: Input<N>): Promise<Commands[N]['output']>;
  /** The person's own way to its core. */
  readonly call: Call;
  /** A server with a clock of its own, registered and measured. */
  addOrigin(options?: PracticeOriginOptions & { readonly name?: string }): Promise<{
    readonly origin: PracticeOrigin;
    readonly serverId: string;
  }>;
  /** Starts it once more, with these words; resolves with the exit code of that one. */
  second(...args: string[]): Promise<number | null>;
  /** Asks it to end, and resolves with its exit code. */
  quit(): Promise<number | null>;
  /** Complaints that match are no fault: the test brings them about on purpose. */
  foresee(pattern: RegExp): void;
}

type Input<N extends CommandName> = Commands[N]['input'] extends undefined ? [] : [Commands[N]['input']];

/** Its end is the app's. */
export type Lifetime = Pick<TestContext, 'onTestFinished' | 'expect'>;

/** Starts a browser for all tests of this file. */
export function useDesktop(): (t: Lifetime, wish?: Wish) => Promise<Desktop> {
  const browser = useBrowser();
  return (t, wish = {}) => start(t, browser(), wish);
}

/** A folder for an app, with nothing that is measured by itself. */
export const newFolder = (t: Lifetime): string => setFolder(t, { sync: { intervalMs: 0 } });

async function start(t: Lifetime, browser: Browser, wish: Wish): Promise<Desktop> {
  const { expect } = t;
  const { folder = newFolder(t), args = [], env = {} } = wish;
  const launch = (words: readonly string[]) => {
    const child = fork(join(dirname(inject('command')), 'index.js'), ['--data-dir', folder, ...words], {
      execArgv: ['--import', REGISTER],
      env: { ...process.env, ...SYSTEM, ...env },
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
      serialization: 'advanced', // what is undefined stays so
    });
    t.onTestFinished(() => void child.kill('SIGKILL'));
    return child;
  };
  const context = await browser.newContext({ locale: 'en-GB', colorScheme: 'dark', ...wish.context });
  const startedAt = performance.now();
  const child = launch(args);
  let stderr = '';
  child.stderr?.on('data', (part: Buffer) => (stderr += part.toString()));
  const ended = once(child, 'exit') as Promise<[number | null]>;
  const pages = new Pages(context, child);
  const foreseen: RegExp[] = [];
  t.onTestFinished(async () => {
    child.kill('SIGKILL');
    await ended;
    const complaints = [...pages.complaints, ...[...pages.windows.values()].flatMap((one) => one.complaints)];
    await pages.settled();
    await context.close();
    const faults = complaints.filter((complaint) => !foreseen.some((pattern) => pattern.test(complaint)));
    expect(faults, 'in the windows').toEqual([]);
  });

  async function command<N extends CommandName>(
    name: N,
    ...[input]: Input<N>
  ): Promise<Commands[N]['output']> {
    const { ok, value } = await pages.ask({ type: 'command', name, input });
    if (!ok) throw new Error(String(value));
    return value;
  }

  async function window(name: PageName): Promise<WindowState | undefined> {
    return (await command('windows')).find(({ url }) => nameOf(url) === name);
  }

  async function page(name: PageName): Promise<Page> {
    const over = ended.then(([code]) => {
      throw new Error(`The app ended with ${code}: ${stderr}`);
    });
    over.catch(() => undefined);
    const found = expect.poll(async () => {
      const state = await window(name);
      return state && pages.windows.has(state.id);
    });
    await Promise.race([found.toBe(true), over]);
    const state = await window(name);
    const open = state && pages.windows.get(state.id);
    if (!open) throw new Error(`The ${name} has just been closed.`);
    return open.page;
  }

  const bridge = () =>
    JSON.parse(readFileSync(join(folder, 'bridge.json'), 'utf8')) as { address: string; token: string };
  const call: Call = async (name, input) => {
    await expect.poll(() => existsSync(join(folder, 'bridge.json'))).toBe(true);
    const { address, token } = bridge();
    return restCall(address, token)(name, input);
  };

  async function addOrigin({ name, ...options }: Parameters<Desktop['addOrigin']>[0] = {}) {
    const origin = await startPracticeOrigin(options);
    t.onTestFinished(() => origin.close());
    const { id } = await call('addServer', { url: origin.url, ...(name !== undefined && { name }) });
    await call('startSync', { id, mode: 'quick' });
    await expect
      .poll(async () => (await call('listServers', {})).find((server) => server.id === id)?.reading)
      .toBeTruthy();
    return { origin, serverId: id };
  }

  return {
    ...{ folder, process: child, startedAt, pages, page, window, command, call, addOrigin },
    stderr: () => stderr,
    async second(...words) {
      const [code] = (await once(launch(words), 'exit')) as [number | null];
      return code;
    },
    async quit() {
      if (child.exitCode === null) await Promise.race([command('quit').catch(() => undefined), ended]);
      const [code] = await ended;
      return code;
    },
    foresee: (pattern) => void foreseen.push(pattern),
  };
}

function nameOf(url: string): PageName | null {
  if (url.endsWith('#flash')) return 'flash';
  const name = /^app:\/\/ticketime\/(overlay|palette)\//.exec(url)?.[1];
  return (name as PageName | undefined) ?? null;
}

/** Whether the core's lock of the folder was let go. */
export const isLetGo = (folder: string): boolean => !existsSync(join(folder, 'bridge.json'));
