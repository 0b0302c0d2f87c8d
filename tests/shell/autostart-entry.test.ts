import { describe, expect, test } from 'vitest';
import { autostartEntry, isSwitchedOn } from '../../main/shell/autostart-entry.ts';

/** What a desktop starts by this entry: its string escapes undone, then the quoting of Exec, then the field codes. */
function started(entry: string): string[] {
  const value = /^Exec=(.*)$/m.exec(entry)?.[1] ?? '';
  const exec = value.replaceAll(/\\(.)/g, (_, letter: string) => (letter === 'n' ? '\n' : letter));
  const words = [...exec.matchAll(/"((?:\\[\s\S]|[^"\\])*)"/g)];
  return words.map(([, word]) => word.replaceAll(/\\([\s\S])/g, '$1').replaceAll('%%', '%'));
}

test('the entry names the program and its arguments', () => {
  expect(autostartEntry(['/opt/Ticketime/ticketime', '--hidden'])).toBe(
    [
      '[Desktop Entry]',
      'Type=Application',
      'Name=Ticketime',
      'Exec="/opt/Ticketime/ticketime" "--hidden"',
      'Terminal=false',
      'X-GNOME-Autostart-enabled=true',
      '',
    ].join('\n'),
  );
});

test.each([
  ['/home/a b/Ticketime.AppImage', '"/home/a b/Ticketime.AppImage"'],
  ['/home/100%/t', '"/home/100%%/t"'],
  ['/home/$USER/t', String.raw`"/home/\\$USER/t"`],
  ['/home/`id`/t', '"/home/\\\\`id\\\\`/t"'],
  ['/home/"a"/t', String.raw`"/home/\\"a\\"/t"`],
  [String.raw`/home/a\b/t`, String.raw`"/home/a\\\\b/t"`],
  ['/home/a\nExec=b/t', String.raw`"/home/a\nExec=b/t"`],
  ['/home/표/t', '"/home/표/t"'],
])('%j is written so that just that is started', (path, written) => {
  const entry = autostartEntry([path, '--hidden']);
  expect(entry).toContain(`\nExec=${written} "--hidden"\n`);
  expect(started(entry)).toEqual([path, '--hidden']);
});

describe('an entry', () => {
  const entry = autostartEntry(['/opt/t']);

  test.each([
    ['as it was written is on', entry, true],
    ['that the desktop has hidden is off', `${entry}Hidden=true\n`, false],
    ['that says it is not hidden is on', `${entry}Hidden=false\n`, true],
    [
      'that GNOME has switched off is off',
      entry.replace('X-GNOME-Autostart-enabled=true', 'X-GNOME-Autostart-enabled = false'),
      false,
    ],
    ['whose path only looks like it is on', autostartEntry(['/opt/Hidden=true']), true],
  ])('%s', (_, text, isOn) => {
    expect(isSwitchedOn(text)).toBe(isOn);
  });
});
