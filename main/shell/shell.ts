/**
 * The shell: what a person has of Ticketime beside its pages, put together. It is a client of the core as the pages are, and learns from it
 * what to show; what each part decides is in a file of its own.
 */
import { resolve } from 'node:path';
import {
  app,
  autoUpdater,
  Notification,
  powerMonitor,
  powerSaveBlocker,
  type BrowserWindow,
  type WebContents,
} from 'electron';
import { connect, type Client } from '../../api/client/client.ts';
import type { DesktopNote, DesktopState } from '../../api/protocol/desktop.ts';
import type { CoreMessage } from '../../api/protocol/messages.ts';
import { insidePipe } from '../bridge/inside-pipe.ts';
import { localClock } from '../clock/local-clock.ts';
import type { RunningCore } from '../core.ts';
import { Actions } from './actions.ts';
import { pageUrl } from './app-protocol.ts';
import { ClockSetter } from './clock-setter.ts';
import { isComposited } from './compositor.ts';
import { CorePorts } from './core-ports.ts';
import { watchPage, watchGpu, type CrashesOptions } from './crashes.ts';
import type { DesktopFile } from './desktop-file.ts';
import { FlashWindow } from './flash-window.ts';
import type { Log } from './log.ts';
import { LoginItem } from './login-item.ts';
import { isNear, nextMoment, type Moment } from './next-moment.ts';
import { noticeOf, noticeOfHotkeys, noticeOfNote, noticeOfSentence, noticeOfUpdate } from './notices.ts';
import { Notifier } from './notifier.ts';
import { OverlayWindow } from './overlay-window.ts';
import { ownCommand, type Own } from './own-program.ts';
import { PageChannel, type Calls } from './page-channel.ts';
import { PaletteWindow } from './palette-window.ts';
import { Power } from './power.ts';
import type { Session } from './session.ts';
import { Shortcuts } from './shortcuts.ts';
import { linkWords, type Switches } from './switches.ts';
import type { MenuContent } from './tray-menu.ts';
import { TrayIcon } from './tray.ts';
import { Updater, type AutoUpdater } from './updater.ts';
import { languageOf, type Language } from './words.ts';

export interface ShellOptions {
  readonly core: RunningCore;
  /** What starts this app. */
  readonly own: Own;
  readonly session: Session;
  readonly file: DesktopFile;
  readonly log: Log;
  readonly switches: Switches;
  /** The API is at another port than its usual one. */
  readonly isElsewhere: boolean;
  /** Null where nothing is updated from within. */
  readonly updating: Promise<AutoUpdater> | null;
}

/** From the bundle, out/main. */
const PRELOAD = resolve(import.meta.dirname, '../preload/preload.cjs');
const TRAY_ICONS = resolve(import.meta.dirname, '../../main/shell/tray-icons');
/** What is near is looked at so often, ms: for the tray's words, the screen's flash, power and updates. */
const LOOK_MS = 5000;
/** The palette's page waits until the overlay has had its first digits, ms after that is loaded, unless it is asked for before. */
const PALETTE_AFTER_MS = 1000;
/** A window for the flash takes a while to be made, ms before the first alarm. */
const FLASH_BEFORE_MS = 60_000;
/** The last flash of a moment is over by then, ms. */
const FLASH_AFTER_MS = 10_000;

const NOTIFIED = ['alarm', 'missed', 'alert'] as const satisfies CoreMessage['type'][];

export class Shell {
  private readonly options: ShellOptions;
  private readonly client: Client;
  private readonly channel: PageChannel;
  private readonly overlay: OverlayWindow;
  private readonly palette: PaletteWindow;
  private readonly flash: FlashWindow;
  private readonly actions: Actions;
  private readonly tray: TrayIcon;
  private readonly shortcuts: Shortcuts;
  private readonly notifier: Notifier;
  private readonly power: Power;
  private readonly loginItem: LoginItem;
  private readonly clockSetter: ClockSetter;
  readonly updater: Updater;
  private readonly looking: NodeJS.Timeout;
  private readonly now = () => localClock.now();
  private readonly language = (): Language =>
    languageOf(this.client.state.current?.settings.display.language ?? 'auto', app.getLocale());
  /** Whoever comes to a window may have ended the program that had a hotkey. */
  private readonly focused = () => this.shortcuts.tryAll();
  private anchorMs = 0;
  private hasToldHotkeys = false;
  private isClosed = false;

