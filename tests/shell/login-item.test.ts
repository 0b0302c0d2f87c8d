import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { LoginItemSettings, LoginItemSettingsOptions, Settings } from 'electron';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { LoginItem } from '../../main/shell/login-item.ts';
import { ownWords, type Own } from '../../main/shell/own-program.ts';

/** What the system keeps of the item; `isObeying`: whether it does what it is told. */
const system = vi.hoisted(() => ({
  kept: { openAtLogin: false, executableWillLaunchAtLogin: false },
  isObeying: true,
  said: [] as unknown[],
}));
vi.mock('electron', () => ({
  app: {
    getLoginItemSettings(options: LoginItemSettingsOptions): Partial<LoginItemSettings> {
      system.said.push(options);
      return system.kept;
    },
    setLoginItemSettings({ openAtLogin = false, ...options }: Settings) {
      system.said.push({ openAtLogin, ...options });
      if (system.isObeying) system.kept = { openAtLogin, executableWillLaunchAtLogin: openAtLogin };
    },
  },
}));

const english = () => 'en' as const;
/** The app as it lies in an AppImage, or is unpacked by a portable program. */
const own = (env: Own['env'], words: Own['words'] = []): Own => ({
  env,
  execPath: '/tmp/.mount_T/ticketime',
  words,
});
const CHECKOUT = ownWords('/home/a b/checkout', '/d');
/** What an AppImage is told of itself. */
const image = (file: string) => ({ APPIMAGE: file, APPDIR: '/tmp/.mount_T' });
let config: string;
let entry: string;

beforeEach(() => {
  Object.assign(system, {
    kept: { openAtLogin: false, executableWillLaunchAtLogin: false },
    isObeying: true,
    said: [],
  });
  config = mkdtempSync(join(tmpdir(), 'ticketime-login-item-'));
  entry = join(config, 'autostart', 'ticketime.desktop');
  return () => rmSync(config, { recursive: true, force: true });
});

describe('on Linux the app opens at login', () => {
  const itemOf = (env: NodeJS.ProcessEnv = {}) =>
    new LoginItem('x11', english, own({ XDG_CONFIG_HOME: config, ...env }));
  const execIn = (file: string) => /^Exec=.*$/m.exec(readFileSync(file, 'utf8'))?.[0];

  test.each(['x11', 'xwayland', 'wayland'] as const)(
    'by an entry among those of the session, and no more once that is gone (%s)',
    (session) => {
      const item = new LoginItem(session, english, own({ XDG_CONFIG_HOME: config }));
      expect(item.isOn).toBe(false);
      item.set(true);
      expect(item.isOn).toBe(true);
      expect(execIn(entry)).toContain('"--ozone-platform=x11" "--hidden"');
      item.set(false);
      expect([item.isOn, existsSync(entry)]).toEqual([false, false]);
      item.set(false);
      expect(system.said).toEqual([]);
    },
  );

  test('as the program that runs', () => {
    itemOf().set(true);
    expect(execIn(entry)).toBe(`Exec="/tmp/.mount_T/ticketime" "--ozone-platform=x11" "--hidden"`);
  });

  test('as the AppImage, which is mounted elsewhere each time, and by its name of now', () => {
    itemOf(image('/home/a b/Ticketime-1.AppImage')).set(true);
    expect(execIn(entry)).toContain('Exec="/home/a b/Ticketime-1.AppImage" ');
    expect(itemOf(image('/home/a b/Ticketime-2.AppImage')).isOn).toBe(true);
    expect(execIn(entry)).toContain('Exec="/home/a b/Ticketime-2.AppImage" ');
  });

  test('as what was installed, though another copy of it is run for once', () => {
    itemOf(image('/home/a b/Ticketime-1.AppImage')).set(true);
    expect(itemOf().isOn).toBe(true);
    expect(execIn(entry)).toContain('Exec="/home/a b/Ticketime-1.AppImage" ');
  });

  test('from a checkout with the folder of the checkout, and with that of its data', () => {
    new LoginItem('x11', english, own({ XDG_CONFIG_HOME: config }, CHECKOUT)).set(true);
    expect(execIn(entry)).toContain(
      '"--ozone-platform=x11" "/home/a b/checkout" "--data-dir" "/d" "--hidden"',
    );
  });

  test('unless the desktop has switched the entry off, which stays as it is', () => {
    const item = itemOf();
    item.set(true);
    const off = `${readFileSync(entry, 'utf8')}Hidden=true\n`;
    writeFileSync(entry, off);
    expect(item.isOn).toBe(true);
    item.read();
    expect(item.isOn).toBe(false);
    expect(itemOf(image('/home/other.AppImage')).isOn).toBe(false);
    expect(readFileSync(entry, 'utf8')).toBe(off);
    item.set(true);
    expect(item.isOn).toBe(true);
  });

  test('by no entry that cannot be written: the sentence says where that was to be', () => {
    writeFileSync(join(config, 'autostart'), 'in the way');
    const item = itemOf();
    expect(() => item.set(true)).toThrow(
      expect.objectContaining({
        name: 'Failure',
        code: 'autostart-unwritable',
        message: expect.stringMatching(
          /^Whether Ticketime starts with the session could not be kept in .*ticketime\.desktop \(.+\): give this user the right to write there\.$/,
        ) as string,
      }),
    );
    expect(item.isOn).toBe(false);
  });
});

