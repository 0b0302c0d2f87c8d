/** Whether the app starts with the session. Windows and macOS keep that themselves; on Linux it is a file. */
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { app } from 'electron';
import { Failure } from '../failure.ts';
import { autostartEntry } from './autostart-entry.ts';
import type { Session } from './session.ts';
import { words, type Language } from './words.ts';

/** It comes with the session: nothing comes forward. */
const ARGS = ['--hidden'];
const X11 = '--ozone-platform=x11';

const text = words(
  {
    unwritable: (file: string, why: string) =>
      `Whether Ticketime starts with the session could not be kept in ${file} (${why}): give this user the right to write there.`,
  },
  {
    unwritable: (file, why) =>
      `로그인할 때 여는 설정을 ${file}에 저장하지 못했습니다 (${why}). 이 사용자에게 쓰기 권한을 주세요.`,
  },
);

export class LoginItem {
  private readonly isLinux: boolean;
  private readonly language: () => Language;
  private known = false;
  private readonly env: Readonly<Record<string, string | undefined>>;

  constructor(
    session: Session,
    language: () => Language,
    env: Readonly<Record<string, string | undefined>> = process.env,
  ) {
    this.isLinux = session !== 'windows' && session !== 'macos';
    this.env = env;
    this.language = language;
    this.read();
  }

  /** As it was read last, for on Windows it is read off the registry. */
  get isOn(): boolean {
    return this.known;
  }

  /** Again: a person may have changed it in the system's own settings. */
  read(): void {
    this.known = this.isLinux ? existsSync(this.file) : app.getLoginItemSettings({ args: ARGS }).openAtLogin;
  }

  /** Throws a Failure when the system does not let it. */
  set(isOn: boolean): void {
    if (!this.isLinux) {
      app.setLoginItemSettings({ openAtLogin: isOn, args: ARGS });
      this.read();
      return;
    }
    try {
      if (isOn) {
        mkdirSync(join(this.file, '..'), { recursive: true });
        writeFileSync(this.file, autostartEntry(this.env['APPIMAGE'] ?? process.execPath, [X11, ...ARGS]));
      } else rmSync(this.file, { force: true });
    } catch (error) {
      throw new Failure(
        'autostart-unwritable',
        text(this.language()).unwritable(this.file, (error as Error).message),
        { cause: error },
      );
    } finally {
      this.read();
    }
  }

  private get file(): string {
    const config = this.env['XDG_CONFIG_HOME'];
    const folder = config?.startsWith('/') ? config : join(homedir(), '.config');
    return join(folder, 'autostart', 'ticketime.desktop');
  }
}
