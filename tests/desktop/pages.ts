/** The windows of an app on the double, as pages of a real Chromium. */
import type { ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';
import type { BrowserContext, Page, Route } from 'playwright-core';
import { complaintsOf } from '../e2e/browser.ts';
import type { ToApp, ToTest } from './double/messages.ts';
import { PAGE_SIDE } from './double/page-side.ts';

/** Chromium takes no scheme of ours without Electron: to it, app://ticketime is a secure site of this name. */
const SITE = 'https://ticketime.test';
const SCHEME = 'app://ticketime';
const outside = (url: string) => (url.startsWith(SITE) ? SCHEME + url.slice(SITE.length) : url);
const inside = (url: string) => (url.startsWith(SCHEME) ? SITE + url.slice(SCHEME.length) : url);

export interface OpenWindow {
  readonly id: number;
  /** Another one once it has crashed and was loaded anew. */
  readonly page: Page;
  /** What went wrong in it. */
  readonly complaints: string[];
}

/** What each question is answered with. */
interface Answers {
  invoke: 'invoked';
  serve: 'served';
  'may-go': 'allowed';
  command: 'commanded';
}

interface Question {
  readonly resolve: (message: never) => void;
}

export class Pages {
  readonly windows = new Map<number, OpenWindow>();
  private readonly context: BrowserContext;
  private readonly app: ChildProcess;
  /** What is done for one window is done one after the other. */
  private readonly turns = new Map<number, Promise<unknown>>();
  private readonly questions = new Map<number, Question>();
  /** Window of each end of a channel that a page has. */
  private readonly holders = new Map<number, number>();
  private readonly allComplaints: string[] = [];
  private readonly made = new Map<number, Extract<ToTest, { type: 'window-open' }>>();
  private readonly crashed = new Set<number>();
  /** Where the app itself sends a page. */
  private readonly sent = new Set<string>();
  /** Of the whole context, before there is a page: two that are made at the same time would get in each other's way. */
  private readonly prepared: Promise<unknown>;
  private isOver = false;
  private count = 0;

  constructor(context: BrowserContext, app: ChildProcess) {
    this.context = context;
    this.app = app;
    this.prepared = Promise.all([
      // What a page opens by itself is no window of the app's, and reaches nothing.
      context.route('**/*', (route) => route.abort('internetdisconnected')),
      context.exposeBinding('__double', ({ page, frame }, kind: string, ...rest: unknown[]) =>
        this.fromPage(page, outside(frame.url()), kind, rest),
      ),
    ]);
    app.on('message', (message: ToTest) => this.heard(message));
    // Its windows are gone with it; what they still load would wait for it for ever.
    app.once('exit', () => {
      this.isOver = true;
      for (const { page } of this.windows.values()) void page.close();
    });
  }

  get complaints(): readonly string[] {
    return this.allComplaints;
  }

  /** Asks the app for something, and resolves with its answer. */
  ask<Q extends keyof Answers>(
    message: { readonly type: Q } & Omit<Extract<ToApp, { type: Q }>, 'id' | 'type'>,
  ): Promise<Extract<ToTest, { type: Answers[Q] }>> {
    const id = (this.count += 1);
    const { promise, resolve } = Promise.withResolvers<Extract<ToTest, { type: Answers[Q] }>>();
    this.questions.set(id, { resolve });
    this.say({ ...message, id } as unknown as ToApp);
    return promise;
  }

  /** Resolves when no page is being made, or closed, any more. */
  async settled(): Promise<void> {
    this.windows.clear();
    await Promise.all(this.turns.values());
  }

  /** Ends a page's process, as the system might. */
  async crash(window: number): Promise<void> {
    const { page } = this.window(window);
    const session = await this.context.newCDPSession(page);
    const gone = page.waitForEvent('crash');
    session.send('Page.crash').catch(() => undefined); // it never answers
    await gone;
  }

  private window(id: number): OpenWindow {
    const window = this.windows.get(id);
    if (!window) throw new Error(`There is no window ${id}.`);
    return window;
  }

  private say(message: ToApp): void {
    if (this.app.connected) this.app.send(message, () => undefined);
  }

  private heard(message: ToTest): void {
    switch (message.type) {
      case 'window-open':
        this.made.set(message.window, message);
        {
          return;
        }
      case 'window-load': {
        this.inTurn(message.window, () => this.load(message));
        return;
      }
      case 'window-reload': {
        this.inTurn(message.window, () => this.reload(message.window));
        return;
      }
      case 'window-resize': {
        this.inTurn(message.window, () => this.resize(message));
        return;
      }
      case 'window-close': {
        this.inTurn(message.window, async () => {
          const page = this.windows.get(message.window)?.page;
          this.windows.delete(message.window);
          this.made.delete(message.window);
          await page?.close();
        });
        return;
      }
      case 'window-crash': {
        this.inTurn(message.window, () => this.crash(message.window));
        return;
      }
      case 'to-page':
        for (const port of message.ports) this.holders.set(port, message.window);
        return void this.tellPage(message.window, message);
      case 'port-say':
      case 'port-close':
        return void this.tellPage(this.holders.get(message.port) ?? -1, message);
      default:
        this.questions.get(message.id)?.resolve(message as never);
        this.questions.delete(message.id);
    }
  }

  private inTurn(window: number, work: () => Promise<unknown>): void {
    const before = this.turns.get(window) ?? Promise.resolve();
    // A window that is closed meanwhile, as all are when the app has ended, needs nothing any more.
    this.turns.set(
      window,
      before.then(work).catch((error: unknown) => {
        if (!this.isOver && this.windows.has(window)) this.allComplaints.push(`the double: ${String(error)}`);
      }),
    );
  }

  private async open({ window, size, preload }: Extract<ToTest, { type: 'window-open' }>): Promise<void> {
    await this.prepared;
    if (this.isOver) return;
    const page = await this.context.newPage();
    const complaints = complaintsOf(page);
    this.windows.set(window, { id: window, page, complaints });
    page.on('crash', () => {
      this.crashed.add(window);
      this.say({ type: 'page-gone', window, reason: 'crashed' });
    });
    page.on('popup', (popup) => {
      const url = outside(popup.url());
      void this.ask({ type: 'may-go', window, url, how: 'open' }).then(({ is }) => {
        if (!is) void popup.close();
      });
    });
    await page.setViewportSize(size);
    if (preload !== null) {
      const text = JSON.stringify(readFileSync(preload, 'utf8'));
      await page.addInitScript(
        PAGE_SIDE.replace('$platform', process.platform).replace('$preload', () => text),
      );
    }
    await page.route('**/*', (route) => this.serve(window, page, route));
  }

  /** What a page's preload says. */
  private async fromPage(page: Page, url: string, kind: string, rest: readonly unknown[]): Promise<unknown> {
    const window = [...this.windows.values()].find((one) => one.page === page)?.id;
    if (window === undefined) return undefined;
    if (kind === 'port-said') this.say({ type: 'port-said', port: rest[0] as number, data: rest[1] });
    else if (kind === 'port-closed') this.say({ type: 'port-closed', port: rest[0] as number });
    else {
      const asked = { window, url, channel: rest[0] as string, args: rest[1] as unknown[] };
      if (kind === 'invoke') {
        const { ok, value } = await this.ask({ type: 'invoke', ...asked });
        return { ok, value };
      }
      this.say({ type: 'from-page', ...asked });
    }
    return undefined;
  }

  /** The app's own scheme is served by the app; elsewhere a page gets only where the app lets it. */
  private async serve(window: number, page: Page, route: Route): Promise<void> {
    const request = route.request();
    const url = request.url();
    const isWay = request.isNavigationRequest() && request.frame() === page.mainFrame();
    if (isWay && !this.sent.delete(url)) {
      const { is } = await this.ask({
        type: 'may-go',
        window,
        url: outside(url),
        how: 'navigate',
      });
      if (!is) return route.abort('aborted');
    }
    if (!url.startsWith(SITE)) return route.abort('internetdisconnected');
    const { status, headers, body } = await this.ask({
      type: 'serve',
      url: outside(url),
      method: request.method(),
      headers: request.headers(),
    });
    await route.fulfill({ status, headers: { ...headers }, body: Buffer.from(body, 'base64') });
  }

  private async load({ window, url, id }: Extract<ToTest, { type: 'window-load' }>): Promise<void> {
    const made = this.made.get(window);
    if (made && !this.windows.has(window)) await this.open(made);
    if (this.isOver) return;
    const { page } = this.window(window);
    const to = inside(url);
    this.sent.add(to.split('#', 1)[0]);
    const problem = await page.goto(to, { waitUntil: 'load' }).then(
      () => null,
      (error: unknown) => String(error),
    );
    this.say({ type: 'loaded', id, problem });
  }

  /** Playwright gives up a page that crashed, so another one takes its place. */
  private async reload(window: number): Promise<void> {
    const { page } = this.window(window);
    const url = page.url();
    this.sent.add(url.split('#', 1)[0]);
    const made = this.made.get(window);
    if (this.crashed.delete(window) && made) {
      await page.close();
      await this.open(made);
    }
    const { page: now } = this.window(window);
    await (now === page ? page.reload({ waitUntil: 'load' }) : now.goto(url, { waitUntil: 'load' }));
    this.say({ type: 'page-ready', window, url: outside(url) });
  }

  private async resize({ window, size }: Extract<ToTest, { type: 'window-resize' }>): Promise<void> {
    const made = this.made.get(window);
    if (made) this.made.set(window, { ...made, size });
    if (!this.crashed.has(window)) await this.windows.get(window)?.page.setViewportSize(size);
  }

  private async tellPage(
    window: number,
    message: Extract<ToTest, { type: 'to-page' | 'port-say' | 'port-close' }>,
  ) {
    const page = this.windows.get(window)?.page;
    // One that is being closed, or loaded anew, hears nothing.
    await page?.evaluate(`globalThis.__doubleTold?.(${JSON.stringify(message)})`).catch(() => undefined);
  }
}