  constructor(options: ShellOptions) {
    this.options = options;
    const { core, own, session, file, log, switches, updating } = options;
    const attach = core.attach;
    if (!attach) throw new Error('A core that serves nobody has no windows.');
    this.client = connect({ pipe: insidePipe(attach) });
    this.client.on('hello', (hello) => (this.anchorMs = hello.anchorMs));
    this.client.on('pong', (pong) => (this.anchorMs = pong.anchorMs));
    this.loginItem = new LoginItem(session, this.language, own);
    this.clockSetter = new ClockSetter({ platform: process.platform, language: this.language });
    this.notifier = new Notifier({
      Notification,
      now: this.now,
      open: (place) => this.actions.open(place),
      act: (deed) => this.actions.deed(deed),
      note: (line) => log.note(line),
    });
    this.power = new Power({ powerMonitor, powerSaveBlocker });
    this.updater = new Updater({
      load: updating && (() => updating),
      squirrel: process.platform === 'darwin' ? autoUpdater : null,
      now: this.now,
      moment: () => this.moment(),
      isWanted: () => file.preferences.updates,
      language: this.language,
      quit: () => app.quit(),
      releaseLock: () => app.releaseSingleInstanceLock(),
      note: (line) => log.note(line),
    });
    this.channel = new PageChannel({
      ports: new CorePorts(attach),
      calls: this.calls(),
      state: () => this.state(),
      fault: (what, error) => log.fault(what, error),
    });
    const page = { session, preload: PRELOAD };
    this.overlay = new OverlayWindow({
      ...page,
      url: pageUrl('overlay'),
      file,
      isOpaque: this.isOpaque,
      corner: this.client.state.current?.settings.display.corner ?? 'top-right',
      onPage: (contents, window) => {
        this.watch('overlay', contents, window);
        contents.once('did-stop-loading', () =>
          setTimeout(() => this.palette.load(), PALETTE_AFTER_MS).unref(),
        );
      },
      onChange: () => this.tell(),
    });
    this.palette = new PaletteWindow({
      ...page,
      url: pageUrl('palette'),
      onPage: (contents, window) => this.watch('palette', contents, window),
      wish: (contents, wish) => this.channel.wish(contents, wish),
    });
    this.flash = new FlashWindow({
      ...page,
      url: pageUrl('flash'),
      display: () => this.overlay.display,
      isOpaque: () => this.isOpaque,
      onPage: (contents, window) => this.watch('flash', contents, window),
    });
    this.actions = new Actions({
      ...{ client: this.client, overlay: this.overlay, palette: this.palette },
      ...{ updater: this.updater, loginItem: this.loginItem, clockSetter: this.clockSetter },
      language: this.language,
      say: (sentence) => this.say(sentence),
      onChange: () => this.tell(),
    });
    this.shortcuts = new Shortcuts({
      session,
      actions: this.actions.byHotkey,
      onChange: () => this.tell(),
    });
    this.tray = new TrayIcon({
      session,
      folder: TRAY_ICONS,
      content: () => this.menuContent(),
      onClick: (action) => this.actions.menu(action),
      note: (line) => log.note(line),
    });
    this.tray.onChange(() => this.tell());
    this.tray.update();
    app.on('browser-window-focus', this.focused);
    watchGpu(app, () => file.keepWithoutGpu(), this.crashes);
    this.power.onWake(() => this.woke());
    this.power.onSessionEnd(() => {
      this.updater.withhold();
      app.quit();
    });
    this.client.state.onChange(({ settings }) => {
      this.overlay.setCorner(settings.display.corner);
      this.shortcuts.follow(settings.hotkeys);
      this.tellHotkeys();
      this.look();
    });
    for (const type of NOTIFIED)
      this.client.on(type, (message) => {
        const notice = noticeOf(message, this.language());
        if (notice) this.notifier.show(notice);
      });
    this.updater.onChange((state) => {
      if (state.is === 'ready' && state.waitsFor === null)
        this.notifier.show(noticeOfUpdate(state.version, this.language()));
      this.tell();
    });
    this.updater.start();
    this.looking = setInterval(() => this.look(), LOOK_MS);
    void this.client.ready().then(
      () => this.begun(switches),
      () => undefined, // it ends before it has begun
    );
  }

  /** A sentence that a person should read. */
  say(sentence: string): void {
    this.notifier.show(noticeOfSentence(sentence));
  }

  /** What the app was started with, or a second start or a link tells it. */
  follow({ wishes, add, problem }: Switches): void {
    for (const wish of wishes) this.actions.wish(wish);
    if (add !== null) this.actions.askToAdd(add);
    if (problem !== null) this.say(linkWords(problem, this.language()));
  }

  close(): void {
    if (this.isClosed) return;
    this.isClosed = true;
    clearInterval(this.looking);
    app.off('browser-window-focus', this.focused);
    this.shortcuts.close();
    this.power.close();
    this.tray.close();
    this.channel.close();
    this.client.close();
    this.flash.close();
    this.palette.close();
    this.overlay.close();
  }

  private begun(switches: Switches): void {
    const { session, log } = this.options;
    for (const note of this.notes)
      // Once it is known to the person it need not be said at each start; the palette has it.
      if (note === 'other-port' || note === 'no-gpu') this.notifier.show(noticeOfNote(note, this.language()));
      else log.note(`Here: ${note} (${session}).`);
    this.look();
    this.follow(switches);
    const isEmpty = this.client.state.current?.servers.size === 0;
    // macOS hands over no words at login, but says that it was one.
    const isHidden = switches.isHidden || this.loginItem.wasOpenedAtLogin;
    if (isEmpty && !isHidden) this.palette.show();
  }

