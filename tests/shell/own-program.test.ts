import { expect, test } from 'vitest';
import { ownCommand, ownFile, ownWords, wrapperOf } from '../../main/shell/own-program.ts';

const MOUNTED = '/tmp/.mount_TicketAb12/ticketime';
const IMAGE = { APPIMAGE: '/home/a b/Ticketime.AppImage', APPDIR: '/tmp/.mount_TicketAb12' };
const PORTABLE = {
  PORTABLE_EXECUTABLE_FILE: 'D:\\Ticketime-portable.exe',
  PORTABLE_EXECUTABLE_APP_FILENAME: 'ticketime',
};

test.each([
  ['what is installed', {}, '/opt/Ticketime/ticketime', null],
  ['an AppImage', IMAGE, MOUNTED, IMAGE.APPIMAGE],
  ['an AppImage below a link', { ...IMAGE, APPDIR: '/var/tmp/.mount_TicketAb12' }, MOUNTED, IMAGE.APPIMAGE],
  // An editor that is an AppImage hands its variables to what is started in its terminal.
  ['what was started in another AppImage', { ...IMAGE, APPDIR: '/tmp/.mount_Editor' }, MOUNTED, null],
  ['what was started by an older one', { APPIMAGE: '/home/other.AppImage' }, '/usr/bin/electron', null],
  ['a portable program', PORTABLE, 'C:\\Temp\\app\\Ticketime.exe', PORTABLE.PORTABLE_EXECUTABLE_FILE],
  [
    'what was started by another portable program',
    { ...PORTABLE, PORTABLE_EXECUTABLE_APP_FILENAME: 'editor' },
    'C:\\Programs\\Ticketime.exe',
    null,
  ],
])('%s is known by its own file', (_name, env, execPath, wrapper) => {
  expect(wrapperOf({ env, execPath })).toBe(wrapper);
  expect(ownFile({ env, execPath })).toBe(wrapper ?? execPath);
});

test('the command that a person binds to a key is one that a shell takes, and finds the app that runs', () => {
  const installed = { env: {}, execPath: '/opt/Ticketime/ticketime' };
  expect(ownCommand({ ...installed, words: ownWords(null, null) })).toBe('/opt/Ticketime/ticketime');
  expect(ownCommand({ env: IMAGE, execPath: MOUNTED, words: ownWords(null, '/data/a b') })).toBe(
    "'/home/a b/Ticketime.AppImage' --data-dir '/data/a b'",
  );
  expect(ownCommand({ env: {}, execPath: '/a/electron', words: ownWords("/home/a/it's", null) })).toBe(
    String.raw`/a/electron '/home/a/it'\''s'`,
  );
});
