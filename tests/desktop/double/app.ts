/** Electron's `app`: its life, from the start to an end in order, and one instance for each folder of user data. */
import { EventEmitter } from 'node:events';
import {
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  watch,
  writeFileSync,
  type FSWatcher,
} from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type Electron from 'electron';
import { onCommand } from './link.ts';
import { strict } from './strict.ts';

/** What the test says of this system. */
const { DOUBLE_LOCALE = 'en-GB', DOUBLE_PACKAGED } = process.env;

type Used =
  | 'enableSandbox'
  | 'disableHardwareAcceleration'
  | 'disableDomainBlockingFor3DAPIs'
  | 'exit'
  | 'focus'
  | 'getAppPath'
  | 'getLocale'
  | 'getLoginItemSettings'
  | 'getName'
  | 'getPath'
  | 'getPreferredSystemLanguages'
  | 'getVersion'
  | 'hide'
  | 'isHidden'
  | 'isPackaged'
  | 'isReady'
  | 'name'
  | 'quit'
  | 'relaunch'
  | 'releaseSingleInstanceLock'
  | 'requestSingleInstanceLock'
  | 'hasSingleInstanceLock'
  | 'setActivationPolicy'
  | 'setAppUserModelId'
  | 'setAsDefaultProtocolClient'
  | 'setLoginItemSettings'
  | 'setName'
  | 'setPath'
  | 'show'
  | 'whenReady';

class App extends EventEmitter implements Pick<Electron.App, Used> {
  readonly isPackaged = DOUBLE_PACKAGED === '1';
  name = 'Ticketime';
  readonly commandLine = strict('app.commandLine', {
    appendSwitch: () => undefined,
    hasSwitch: (name: string) => process.argv.some((word) => word.startsWith(`--${name}`)),
    getSwitchValue: (name: string) =>
      process.argv.find((word) => word.startsWith(`--${name}=`))?.split('=', 2)[1] ?? '',
  });
  /** As the test reads them. */
  readonly said: Record<string, unknown> = {};
  windows = (): { close(): void; destroy(): void }[] => [];

  private ready = false;
  private paths: Record<string, string> = {
    userData: join(tmpdir(), 'ticketime-double'),
    home: homedir(),
    temp: tmpdir(),
    appData: join(homedir(), '.config'),
    exe: process.execPath,
  };
  private lock: FSWatcher | null = null;
  private opensAtLogin = false;
  private isQuitting = false;
  private readonly becameReady = Promise.withResolvers<undefined>();

  constructor() {
    super();
    // As Electron: ready once the app's first module has been loaded.
    setImmediate(() =>
      setImmediate(() => {
        this.ready = true;
        this.emit('will-finish-launching');
        this.emit('ready', {}, {});
        this.becameReady.resolve(undefined);
      }),
    );
  }

  async whenReady(): Promise<void> {
    await this.becameReady.promise;
  }
  isReady(): boolean {
    return this.ready;
  }
  enableSandbox(): void {
    this.beforeReady('enableSandbox');
    this.said['sandbox'] = true;
  }
  disableHardwareAcceleration(): void {
    this.beforeReady('disableHardwareAcceleration');
    this.said['withoutGpu'] = true;
  }
  disableDomainBlockingFor3DAPIs(): void {
    this.beforeReady('disableDomainBlockingFor3DAPIs');
  }
  beforeReady(what: string): void {
    if (this.ready) throw new Error(`${what} must be called before the app is ready.`);
  }

