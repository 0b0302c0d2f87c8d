/** What the pages ask of the shell, and are told by it. Every word is checked: who says it, and what. */
import { ipcMain, type WebContents } from 'electron';
import * as v from 'valibot';
import {
  DESKTOP_CALLS,
  type ClockSet,
  type DesktopCall,
  type DesktopInput,
  type DesktopState,
  type DesktopWish,
} from '../../api/protocol/desktop.ts';
import { Failure } from '../failure.ts';
import type { CorePorts } from './core-ports.ts';
import { isOwnFrame } from './guards.ts';

/** How a call ended, as the preload is told. */
export type CallOutcome =
  { readonly ok: true; readonly output: unknown } | { readonly ok: false; readonly sentence: string };

export type Calls = {
  readonly [N in Exclude<DesktopCall, 'setClock'>]: (input: DesktopInput<N>) => void;
} & { readonly setClock: () => Promise<ClockSet> };

export interface ChannelOptions {
  readonly ports: CorePorts;
  readonly calls: Calls;
  readonly state: () => DesktopState;
  /** A bug. */
  readonly fault: (what: string, error: unknown) => void;
}

interface Known {
  readonly page: WebContents;
  isReady: boolean;
  waiting: DesktopWish[];
}

export class PageChannel {
  private readonly options: ChannelOptions;
  private readonly pages = new Map<number, Known>();
  private told = '';

  constructor(options: ChannelOptions) {
    this.options = options;
    ipcMain.handle('ticketime:call', ({ sender, senderFrame }, name: unknown, input: unknown) =>
      this.knows(sender, senderFrame) ? this.answer(name, input) : refused('Nobody here knows this page.'),
    );
    ipcMain.on('ticketime:ask-port', ({ sender, senderFrame }) => {
      if (this.knows(sender, senderFrame)) options.ports.give(sender, 'ticketime:port');
    });
    ipcMain.on('ticketime:ready', ({ sender, senderFrame }) => {
      if (this.knows(sender, senderFrame)) this.ready(sender.id);
    });
  }

  /** Only pages that were added are heard. */
  add(page: WebContents): void {
    const known: Known = { page, isReady: false, waiting: [] };
    this.pages.set(page.id, known);
    page.on('did-start-loading', () => (known.isReady = false));
    page.once('destroyed', () => this.pages.delete(page.id));
    page.on('render-process-gone', () => {
      known.isReady = false;
      this.options.ports.take(page.id);
    });
  }

  /** Told to all pages, when it is another one. */
  tellState(): void {
    const state = this.options.state();
    const text = JSON.stringify(state);
    if (text === this.told) return;
    this.told = text;
    for (const { page, isReady } of this.pages.values()) if (isReady) page.send('ticketime:state', state);
  }

  /** As soon as the page listens. */
  wish(page: WebContents, wish: DesktopWish): void {
    const known = this.pages.get(page.id);
    if (known?.isReady) page.send('ticketime:wish', wish);
    else known?.waiting.push(wish);
  }

  close(): void {
    ipcMain.removeHandler('ticketime:call');
    ipcMain.removeAllListeners('ticketime:ask-port');
    ipcMain.removeAllListeners('ticketime:ready');
  }

  private knows(sender: WebContents, frame: Parameters<typeof isOwnFrame>[0]): boolean {
    return this.pages.has(sender.id) && isOwnFrame(frame);
  }

  private ready(id: number): void {
    const known = this.pages.get(id);
    if (!known) return;
    known.isReady = true;
    known.page.send('ticketime:state', this.options.state());
    for (const wish of known.waiting.splice(0)) known.page.send('ticketime:wish', wish);
  }

  private async answer(name: unknown, input: unknown): Promise<CallOutcome> {
    if (typeof name !== 'string') return refused('A call of the desktop app has a name.');
    if (!Object.hasOwn(DESKTOP_CALLS, name))
      return refused(`The desktop app has no call of this name: ${name.slice(0, 100)}.`);
    const call = name as DesktopCall;
    const checked = v.safeParse(DESKTOP_CALLS[call], input);
    if (!checked.success) return refused(`${call}: ${checked.issues[0].message}`);
    try {
      return { ok: true, output: await this.options.calls[call](checked.output as never) };
    } catch (error) {
      if (error instanceof Failure) return refused(error.message);
      this.options.fault(`In ${call}`, error);
      return refused('Ticketime met a bug, and its log says where: please report it.');
    }
  }
}

const refused = (sentence: string): CallOutcome => ({ ok: false, sentence });
