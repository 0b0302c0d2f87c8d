/** The entry that starts the app with a session of Linux, by the Desktop Entry Specification (1.5). Pure. */

/** @param program what is started, with its whole path */
export function autostartEntry(program: string, args: readonly string[]): string {
  return [
    '[Desktop Entry]',
    'Type=Application',
    'Name=Ticketime',
    `Exec=${[program, ...args].map(quoted).join(' ')}`,
    'Terminal=false',
    'X-GNOME-Autostart-enabled=true',
    '',
  ].join('\n');
}

/** What an Exec key takes as one argument; a percent sign begins a field code, so it is doubled. */
function quoted(argument: string): string {
  const escaped = argument.replaceAll(/["`$\\]/g, String.raw`\$&`).replaceAll('%', '%%');
  // A backslash is written twice in a value of a desktop file.
  return `"${escaped.replaceAll('\\', '\\\\')}"`;
}
