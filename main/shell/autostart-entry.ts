/** The entry that starts the app with a session of Linux, by the Desktop Entry Specification (1.5) and the Autostart one. Pure. */

/** @param command the program, with its whole path, and its arguments */
export function autostartEntry(command: readonly string[]): string {
  return [
    '[Desktop Entry]',
    'Type=Application',
    'Name=Ticketime',
    `Exec=${command.map(quoted).join(' ')}`,
    'Terminal=false',
    'X-GNOME-Autostart-enabled=true',
    '',
  ].join('\n');
}

/** Desktops switch an entry off by a word in it, and leave the file. */
export function isSwitchedOn(entry: string): boolean {
  return !/^(?:Hidden\s*=\s*true|X-GNOME-Autostart-enabled\s*=\s*false)\s*$/m.test(entry);
}

/** What an Exec key takes as one argument; a percent sign begins a field code, so it is doubled. */
function quoted(argument: string): string {
  const escaped = argument.replaceAll(/["`$\\]/g, String.raw`\$&`).replaceAll('%', '%%');
  // In any value of a desktop file a backslash is written twice, and a new line as its letter.
  return `"${escaped.replaceAll('\\', '\\\\').replaceAll('\n', String.raw`\n`)}"`;
}
