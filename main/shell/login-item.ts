/** Whether the app starts with the session. Windows and macOS keep that themselves; on Linux it is a file. */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { app } from 'electron';
import { Failure } from '../failure.ts';
import { autostartEntry, isSwitchedOn } from './autostart-entry.ts';
import { ownFile, wrapperOf, type Own } from './own-program.ts';
import { X11_SWITCH, type Session } from './session.ts';
import { words, type Language } from './words.ts';

/** It comes with the session: nothing comes forward. */
const HIDDEN = '--hidden';

export class LoginItem {
  private readonly session: Session;
  private readonly language: () => Language;
  private readonly own: Own;
  private known = false;

  constructor(session: Session, language: () => Language, own: Own) {
    this.session = session;
    this.language = language;
    this.own = own;
    this.read();
    // An AppImage goes by another name once it is updated or moved: the entry is to name the one that runs.
    if (this.isFile && this.known && wrapperOf(own) !== null && readText(this.file) !== this.entry)
      attempt(() => this.write());
  }

  /** As it was read last, for on Windows it is read off the registry. */
  get isOn(): boolean {
    return this.known;
  }

  /** Again: a person may have changed it in the system's own settings. */
  read(): void {
    this.known = this.isFile ? isKept(readText(this.file)) : this.isRegistered();
  }

  /** macOS alone tells. */
  get wasOpenedAtLogin(): boolean {
    return this.session === 'macos' && app.getLoginItemSettings().wasOpenedAtLogin;
  }

  /** Throws a Failure when the system does not let it. */
  set(isOn: boolean): void {
    if (this.isFile) {
      const problem = attempt(() => (isOn ? this.write() : rmSync(this.file, { force: true })));
      this.read();
      if (problem)
        throw new Failure(
          'autostart-unwritable',
          text(this.language()).unwritable(this.file, problem.message),
          { cause: problem },
        );
      return;
    }
    app.setLoginItemSettings({ openAtLogin: isOn, ...this.item });
    this.read();
    if (this.known === isOn) return;
    const say = text(this.language());
    throw new Failure('login-item-refused', this.session === 'macos' ? say.notOnMac : say.notOnWindows);
  }

  private get isFile(): boolean {
    return this.session !== 'windows' && this.session !== 'macos';
  }

  private isRegistered(): boolean {
    const { openAtLogin, executableWillLaunchAtLogin } = app.getLoginItemSettings(this.item);
    // The task manager of Windows switches an entry off and leaves it.
    return openAtLogin && (this.session === 'macos' || executableWillLaunchAtLogin);
  }

  /** What Windows is to start. On macOS it is the app itself. */
  private get item(): { readonly path: string; readonly args: string[] } {
    return { path: ownFile(this.own), args: [...this.own.words.map((word) => `"${word}"`), HIDDEN] };
  }

  private get entry(): string {
    return autostartEntry([ownFile(this.own), X11_SWITCH, ...this.own.words, HIDDEN]);
  }

  private get file(): string {
    const config = this.own.env['XDG_CONFIG_HOME'];
    // The specification passes over one that is not absolute.
    const parent = config?.startsWith('/') ? config : join(homedir(), '.config');
    return join(parent, 'autostart', 'ticketime.desktop');
  }

  private write(): void {
    mkdirSync(dirname(this.file), { recursive: true });
    writeFileSync(this.file, this.entry);
  }
}

/** What was in the way; null for nothing. */
function attempt(what: () => void): Error | null {
  try {
    what();
    return null;
  } catch (error) {
    return error as Error;
  }
}

const isKept = (entry: string | null) => entry !== null && isSwitchedOn(entry);

/** Null where there is no such file, or none that may be read. */
function readText(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return null;
  }
}

const text = words(
  {
    unwritable: (file: string, why: string) =>
      `Whether Ticketime starts with the session could not be kept in ${file} (${why}): give this user the right to write there.`,
    notOnMac:
      'macOS has not changed what opens at login: set it in System Settings, General, Login Items & Extensions.',
    notOnWindows: 'Windows has not changed what starts at sign-in: set it in Settings, Apps, Startup.',
  },
  {
    unwritable: (file, why) =>
      `로그인할 때 여는 설정을 ${file}에 저장하지 못했습니다 (${why}). 이 사용자에게 쓰기 권한을 주세요.`,
    notOnMac:
      'macOS에서 로그인할 때 여는 설정이 바뀌지 않았습니다. 시스템 설정 > 일반 > 로그인 항목 및 확장 프로그램에서 바꿔 주세요.',
    notOnWindows:
      'Windows에서 시작할 때 여는 설정이 바뀌지 않았습니다. 설정 > 앱 > 시작 프로그램에서 바꿔 주세요.',
  },
);
