/** Electron's WebContents: a page in the test's Chromium. */
import { EventEmitter } from 'node:events';
import type Electron from 'electron';
import { app } from './app.ts';
import { hear, nextId, say } from './link.ts';
import { sendAway, Port } from './ports.ts';
import { strict } from './strict.ts';
import { session } from './session.ts';

const all = new Map<number, WebContents>();
export const contentsOf = (window: number): WebContents | undefined => all.get(window);

type Used =
  | 'close'
  | 'forcefullyCrashRenderer'
  | 'getType'
  | 'getURL'
  | 'id'
  | 'isCrashed'
  | 'isDestroyed'
  | 'isLoading'
  | 'postMessage'
  | 'reload'
  | 'send'
  | 'setBackgroundThrottling'
  | 'setIgnoreMenuShortcuts'
  | 'setVisualZoomLevelLimits'
  | 'setWindowOpenHandler'
  | 'setZoomFactor';

export class WebContents extends EventEmitter implements Pick<Electron.WebContents, Used> {
  readonly id: number;
  readonly session = session.defaultSession;
  readonly mainFrame: { url: string } & Record<string, unknown>;
  private url = '';
  private loads = 0;
  private state: 'loading' | 'loaded' | 'crashed' | 'destroyed' = 'loading';
  private openHandler: Parameters<Electron.WebContents['setWindowOpenHandler']>[0] | null = null;

  constructor(id: number) {
    super();
    this.id = id;
    const frame = {
      url: '',
      parent: null,
      processId: 1,
      routingId: id,
      detached: false,
      isDestroyed: () => this.isDestroyed(),
    };
    this.mainFrame = Object.assign(frame, { top: frame });
    all.set(id, this);
  }

  /** Resolves when it has been loaded. */
  async load(url: string): Promise<void> {
    this.state = 'loading';
    const id = nextId();
    this.loads = id;
    this.url = url;
    this.mainFrame.url = url;
    const ended = Promise.withResolvers<string | null>();
    loading.set(id, ended.resolve);
    say({ type: 'window-load', window: this.id, url, id });
    const problem = await ended.promise;
    if (this.isDestroyed() || this.loads !== id) return;
    if (problem !== null) {
      this.emit('did-fail-load', {}, -2, problem, url, true);
      throw new Error(`ERR_FAILED (-2) loading '${url}': ${problem}`);
    }
    this.loaded();
  }
  loaded(): void {
    this.state = 'loaded';
    this.emit('dom-ready', {});
    this.emit('did-finish-load', {});
    this.emit('did-stop-loading', {});
  }
  reload(): void {
    if (this.isDestroyed()) throw new TypeError('Object has been destroyed');
    this.state = 'loading';
    say({ type: 'window-reload', window: this.id });
  }
  gone(reason: 'crashed' | 'killed'): void {
    this.state = 'crashed';
    this.emit('render-process-gone', {}, { reason, exitCode: 9 });
  }
  forcefullyCrashRenderer(): void {
    say({ type: 'window-crash', window: this.id });
  }

  send(channel: string, ...args: unknown[]): void {
    this.toPage(channel, args, []);
  }
  postMessage(channel: string, message: unknown, transfer: Electron.MessagePortMain[] = []): void {
    this.toPage(channel, [message], transfer as unknown as Port[]);
  }
  private toPage(channel: string, args: readonly unknown[], ports: readonly Port[]): void {
    if (this.isDestroyed()) throw new TypeError('Object has been destroyed');
    ports.forEach(sendAway);
    const copies = structuredClone(args) as unknown[];
    say({ type: 'to-page', window: this.id, channel, args: copies, ports: ports.map(({ id }) => id) });
  }

  setWindowOpenHandler(handler: NonNullable<typeof this.openHandler>): void {
    this.openHandler = handler;
  }
  /** Electron opens a window unless it is told not to. */
  mayOpen(url: string): boolean {
    const details = {
      url,
      frameName: '',
      features: '',
      disposition: 'new-window',
      referrer: { url: '', policy: 'no-referrer' },
    };
    return this.openHandler?.(details as Electron.HandlerDetails).action !== 'deny';
  }
  mayNavigate(url: string): boolean {
    let isPrevented = false;
    const event = {
      preventDefault: () => (isPrevented = true),
      url,
      isMainFrame: true,
      isSameDocument: false,
    };
    this.emit('will-frame-navigate', event);
    this.emit('will-navigate', event, url);
    return !isPrevented;
  }

  getURL(): string {
    return this.url;
  }
  getType(): 'window' {
    return 'window';
  }
  isLoading(): boolean {
    return this.state === 'loading';
  }
  isCrashed(): boolean {
    return this.state === 'crashed';
  }
  isDestroyed(): boolean {
    return this.state === 'destroyed';
  }
  close(): void {
    this.destroy();
  }
  destroy(): void {
    if (this.isDestroyed()) return;
    this.state = 'destroyed';
    all.delete(this.id);
    this.emit('destroyed');
  }
  setBackgroundThrottling(): void {
    // A test's Chromium throttles nothing.
  }
  setIgnoreMenuShortcuts(): void {
    // There are none.
  }
  setZoomFactor(): void {
    // The page's own.
  }
  async setVisualZoomLevelLimits(): Promise<void> {
    // The page's own.
  }
}

export const newContents = (id: number): WebContents => {
  const contents = strict('webContents', new WebContents(id));
  all.set(id, contents);
  app.emit('web-contents-created', {}, contents);
  return contents;
};

const loading = new Map<number, (problem: string | null) => void>();
hear('loaded', ({ id, problem }) => {
  loading.get(id)?.(problem);
  loading.delete(id);
});
hear('page-ready', ({ window }) => {
  const contents = all.get(window);
  if (contents?.isLoading()) contents.loaded();
});
hear('page-gone', ({ window, reason }) => all.get(window)?.gone(reason));
hear('may-go', ({ id, window, url, how }) => {
  const contents = all.get(window);
  const is = contents !== undefined && (how === 'open' ? contents.mayOpen(url) : contents.mayNavigate(url));
  say({ type: 'allowed', id, is });
});
