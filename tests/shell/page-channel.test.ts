import { EventEmitter } from 'node:events';
import type Electron from 'electron';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import type { DesktopState } from '../../api/protocol/desktop.ts';
import { Failure } from '../../main/failure.ts';
import { CorePorts } from '../../main/shell/core-ports.ts';
import { PageChannel, type CallOutcome, type Calls } from '../../main/shell/page-channel.ts';

interface Ipc {
  main: EventEmitter;
  call: (event: unknown, name: unknown, input?: unknown) => Promise<CallOutcome> | CallOutcome;
  ports: Port[];
}
const electron = vi.hoisted(() => ({ ports: [] as unknown[] }) as Ipc);
vi.mock('electron', async () => {
  const { EventEmitter } = await import('node:events');
  electron.main = new EventEmitter();
  return {
    ipcMain: Object.assign(electron.main, {
      handle: (_channel: string, call: Ipc['call']) => (electron.call = call),
      removeHandler: () => undefined,
    }),
    MessageChannelMain: class {
      readonly port1 = new Port();
      readonly port2 = new Port();
    },
    app: electron.main,
    protocol: {},
    session: {},
    Menu: {},
  };
});

/** Electron's MessagePortMain, as far as it is used; no other end hears of it. */
class Port extends EventEmitter {
  readonly told: unknown[] = [];
  isOpen = false;
  constructor() {
    super();
    electron.ports.push(this);
  }
  start(): void {
    this.isOpen = true;
  }
  postMessage(message: unknown): void {
    this.told.push(message);
  }
  close(): void {
    if (!this.isOpen) return;
    this.isOpen = false;
    this.emit('close');
  }
}

class Page extends EventEmitter {
  readonly id: number;
  readonly heard: [string, unknown][] = [];
  readonly given: unknown[] = [];
  constructor(id: number) {
    super();
    this.id = id;
  }
  send(channel: string, what: unknown): void {
    this.heard.push([channel, what]);
  }
  postMessage(_channel: string, _message: unknown, ports: unknown[]): void {
    this.given.push(...ports);
  }
}

const OURS = { url: 'app://ticketime/palette/index.html', parent: null };
const says = (sender: Page, senderFrame: unknown = OURS) => ({ sender, senderFrame });
const STATE = { platform: 'linux', isMoving: false } as DesktopState;

function useChannel() {
  electron.main.removeAllListeners();
  electron.ports.length = 0;
  const done: [string, unknown][] = [];
  const faults: unknown[] = [];
  const clients: { isOpen: boolean; said: string[] }[] = [];
  let state = STATE;
  const note = (name: string) => (input: unknown) => void done.push([name, input]);
  const calls: Calls = {
    ...{
      sizeOverlay: note('sizeOverlay'),
      showOverlay: note('showOverlay'),
      moveOverlay: note('moveOverlay'),
    },
    ...{
      setEditing: note('setEditing'),
      recordHotkeys: note('recordHotkeys'),
      hidePalette: note('hidePalette'),
    },
    changePreferences: note('changePreferences'),
    installUpdate: () => {
      throw new Failure('no-update', 'There is no update to install.');
    },
    quit: () => {
      throw new TypeError('a bug');
    },
    setClock: () => Promise.resolve({ isDone: true, command: 'chronyc', why: null, output: '' }),
  };
  const channel = new PageChannel({
    ports: new CorePorts(() => {
      const client = { isOpen: true, said: [] as string[] };
      clients.push(client);
      return { say: (text) => void client.said.push(text), close: () => void (client.isOpen = false) };
    }),
    calls,
    state: () => state,
    fault: (_what, error) => faults.push(error),
  });
  const page = new Page(1);
  channel.add(page as unknown as Electron.WebContents);
  return {
    ...{ channel, page, done, faults, clients },
    call: async (name: unknown, input?: unknown, event: unknown = says(page)) =>
      electron.call(event, name, input),
    emit: (name: string, event: unknown = says(page)) => electron.main.emit(`ticketime:${name}`, event),
    change: (next: Partial<DesktopState>) => (state = { ...state, ...next }),
  };
}

let it: ReturnType<typeof useChannel>;
beforeEach(() => {
  it = useChannel();
});
const wish = (type: 'home') => it.channel.wish(it.page as unknown as Electron.WebContents, { type });

