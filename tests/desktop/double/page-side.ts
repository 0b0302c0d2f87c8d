/**
 * What stands for Electron in a page of the double: it runs the app's preload with a `require('electron')` of its own, before any script
 * of the page. A text, for it runs in the page. `$preload` is the preload's own text.
 */
export const PAGE_SIDE = `(() => {
  const ask = globalThis.__double;
  delete globalThis.__double;
  if (!ask || globalThis !== globalThis.top) return; // Electron gives no preload to a frame within a page
  const listeners = new Map();
  const ports = new Map();
  const copy = (value) => (value === undefined ? undefined : structuredClone(value));
  const ipcRenderer = {
    send: (channel, ...args) => void ask('from-page', channel, copy(args)),
    invoke: async (channel, ...args) => {
      const { ok, value } = await ask('invoke', channel, copy(args));
      if (!ok) throw new Error(value);
      return value;
    },
    on(channel, listener) {
      listeners.set(channel, [...(listeners.get(channel) ?? []), listener]);
      return ipcRenderer;
    },
    once(channel, listener) {
      const first = (...args) => {
        listeners.set(channel, listeners.get(channel).filter((one) => one !== first));
        listener(...args);
      };
      return ipcRenderer.on(channel, first);
    },
  };
  /** As over the bridge between two worlds: functions are called across it, all else is copied and frozen. */
  const bridged = (value) => {
    if (typeof value === 'function') return (...args) => bridged(value(...args.map(bridged)));
    if (value instanceof Promise) return value.then(bridged);
    if (value === null || typeof value !== 'object') return value;
    if (Array.isArray(value)) return Object.freeze(value.map(bridged));
    return Object.freeze(Object.fromEntries(Object.entries(value).map(([key, one]) => [key, bridged(one)])));
  };
  const contextBridge = {
    exposeInMainWorld(name, api) {
      Object.defineProperty(globalThis, name, { value: bridged(api), enumerable: true });
    },
  };
  const realPort = (id) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = ({ data }) => void ask('port-said', id, copy(data));
    port1.addEventListener('close', () => void ask('port-closed', id));
    ports.set(id, port1);
    return port2;
  };
  Object.defineProperty(globalThis, '__doubleTold', {
    configurable: true,
    value: (message) => {
      if (message.type === 'port-say') ports.get(message.port)?.postMessage(message.data);
      else if (message.type === 'port-close') {
        ports.get(message.port)?.close();
        ports.delete(message.port);
      } else {
        const event = { ports: message.ports.map(realPort), sender: ipcRenderer };
        for (const listener of listeners.get(message.channel) ?? []) listener(event, ...message.args);
      }
    },
  });
  const required = { contextBridge, ipcRenderer };
  const require = (name) => {
    if (name !== 'electron') throw new Error('A sandboxed preload has no ' + name + '.');
    return required;
  };
  const process = { platform: '$platform', sandboxed: true, contextIsolated: true, argv: [] };
  new Function('require', 'module', 'exports', 'process', $preload)(require, { exports: {} }, {}, process);
})();`;
