/** Electron's `ipcMain`: what the pages say, with who said it. */
import { EventEmitter } from 'node:events';
import type Electron from 'electron';
import { hear, say } from './link.ts';
import { strict } from './strict.ts';
import { contentsOf } from './web-contents.ts';

type Handler = Parameters<Electron.IpcMain['handle']>[1];

class IpcMain extends EventEmitter implements Pick<Electron.IpcMain, 'handle' | 'removeHandler'> {
  private readonly handlers = new Map<string, Handler>();

  handle(channel: string, handler: Handler): void {
    if (this.handlers.has(channel))
      throw new Error(`Attempted to register a second handler for '${channel}'`);
    this.handlers.set(channel, handler);
  }
  removeHandler(channel: string): void {
    this.handlers.delete(channel);
  }

  /** Throws what the handler throws. */
  invoked(channel: string, event: object, args: readonly unknown[]): unknown {
    const handler = this.handlers.get(channel);
    if (!handler) throw new Error(`No handler registered for '${channel}'`);
    return handler(event as Electron.IpcMainInvokeEvent, ...args);
  }
}

const main = new IpcMain();
export const ipcMain = strict('ipcMain', main);

/** `url`: of the frame that says it, as Chromium knows it. */
function eventOf(window: number, url: string): object | null {
  const sender = contentsOf(window);
  if (!sender) return null;
  const frame = {
    url,
    parent: null,
    top: null,
    isDestroyed: () => false,
    detached: false,
    processId: 1,
    routingId: 1,
  };
  const isMain = url === sender.getURL();
  return {
    sender,
    senderFrame: isMain ? Object.assign(sender.mainFrame, { url }) : frame,
    processId: 1,
    frameId: 1,
    ports: [],
  };
}

hear('from-page', ({ window, url, channel, args }) => {
  const event = eventOf(window, url);
  if (event) main.emit(channel, event, ...args);
});

hear('invoke', ({ id, window, url, channel, args }) => {
  const event = eventOf(window, url);
  if (!event) return;
  Promise.resolve()
    .then(() => main.invoked(channel, event, args))
    .then(
      (value) => say({ type: 'invoked', id, ok: true, value }),
      // As Electron words it, for the page.
      (error: unknown) =>
        say({
          type: 'invoked',
          id,
          ok: false,
          value: `Error invoking remote method '${channel}': ${String(error)}`,
        }),
    );
});