describe('on Windows and macOS', () => {
  test.each(['windows', 'macos'] as const)('the system is told, and asked (%s)', (session) => {
    const item = new LoginItem(session, english, own({}));
    item.set(true);
    expect(item.isOn).toBe(true);
    const options = { path: '/tmp/.mount_T/ticketime', args: ['--hidden'] };
    expect(system.said).toEqual([options, { openAtLogin: true, ...options }, options]);
    item.set(false);
    expect(item.isOn).toBe(false);
    expect(existsSync(entry)).toBe(false);
  });

  test('the portable app is started by the file that the person has, not by what that unpacks', () => {
    const file = String.raw`C:\Users\a b\Ticketime portable.exe`;
    new LoginItem(
      'windows',
      english,
      own({ PORTABLE_EXECUTABLE_FILE: file, PORTABLE_EXECUTABLE_APP_FILENAME: 'ticketime' }),
    ).set(true);
    expect(system.said).toContainEqual({ openAtLogin: true, path: file, args: ['--hidden'] });
  });

  test('a checkout is started with its folder and that of its data, in quotes', () => {
    new LoginItem('windows', english, own({}, CHECKOUT)).set(true);
    expect(system.said.at(-1)).toMatchObject({
      args: ['"/home/a b/checkout"', '"--data-dir"', '"/d"', '--hidden'],
    });
  });

  test('what the task manager has switched off is off', () => {
    system.kept = { openAtLogin: true, executableWillLaunchAtLogin: false };
    expect(new LoginItem('windows', english, own({})).isOn).toBe(false);
    expect(new LoginItem('macos', english, own({})).isOn).toBe(true);
  });

  test('what a person changed in the settings of the system is seen', () => {
    const item = new LoginItem('macos', english, own({}));
    system.kept = { openAtLogin: true, executableWillLaunchAtLogin: false };
    expect(item.isOn).toBe(false);
    item.read();
    expect(item.isOn).toBe(true);
  });

  test.each([
    ['macos', 'en', /^macOS has not changed .* System Settings, General, Login Items & Extensions\.$/],
    ['macos', 'ko', /로그인 항목 및 확장 프로그램에서 바꿔 주세요\.$/],
    ['windows', 'en', /^Windows has not changed .* Settings, Apps, Startup\.$/],
    ['windows', 'ko', /설정 > 앱 > 시작 프로그램에서 바꿔 주세요\.$/],
  ] as const)('a person is told where to set it when %s does not obey (%s)', (session, language, said) => {
    system.isObeying = false;
    const item = new LoginItem(session, () => language, own({}));
    expect(() => item.set(true)).toThrow(said);
    expect(item.isOn).toBe(false);
    expect(() => item.set(false)).not.toThrow();
  });
});