  private watch(name: string, contents: WebContents, window: BrowserWindow): void {
    this.channel.add(contents);
    this.power.watch(window);
    watchPage(name, contents, this.crashes);
    // Whoever was recording a hotkey is gone with the page.
    contents.on('did-start-loading', () => this.shortcuts.setSuspended(false));
  }

  private get crashes(): CrashesOptions {
    const { log } = this.options;
    return {
      now: this.now,
      language: this.language,
      tell: (sentence) => {
        log.tell(sentence);
        this.say(sentence);
      },
      note: (line) => log.note(line),
    };
  }

  /** What is near, now and then. */
  private look(): void {
    const moment = this.moment();
    this.power.setNear(isNear(moment));
    void this.updater.tend();
    const isWanted = this.client.state.current?.settings.flash === 'screen';
    this.flash.setWanted(
      isWanted && moment !== null && moment.alarmInMs < FLASH_BEFORE_MS && moment.dueInMs > -FLASH_AFTER_MS,
    );
    this.tray.update();
  }

  private woke(): void {
    this.overlay.assert();
    this.loginItem.read();
    this.shortcuts.tryAll();
  }

  private moment(): Moment | null {
    const { current } = this.client.state;
    const now = this.nowEpochMs();
    return current && now !== null ? nextMoment(current.events.values(), now) : null;
  }

  /** By the core's wall clock; null while that is not known. */
  private nowEpochMs(): number | null {
    const now = this.client.coreClock.read();
    return now && now.at + this.anchorMs;
  }

  private tell(): void {
    if (this.isClosed) return;
    this.channel.tellState();
    this.tray.update();
  }

  /** Once for each start: the settings show it from then on. */
  private tellHotkeys(): void {
    const { taken } = this.shortcuts;
    if (this.hasToldHotkeys || taken.length === 0) return;
    this.hasToldHotkeys = true;
    this.notifier.show(noticeOfHotkeys(taken, this.language()));
  }

  private get isOpaque(): boolean {
    const { session, file } = this.options;
    const { ground } = file.preferences;
    if (session === 'wayland') return true;
    // Without the graphics processor, Windows draws what is transparent black (electron#41891).
    if (ground === 'auto' && session === 'windows' && file.withoutGpu) return true;
    return ground === 'auto' ? !isComposited(session, process.env) : ground === 'opaque';
  }

  private get notes(): readonly DesktopNote[] {
    const { session, file, isElsewhere } = this.options;
    const noted: Readonly<Record<DesktopNote, boolean>> = {
      wayland: session === 'wayland',
      'no-tray': !this.tray.isThere,
      'no-compositor': file.preferences.ground === 'auto' && !isComposited(session, process.env),
      'no-gpu': file.withoutGpu,
      'other-port': isElsewhere,
    };
    return (Object.keys(noted) as DesktopNote[]).filter((note) => noted[note]);
  }

  private state(): DesktopState {
    const { file, own } = this.options;
    return {
      platform: process.platform === 'win32' || process.platform === 'darwin' ? process.platform : 'linux',
      command: ownCommand(own),
      hotkeys: this.shortcuts.states,
      isOverlayShown: this.overlay.isShown,
      isMoving: this.overlay.isMoving,
      isOpaque: this.isOpaque,
      notes: this.notes,
      preferences: { ...file.preferences, opensAtLogin: this.loginItem.isOn },
      update: this.updater.state,
    };
  }

  private calls(): Calls {
    return {
      sizeOverlay: (size) => this.overlay.resize(size),
      showOverlay: (isOn) => this.overlay.setShown(isOn),
      moveOverlay: (isOn) => this.overlay.setMoving(isOn),
      hidePalette: () => this.palette.hide(),
      setEditing: (isOn) => this.palette.setEditing(isOn),
      recordHotkeys: (isOn) => this.shortcuts.setSuspended(isOn),
      changePreferences: ({ opensAtLogin, ground, updates }) => {
        const { file } = this.options;
        if (opensAtLogin !== undefined) this.loginItem.set(opensAtLogin);
        file.prefer({ ...(ground && { ground }), ...(updates !== undefined && { updates }) });
        this.overlay.setOpaque(this.isOpaque);
        this.tell();
      },
      setClock: () => this.clockSetter.setClock(),
      installUpdate: () => this.updater.install(),
      quit: () => app.quit(),
    };
  }

  private menuContent(): MenuContent {
    return {
      core: this.client.state.current,
      desktop: this.state(),
      language: this.language(),
      version: app.getVersion(),
      nowEpochMs: this.nowEpochMs(),
      coreAt: this.client.coreClock.read()?.at ?? null,
    };
  }
}
