/** Looks for updates, fetches them in the background, and puts them in place when the app ends; as the policy allows. */
import { setTimeout as delay } from 'node:timers/promises';
import type { AutoUpdater as Squirrel } from 'electron';
import type { AppUpdater, UpdateCheckResult } from 'electron-updater';
import type { UpdateState } from '../../api/protocol/desktop.ts';
import { Failure } from '../failure.ts';
import { isNear, type Moment } from './next-moment.ts';
import { isCheckDue, updateState, whyNotNow, type Checked, type Fetched } from './update-policy.ts';
import type { Language } from './words.ts';

export type AutoUpdater = Pick<
  AppUpdater,
  | 'autoDownload'
  | 'autoInstallOnAppQuit'
  | 'disableWebInstaller'
  | 'logger'
  | 'on'
  | 'checkForUpdates'
  | 'quitAndInstall'
>;

export interface UpdaterOptions {
  /** Null where nothing is ever updated from within (update-policy.ts, canUpdate). */
  readonly load: (() => Promise<AutoUpdater>) | null;
  /** On macOS, Electron's own updater, which puts in place what it was handed; null elsewhere. */
  readonly squirrel: Pick<Squirrel, 'once' | 'checkForUpdates' | 'quitAndInstall'> | null;
  /** Monotonic ms. */
  readonly now: () => number;
  /** The nearest of an event. */
  readonly moment: () => Moment | null;
  /** Whether the person wants updates. */
  readonly isWanted: () => boolean;
  readonly language: () => Language;
  /** Ends the app in order; `finish` comes last. */
  readonly quit: () => void;
  /** The new one is not to find this one in its place. */
  readonly releaseLock: () => void;
  readonly note: (line: string) => void;
  readonly pause?: (ms: number) => Promise<unknown>;
}

const TEND_MS = 60_000;
/** Squirrel copies and checks what it is handed. */
const HAND_OVER_MS = 30_000;
const RELAUNCH_MS = 5000;

/** Holds the main thread up for some 45 ms: it is to be called before the first window. */
export async function loadAutoUpdater(): Promise<AutoUpdater> {
  const { default: updaters } = await import('electron-updater');
  return updaters.autoUpdater;
}

export class Updater {
  readonly #options: UpdaterOptions;
  readonly #listeners: ((state: UpdateState) => void)[] = [];
  #timer: NodeJS.Timeout | null = null;
  #updater: AutoUpdater | null = null;
  #checked: Checked | null = null;
  #isChecking = false;
  #fetched: Fetched = null;
  #cancel: (() => void) | null = null;
  #told: UpdateState;
  /** The person wants it now. */
  #isAsked = false;
  #isWithheld = false;
  #finishing: Promise<void> | null = null;

  constructor(options: UpdaterOptions) {
    this.#options = options;
    this.#told = this.#state();
  }

  get state(): UpdateState {
    return this.#told;
  }

  onChange(listener: (state: UpdateState) => void): void {
    this.#listeners.push(listener);
  }