describe('a call', () => {
  test('does what it names, with what it was given', async () => {
    const answers = [
      await it.call('sizeOverlay', { width: 320.5, height: 96 }),
      await it.call('moveOverlay', true),
      await it.call('hidePalette'),
      await it.call('changePreferences', { ground: 'opaque' }),
    ];
    expect(answers).toEqual(answers.map(() => ({ ok: true, output: undefined })));
    expect(it.done).toEqual([
      ['sizeOverlay', { width: 320.5, height: 96 }],
      ['moveOverlay', true],
      ['hidePalette', undefined],
      ['changePreferences', { ground: 'opaque' }],
    ]);
  });

  test('has an answer that is waited for', async () => {
    expect(await it.call('setClock')).toMatchObject({ ok: true, output: { command: 'chronyc' } });
  });

  test.each([
    ['sizeOverlay', { width: 0, height: 96 }],
    ['sizeOverlay', { width: 320, height: 1e9 }],
    ['sizeOverlay', { width: Number.NaN, height: 96 }],
    ['sizeOverlay', { width: 320, height: 96, x: 1 }],
    ['sizeOverlay', undefined],
    ['moveOverlay', 'yes'],
    ['hidePalette', {}],
    ['changePreferences', { ground: 'glass' }],
    ['changePreferences', { withoutGpu: true }],
    ['quit', 1],
  ])(
    '(%s with %j) that makes no sense is refused in one sentence, and nothing is done',
    async (name, input) => {
      const answer = await it.call(name, input);
      expect(answer).toMatchObject({ ok: false });
      expect(answer).toHaveProperty('sentence', expect.stringMatching(new RegExp(`^${name}: .+`)));
      expect([it.done, it.faults]).toEqual([[], []]);
    },
  );

  test.each(['reboot', 'constructor', '__proto__', 'toString', '', 7, null, undefined, { toString: null }])(
    'of an unknown name (%j) is refused',
    async (name) => {
      expect(await it.call(name)).toMatchObject({ ok: false });
      expect(it.faults).toEqual([]);
    },
  );

  test('that fails says why, in its own sentence', async () => {
    expect(await it.call('installUpdate')).toEqual({ ok: false, sentence: 'There is no update to install.' });
    expect(it.faults).toEqual([]);
  });

  test('that meets a bug says so, and the log has the rest', async () => {
    expect(await it.call('quit')).toEqual({
      ok: false,
      sentence: 'Ticketime met a bug, and its log says where: please report it.',
    });
    expect(it.faults).toEqual([new TypeError('a bug')]);
  });
});

describe('nobody is heard but the main frame of a page of ours:', () => {
  test.each([
    ['not a page that was never added', () => says(new Page(2))],
    ['not a page that went elsewhere', () => says(it.page, { url: 'https://example.com/', parent: null })],
    ['not a frame within it', () => says(it.page, { ...OURS, parent: {} })],
    ['not a frame that is gone', () => says(it.page, null)],
  ])('%s', async (_, event) => {
    expect(await it.call('moveOverlay', true, event())).toMatchObject({ ok: false });
    it.emit('ask-port', event());
    it.emit('ready', event());
    expect([it.done, it.clients, it.page.heard, it.page.given]).toEqual([[], [], [], []]);
  });

  test('not a page whose window is gone', async () => {
    it.page.emit('destroyed');
    expect(await it.call('moveOverlay', true)).toMatchObject({ ok: false });
  });
});

describe('a page', () => {
  test('is told the state and what waited for it as soon as it listens, in that order', () => {
    wish('home');
    it.channel.tellState();
    expect(it.page.heard).toEqual([]);
    it.emit('ready');
    expect(it.page.heard).toEqual([
      ['ticketime:state', STATE],
      ['ticketime:wish', { type: 'home' }],
    ]);
    it.emit('ready');
    expect(it.page.heard.slice(2)).toEqual([['ticketime:state', STATE]]);
  });

  test('is told of each change once', () => {
    it.emit('ready');
    it.channel.tellState();
    it.change({ isMoving: true });
    it.channel.tellState();
    it.channel.tellState();
    expect(it.page.heard.filter(([, what]) => (what as DesktopState).isMoving)).toHaveLength(1);
  });

  test.each(['did-start-loading', 'render-process-gone'])(
    'is told nothing after %s until it listens anew',
    (event) => {
      it.emit('ready');
      it.page.heard.length = 0;
      it.page.emit(event);
      wish('home');
      it.change({ isMoving: true });
      it.channel.tellState();
      expect(it.page.heard).toEqual([]);
      it.emit('ready');
      expect(it.page.heard).toEqual([
        ['ticketime:state', { ...STATE, isMoving: true }],
        ['ticketime:wish', { type: 'home' }],
      ]);
    },
  );
});

describe('a port', () => {
  const ours = () => electron.ports.filter((port) => port.isOpen);

  test('carries what the page says to the core, text alone', () => {
    it.emit('ask-port');
    expect(it.page.given).toHaveLength(1);
    const [port] = ours();
    port.emit('message', { data: '{"type":"ping"}' });
    port.emit('message', { data: { type: 'ping' } });
    expect(it.clients[0]).toEqual({ isOpen: true, said: ['{"type":"ping"}'] });
  });

  test('of before is closed when the page asks for another one', () => {
    it.emit('ask-port');
    it.emit('ask-port');
    expect(it.clients.map(({ isOpen }) => isOpen)).toEqual([false, true]);
    expect(ours()).toHaveLength(1);
  });

  test.each(['render-process-gone', 'destroyed'])('is closed after %s', (event) => {
    it.emit('ask-port');
    it.page.emit(event);
    expect(it.clients.map(({ isOpen }) => isOpen)).toEqual([false]);
    expect(ours()).toEqual([]);
  });

  test('is no client any more when the page closes it', () => {
    it.emit('ask-port');
    ours()[0].close();
    expect(it.clients.map(({ isOpen }) => isOpen)).toEqual([false]);
  });

  test('is given as often as it is asked for, without anything that piles up', () => {
    for (let count = 0; count < 20; count += 1) it.emit('ask-port');
    expect(it.page.listenerCount('destroyed')).toBeLessThan(5);
  });
});

test('after its end the channel hears nothing', () => {
  it.channel.close();
  it.emit('ask-port');
  it.emit('ready');
  expect([it.clients, it.page.heard]).toEqual([[], []]);
});