  getPath(name: string): string {
    if (!Object.hasOwn(this.paths, name)) throw new Error(`The double has no path ${name}.`);
    return this.paths[name];
  }
  setPath(name: string, path: string): void {
    if (resolve(path) !== path) throw new Error('Path must be absolute');
    mkdirSync(path, { recursive: true });
    this.paths = { ...this.paths, [name]: path };
  }
  getAppPath(): string {
    return resolve(process.argv[1], '../../..');
  }
  getName(): string {
    return this.name;
  }
  setName(name: string): void {
    this.name = name;
  }
  getVersion(): string {
    return process.env['DOUBLE_VERSION'] ?? '0.2.0';
  }
  getLocale(): string {
    return this.ready ? DOUBLE_LOCALE : '';
  }
  getPreferredSystemLanguages(): string[] {
    return [DOUBLE_LOCALE];
  }
  setAppUserModelId(): void {
    this.said['appUserModelId'] = true;
  }
  setActivationPolicy(): void {
    this.said['activationPolicy'] = true;
  }
  setAsDefaultProtocolClient(protocol: string): boolean {
    this.said['protocol'] = protocol;
    return true;
  }
  getLoginItemSettings(): Electron.LoginItemSettings {
    const is = this.opensAtLogin;
    return {
      openAtLogin: is,
      wasOpenedAtLogin: false,
      status: is ? 'enabled' : 'not-registered',
      executableWillLaunchAtLogin: is,
      launchItems: [],
    };
  }
  setLoginItemSettings({ openAtLogin = false }: Electron.Settings): void {
    this.opensAtLogin = openAtLogin;
  }
  focus(): void {
    // There is no other program.
  }
  hide(): void {
    this.said['hidden'] = true;
  }
  show(): void {
    this.said['hidden'] = false;
  }
  isHidden(): boolean {
    return this.said['hidden'] === true;
  }

  /** A folder in that of user data; who comes second leaves there what it was started with, and ends. */
  requestSingleInstanceLock(data: Record<string, unknown> = {}): boolean {
    if (this.lock) return true;
    const folder = join(this.getPath('userData'), 'SingletonLock');
    if (!claim(folder)) {
      writeFileSync(
        join(folder, 'arriving'),
        JSON.stringify({ argv: process.argv, cwd: process.cwd(), data }),
      );
      renameSync(join(folder, 'arriving'), join(folder, `${process.pid}.json`));
      return false;
    }
    this.lock = watch(folder, (_event, name) => {
      const path = join(folder, name ?? '');
      if (!path.endsWith('.json') || !existsSync(path)) return;
      const { argv, cwd, data: given } = JSON.parse(readFileSync(path, 'utf8')) as Arrival;
      rmSync(path);
      this.emit('second-instance', {}, argv, cwd, given);
    });
    this.lock.unref();
    return true;
  }
  hasSingleInstanceLock(): boolean {
    return this.lock !== null;
  }
  releaseSingleInstanceLock(): void {
    if (!this.lock) return;
    this.lock.close();
    this.lock = null;
    rmSync(join(this.getPath('userData'), 'SingletonLock'), { recursive: true, force: true });
  }

  relaunch(options?: Electron.RelaunchOptions): void {
    this.said['relaunch'] = options ?? {};
  }

  /** As Electron: each step may be called off by whoever listens. */
  quit(): void {
    if (this.isQuitting) return;
    this.isQuitting = true;
    if (this.isCalledOff('before-quit')) return;
    for (const window of this.windows()) window.close();
    if (this.windows().length > 0) {
      this.isQuitting = false; // a window would not close
      return;
    }
    if (this.isCalledOff('will-quit')) return;
    this.exit(0);
  }
  private isCalledOff(event: string): boolean {
    const asked = new Preventable();
    this.emit(event, asked);
    if (asked.isPrevented) this.isQuitting = false;
    return asked.isPrevented;
  }
  exit(code = 0): void {
    for (const window of this.windows()) window.destroy();
    this.emit('quit', {}, code);
    this.releaseSingleInstanceLock();
    process.exit(code);
  }
}

/** What an event of Electron's can be told. */
export class Preventable {
  isPrevented = false;
  preventDefault(): void {
    this.isPrevented = true;
  }
}

interface Arrival {
  readonly argv: string[];
  readonly cwd: string;
  readonly data: unknown;
}

/** False when somebody who lives has it. */
function claim(folder: string): boolean {
  const holder = join(folder, 'holder');
  if (existsSync(holder) && isAlive(Number(readFileSync(holder, 'utf8')))) return false;
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  writeFileSync(holder, String(process.pid));
  return true;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

export const app = new App();
process.on('exit', () => app.releaseSingleInstanceLock());
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => app.quit());

onCommand('quit', () => app.quit());
onCommand('said', () => app.said);
onCommand('openUrl', (url) => void app.emit('open-url', { preventDefault: () => undefined }, url));
onCommand(
  'throw',
  (message) =>
    void setImmediate(() => {
      throw new Error(message);
    }),
);
onCommand(
  'gpuGone',
  () =>
    void app.emit('child-process-gone', {}, { type: 'GPU', reason: 'crashed', exitCode: 11, name: 'GPU' }),
);