  start(): void {
    if (!this.#options.load) return;
    this.#timer = setInterval(() => void this.tend(), TEND_MS).unref();
    void this.tend();
  }

  /** What is due now; once a minute. Never rejects. */
  async tend(): Promise<void> {
    const { load, now, moment, isWanted } = this.#options;
    if (!load) return;
    if (isNear(moment())) this.#cancel?.();
    this.#tell();
    const mayCheck = isWanted() && !this.#isChecking && this.#fetched === null;
    if (mayCheck && isCheckDue(this.#checked, now(), moment())) await this.#check(load);
  }

  /** At the person's wish. Throws a Failure when it is not the time. */
  install(): void {
    this.#tell();
    const why = whyNotNow(this.#told, this.#options.language());
    if (why) throw new Failure(why.code, why.message);
    this.#isAsked = true;
    this.#options.quit();
  }

  /** The session ends: an installer that is started now would be killed halfway. */
  withhold(): void {
    this.#isWithheld = true;
  }

  /** Last of all, when nothing of the app runs any more; it exits after that. Once, however often the app is told to end. Never rejects. */
  finish(): Promise<void> {
    return (this.#finishing ??= this.#finish());
  }

  async #finish(): Promise<void> {
    if (this.#timer) clearInterval(this.#timer);
    this.#cancel?.();
    const { isWanted, note } = this.#options;
    const state = this.#state();
    const isTime = state.is === 'ready' && state.waitsFor === null && !this.#isWithheld;
    if (!isTime || !(this.#isAsked || isWanted())) return;
    try {
      await this.#putInPlace();
    } catch (error) {
      note(`The update was not put in place: ${String(error)}`);
    }
  }

  async #putInPlace(): Promise<void> {
    const { squirrel, releaseLock, note, pause = delay } = this.#options;
    if (!squirrel) {
      releaseLock();
      this.#updater?.on('error', (error) => note(`The update was not put in place: ${String(error)}`));
      this.#updater?.quitAndInstall(true, this.#isAsked);
      return;
    }
    // What it was handed it puts in place when the app has ended, whatever comes: so not before its end.
    const isTaken = await Promise.race([handOver(squirrel), pause(HAND_OVER_MS).then(() => false)]);
    if (!isTaken || !this.#isAsked) return;
    releaseLock();
    squirrel.quitAndInstall();
    // It ends the app itself, once it has noted that it is to start it again.
    await pause(RELAUNCH_MS);
  }

  async #check(load: () => Promise<AutoUpdater>): Promise<void> {
    const { now, note } = this.#options;
    this.#isChecking = true;
    try {
      this.#updater ??= await this.#prepared(load);
      const result = await this.#updater.checkForUpdates();
      this.#checked = { at: now(), hasFailed: false };
      if (result?.isUpdateAvailable) this.#fetch(result);
    } catch (error) {
      this.#checked = { at: now(), hasFailed: true };
      note(`No update could be looked for: ${String(error)}`);
    } finally {
      this.#isChecking = false;
    }
  }

  #fetch({ updateInfo: { version }, downloadPromise, cancellationToken }: UpdateCheckResult): void {
    const { now, note } = this.#options;
    this.#set({ version, isWhole: false });
    this.#cancel = () => cancellationToken?.cancel();
    Promise.resolve(downloadPromise)
      .then(() => this.#set({ version, isWhole: true }))
      .catch((error: unknown) => {
        note(`The update ${version} was not fetched: ${String(error)}`);
        this.#checked = { at: now(), hasFailed: true };
        this.#set(null);
      })
      .finally(() => (this.#cancel = null));
  }

  async #prepared(load: () => Promise<AutoUpdater>): Promise<AutoUpdater> {
    const updater = await load();
    updater.autoDownload = true;
    // By `finish` alone, which knows what is near.
    updater.autoInstallOnAppQuit = false;
    updater.disableWebInstaller = true;
    // What fails is noted here, by what it rejects with; without a listener it would be thrown once more.
    updater.logger = null;
    updater.on('error', () => undefined);
    return updater;
  }

  #set(fetched: Fetched): void {
    this.#fetched = fetched;
    this.#tell();
  }

  #state(): UpdateState {
    const { load, moment } = this.#options;
    return load ? updateState(this.#fetched, moment()) : { is: 'never' };
  }

  #tell(): void {
    const state = this.#state();
    if (JSON.stringify(state) === JSON.stringify(this.#told)) return;
    this.#told = state;
    for (const listener of this.#listeners) listener(state);
  }
}

/** Rejects when it cannot take it, as when the app is not signed. */
function handOver(squirrel: NonNullable<UpdaterOptions['squirrel']>): Promise<boolean> {
  return new Promise((resolve, reject) => {
    squirrel.once('update-downloaded', () => resolve(true));
    squirrel.once('error', reject);
    squirrel.checkForUpdates();
  });
}
