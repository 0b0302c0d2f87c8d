/** What a person can have done without the palette: by hotkeys, the tray, switches, notifications. */
import { app } from 'electron';
import type { Client } from '../../api/client/client.ts';
import type { DesktopWish, HotkeyName } from '../../api/protocol/desktop.ts';
import { inOrder, withNextFirst } from '../../overlay/page/shown-servers.ts';
import type { ClockSetter } from './clock-setter.ts';
import type { LoginItem } from './login-item.ts';
import type { NoticeDeed, NoticePlace } from './notices.ts';
import type { OverlayWindow } from './overlay-window.ts';
import type { PaletteWindow } from './palette-window.ts';
import type { Wish } from './switches.ts';
import type { MenuAction } from './tray-menu.ts';
import { firstServer } from './tray-state.ts';
import type { Updater } from './updater.ts';
import { words, type Language } from './words.ts';

export interface ActionsOptions {
  readonly client: Client;
  readonly overlay: OverlayWindow;
  readonly palette: PaletteWindow;
  readonly updater: Updater;
  readonly loginItem: LoginItem;
  readonly clockSetter: ClockSetter;
  readonly language: () => Language;
  /** Given each sentence that a person should read. */
  readonly say: (sentence: string) => void;
  /** Something that the pages are told has changed. */
  readonly onChange: () => void;
}

type View = Extract<DesktopWish, { type: 'view' }>['view'];

export class Actions {
  private readonly options: ActionsOptions;
  readonly byHotkey: Readonly<Record<HotkeyName, () => void>>;
  private readonly byWish: Readonly<Record<Wish, () => void>>;
  private readonly byMenu: Readonly<Record<Exclude<MenuAction, `server-${string}`>, () => void>>;

  constructor(options: ActionsOptions) {
    this.options = options;
    const { overlay, palette, updater, loginItem } = options;
    const show = () => palette.show();
    const common = {
      overlay: () => overlay.setShown(!overlay.isShown),
      move: () => overlay.setMoving(!overlay.isMoving),
      sync: () => this.sync(),
    };
    const nextServer = () => this.nextServer();
    this.byHotkey = { ...common, palette: () => palette.toggle(), nextServer };
    this.byWish = { ...common, palette: show, 'next-server': nextServer };
    this.byMenu = {
      ...common,
      palette: show,
      'next-server': nextServer,
      schedule: () => this.view('schedule'),
      practice: () => this.view('practice'),
      settings: () => this.view('settings'),
      'set-clock': () => this.setClock(),
      'opens-at-login': () => this.attempt(() => loginItem.set(!loginItem.isOn)),
      'install-update': () => this.attempt(() => updater.install()),
      quit: () => app.quit(),
    };
  }

  wish(wish: Wish): void {
    this.byWish[wish]();
  }

  /** A link asks for a server to be added: the person is asked. */
  askToAdd(url: string): void {
    this.options.palette.show({ type: 'add', url });
  }

  menu(action: MenuAction): void {
    if (isOfServer(action)) this.showFirst(action.slice(SERVER.length));
    else this.byMenu[action]();
  }

  open(place: NoticePlace): void {
    if (place === 'palette') this.options.palette.show();
    else this.view(place);
  }

  deed(deed: NoticeDeed): void {
    this.byMenu[deed]();
  }

  private view(view: View): void {
    this.options.palette.show({ type: 'view', view });
  }

  private attempt(what: () => void): void {
    try {
      what();
    } catch (error) {
      this.options.say((error as Error).message);
    }
    this.options.onChange();
  }

  /** What came of it is told by another notification. */
  private setClock(): void {
    const { clockSetter, language, say } = this.options;
    void clockSetter.setClock().then(({ command, why, output }) => {
      const outcome = text(language())[why ?? 'done'](command);
      say([outcome, output].filter((part) => part !== '').join('\n'));
    });
  }

  /** Of the server that the overlay shows first. */
  private sync(): void {
    const { client, palette } = this.options;
    const server = firstServer(client.state.current);
    if (server) this.told(client.call('startSync', { id: server.id }));
    else palette.show();
  }

  private nextServer(): void {
    const { current } = this.options.client.state;
    if (!current || current.servers.size < 2) return;
    const servers = inOrder(current.servers.values());
    this.showServers(withNextFirst(servers, current.settings.display.serverIds));
  }

  private showFirst(id: string): void {
    const rows = this.options.client.state.current?.settings.display.serverIds ?? [];
    this.showServers([id, ...rows.slice(1).filter((other) => other !== id)]);
  }

  private showServers(serverIds: string[]): void {
    this.told(this.options.client.call('changeSettings', { display: { serverIds } }));
  }

  /** What the core refuses is told. */
  private told(asked: Promise<unknown>): void {
    asked.catch((error: unknown) => this.options.say((error as Error).message));
  }
}

const text = words(
  {
    done: (command: string) => `This computer’s clock was set by standard time: ${command}`,
    declined: (command: string) => `The clock was not set, for you did not allow it: ${command}`,
    missing: () => 'The clock was not set.',
    failed: (command: string) => `The clock was not set, for this failed: ${command}`,
  },
  {
    done: (command) => `이 컴퓨터의 시계를 표준시에 맞췄습니다: ${command}`,
    declined: (command) => `허용하지 않아 시계를 맞추지 않았습니다: ${command}`,
    missing: () => '시계를 맞추지 못했습니다.',
    failed: (command) => `명령이 실패해 시계를 맞추지 못했습니다: ${command}`,
  },
);

const SERVER = 'server-';
const isOfServer = (action: MenuAction): action is `server-${string}` => action.startsWith(SERVER);
