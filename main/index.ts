/**
 * The desktop app: the core, and around it the windows, the tray and the keys (main/shell). What must be said before Electron is
 * ready is said while this file is loaded; nothing here waits at the top level, for Electron is not ready before that has ended.
 */
import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { app, dialog } from 'electron';
import { folderOf } from './cli/folder.ts';
import { watchSignals } from './cli/interruption.ts';
import { DEFAULT_PORT } from './cli/port.ts';
import { startCore, type RunningCore } from './core.ts';
import { Failure } from './failure.ts';
import { registerScheme, servePages } from './shell/app-protocol.ts';
import { watchFaults } from './shell/crashes.ts';
import { openDesktopFile, type DesktopFile } from './shell/desktop-file.ts';
import { guardSession } from './shell/guards.ts';
import { openLog, type Log } from './shell/log.ts';
import { mark, marks } from './shell/marks.ts';
import { ownFile, ownWords, wrapperOf, type Own } from './shell/own-program.ts';
import { isBetterByX11, sessionOf, X11_SWITCH } from './shell/session.ts';
import { Shell } from './shell/shell.ts';
import { readLink, readSwitches, type Switches } from './shell/switches.ts';
import { startAnew } from './shell/start-anew.ts';
import { canUpdate } from './shell/update-policy.ts';
import { loadAutoUpdater, type AutoUpdater } from './shell/updater.ts';
import { languageOf } from './shell/words.ts';
import { dataFolderPath, makeFolder } from './store/data-folder.ts';

/** As electron-builder knows it (main/packaging): Windows shows notifications only of programs that say who they are. */
const APP_ID = 'io.github.ticketime';
const LINKS = 'ticketime';
/** For the windows and the core to end in, ms. */
const CLOSE_MS = 5000;
/** The built pages, beside the bundle. */
const PAGES = resolve(import.meta.dirname, '../renderer');

