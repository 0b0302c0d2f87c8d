/** What a page sees of the desktop app (api/protocol/desktop.ts): this, and nothing else of Electron. */
import { contextBridge, ipcRenderer } from 'electron';
import type { DesktopBridge, DesktopState, DesktopWish, PORT_MESSAGE } from '../api/protocol/desktop.ts';

/** By its value: the contract's schemas are not for a preload. */
const PORT: typeof PORT_MESSAGE = 'ticketime-port';

let state: DesktopState | undefined;
const stateListeners: ((state: DesktopState) => void)[] = [];
const wishListeners: ((wish: DesktopWish) => void)[] = [];
const waiting: DesktopWish[] = [];

ipcRenderer.on('ticketime:state', (_event, next: DesktopState) => {
  state = next;
  for (const listener of stateListeners) listener(next);
});
ipcRenderer.on('ticketime:wish', (_event, wish: DesktopWish) => {
  if (wishListeners.length === 0) waiting.push(wish);
  else for (const listener of wishListeners) listener(wish);
});
// No port goes over the bridge between the two worlds; a message of the window carries it.
ipcRenderer.on('ticketime:port', ({ ports }) => window.postMessage(PORT, location.origin, [...ports]));

const bridge: DesktopBridge = {
  askPort: () => ipcRenderer.send('ticketime:ask-port'),
  async call(name, input) {
    const outcome = (await ipcRenderer.invoke('ticketime:call', name, input)) as
      { ok: true; output: never } | { ok: false; sentence: string };
    if (!outcome.ok) throw new Error(outcome.sentence);
    return outcome.output;
  },
  onState(listener) {
    stateListeners.push(listener);
    if (state) listener(state);
  },
  onWish(listener) {
    wishListeners.push(listener);
    for (const wish of waiting.splice(0)) listener(wish);
  },
};
contextBridge.exposeInMainWorld('ticketime', bridge);
ipcRenderer.send('ticketime:ready');
