/** The palette's own keys, by command; those of the whole computer are settings. */
export const COMMAND_KEYS: Readonly<Record<string, string>> = {
  'new-event': 'Alt+E',
  practice: 'Alt+P',
  compare: 'Alt+C',
  schedule: 'Alt+L',
  settings: 'CommandOrControl+,',
  access: 'Alt+T',
  plugins: 'Alt+G',
  'arrival-safe': 'Alt+A',
  'server-time': 'Alt+A',
  milliseconds: 'Alt+M',
  date: 'Alt+Y',
  zone: 'Alt+Z',
  countdown: 'Alt+O',
  sounds: 'Alt+U',
  'sync-precise': 'Alt+S',
  watch: 'Alt+W',
};