mark('modules loaded');
/** Throws a Failure. */
function begin(words: readonly string[]): void {
  const here = { platform: process.platform, env: process.env, argv: words };
  if (app.isPackaged && isBetterByX11(here, existsSync) && startAnew([X11_SWITCH, ...words])) {
    app.exit(0);
    return;
  }
  const switches = readSwitches(words);
  const folder = folderOf(switches.dataDir ?? undefined);
  makeFolder(folder);
  // Chromium's own files lie apart from what Ticketime keeps; so does the lock of the single instance.
  app.setPath('userData', join(folder, 'desktop'));
  if (!app.requestSingleInstanceLock({ words })) {
    app.exit(0); // the one that runs has been told what was asked of this one
    return;
  }
  app.setAppUserModelId(APP_ID);
  // An AppImage says of itself where its system keeps it from Chromium's sandbox; asked for all the same, it would abort.
  if (!app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox();
  registerScheme();
  const log = openLog(folder);
  const told: string[] = [];
  const file = openDesktopFile(folder, (sentence) => told.push(sentence));
  if (file.withoutGpu) app.disableHardwareAcceleration();
  mark('said before ready');
  new App({ folder, log, file, switches, told }).run().catch(refuse);
}

interface Wanted {
  readonly folder: string;
  readonly log: Log;
  readonly file: DesktopFile;
  readonly switches: Switches;
  /** Sentences from before there was anybody to tell. */
  readonly told: string[];
}

class App {
  private readonly wanted: Wanted;
  private shell: Shell | undefined;
  private starting: ReturnType<typeof startAnywhere> | undefined;
  private closing: Promise<void> | undefined;
  /** Asked for before there was anybody to do it. */
  private asked: Switches[] = [];

  constructor(wanted: Wanted) {
    this.wanted = wanted;
  }

  /** The core and Electron get ready beside each other; the windows are the core's clients, and come after both. */
  async run(): Promise<void> {
    const { folder, log, file, switches } = this.wanted;
    this.listen();
    watchFaults({
      ...{ app, dialog, process, log },
      language: () => languageOf('auto', app.getLocale()),
      tell: (sentence) => this.shell?.say(sentence),
      close: () => this.close(),
      startAnew,
    });
    const updating = this.updater();
    const starting = startAnywhere(folder, (sentence) => this.tell(sentence));
    this.starting = starting;
    const [{ core, isElsewhere }] = await Promise.all([starting, app.whenReady()]);
    await Promise.all([core.core.state(), updating]); // loaded whole before the first window, so that nothing stands still after it
    mark('core and Electron ready');
    if (this.closing) return;
    guardSession();
    servePages(PAGES, app.isPackaged ? null : (process.env.ELECTRON_RENDERER_URL ?? null));
    if (process.platform === 'darwin') app.dock?.hide();
    if (app.isPackaged) app.setAsDefaultProtocolClient(LINKS, ownFile(process));
    const session = sessionOf({
      platform: process.platform,
      env: process.env,
      argv: [...process.argv, ...ozone()],
    });
    const own = ownProgram(folder);
    const shell = new Shell({ core, own, session, file, log, switches, isElsewhere, updating });
    this.shell = shell;
    for (const sentence of this.wanted.told.splice(0)) this.tell(sentence);
    for (const one of this.asked.splice(0)) shell.follow(one);
    mark('windows made');
    log.note(marks());
  }

  private listen(): void {
    app.on('second-instance', (_event, _argv, _folder, given) => {
      const { words } = given as { words: readonly string[] };
      const switches = readSwitches(words);
      this.follow(
        switches,
        switches.wishes.length === 0 &&
          switches.add === null &&
          switches.problem === null &&
          !switches.isHidden,
      );
    });
    app.on('open-url', (event, url) => {
      event.preventDefault();
      this.follow({ ...readSwitches([]), ...readLink(url) }, false);
    });
    // Started once more from the dock or a menu: whoever does that wants to see something. macOS may tell it of the first start as well.
    app.on('activate', () => {
      if (this.shell) this.follow(readSwitches([]), true);
    });
    // Without a window the clock goes on: the tray and the keys bring them back.
    app.on('window-all-closed', () => undefined);
    let isClosed = false;
    app.on('will-quit', (event) => {
      if (isClosed) return;
      event.preventDefault();
      // What is kept is safe at any moment: an end that hangs helps nobody.
      const late = delay(CLOSE_MS, undefined, { ref: false }).then(() =>
        this.wanted.log.note('The end took too long.'),
      );
      void Promise.race([this.close(), late])
        .then(() => this.shell?.updater.finish())
        .then(() => this.wanted.log.close())
        .catch((error: unknown) => this.wanted.log.fault('While ending', error))
        .finally(() => {
          isClosed = true;
          app.exit(0);
        });
    });
    // A package that writes files (when-exit, by way of conf) would raise them anew, as if they were second ones. Ours come first: a
    // signal that meets no listener at all is lost.
    const raisers = (['SIGINT', 'SIGTERM', 'SIGHUP'] as const).map(
      (signal) => [signal, process.listeners(signal)] as const,
    );
    watchSignals().signal.addEventListener('abort', () => app.quit());
    for (const [signal, listeners] of raisers)
      for (const listener of listeners) process.off(signal, listener);
  }

  /** @param isBare nothing was asked for, so the palette is shown */
  private follow(switches: Switches, isBare: boolean): void {
    const wanted: Switches = isBare ? { ...switches, wishes: ['palette'] } : switches;
    if (this.shell) this.shell.follow(wanted);
    else this.asked.push(wanted);
  }

  private tell(sentence: string): void {
    this.wanted.log.tell(sentence);
    if (this.shell) this.shell.say(sentence);
    else this.wanted.told.push(sentence);
  }

  /** The windows first, then the core: what it has to say in the end is kept. */
  private close(): Promise<void> {
    return (this.closing ??= this.end());
  }

  private async end(): Promise<void> {
    this.shell?.close();
    // It is not ended half begun.
    const started = await this.starting?.catch(() => null);
    await started?.core.close();
  }

  /** Its code is loaded before the first window, for that holds up the main thread; null where it is not for this app to do. */
  private updater(): Promise<AutoUpdater> | null {
    const hasFeed = existsSync(join(process.resourcesPath, 'app-update.yml'));
    const isWrapped = wrapperOf(process) !== null;
    const { platform } = process;
    return canUpdate({ platform, isPackaged: app.isPackaged, isWrapped, hasFeed }) ? loadAutoUpdater() : null;
  }
}

/** What starts this app, with the folder that it has, however that was named. */
function ownProgram(folder: string): Own {
  const { env, execPath, platform } = process;
  const usual = dataFolderPath(undefined, {
    platform,
    env: { ...env, TICKETIME_DATA_DIR: undefined },
    home: homedir(),
  });
  const words = ownWords(app.isPackaged ? null : app.getAppPath(), folder === usual ? null : folder);
  return { env, execPath, words };
}

/** What Electron itself has added to its command line (ELECTRON_OZONE_PLATFORM_HINT). */
function ozone(): string[] {
  const chosen = app.commandLine.getSwitchValue('ozone-platform');
  return chosen === '' ? [] : [`--ozone-platform=${chosen}`];
}

/** At its usual port; where another program has that, at a free one, so that the clock is there all the same. */
async function startAnywhere(
  folder: string,
  tell: (sentence: string) => void,
): Promise<{ core: RunningCore; isElsewhere: boolean }> {
  try {
    const core = await startCore({ folder, tell, serve: { port: DEFAULT_PORT } });
    return { core, isElsewhere: false };
  } catch (error) {
    if (!(error instanceof Failure) || !/^port-(in-use|forbidden)$/.test(error.code)) throw error;
    return { core: await startCore({ folder, tell, serve: { port: 0 } }), isElsewhere: true };
  }
}

/** Nothing is left running. Works before Electron is ready as well. */
function refuse(error: unknown): void {
  const isFailure = error instanceof Failure;
  const sentence = isFailure ? error.message : `Ticketime met a bug, please report it: ${String(error)}`;
  if (!isFailure) process.stderr.write(`${error instanceof Error ? (error.stack ?? '') : ''}\n`);
  dialog.showErrorBox('Ticketime', sentence);
  app.exit(isFailure ? 1 : 70);
}

try {
  begin(process.argv.slice(1));
} catch (error) {
  refuse(error);
}
