/** What `npm start` is asked for, and whether Electron can show it here. Pure. */

/** `sync`: an address to measure; `browser`: the pages, by the command of old; `app`: the desktop app, if it can be had. */
export type Wish = 'sync' | 'browser' | 'app';

/** What only `ticketime open` knows, so that who says one of them wants that. */
const OF_OPEN = /^(--(no-open|port|json|demo|no-demo|help)(=.*)?|-h)$/;
const BROWSER = '--browser';
/** What only the app knows (shell/switches.ts); in a browser there is nothing that would do it. */
const OF_APP = /^--(palette|sync|overlay|move|next-server|hidden)$/;

export function wishOf(words: readonly string[]): Wish {
  if (words.length > 0 && !words[0].startsWith('-') && !isLink(words[0])) return 'sync';
  return words.some((word) => word === BROWSER || OF_OPEN.test(word)) ? 'browser' : 'app';
}

/** A link for the app to follow: an address, but none of a server. */
const isLink = (word: string) => /^ticketime:/i.test(word);

/** For the command, without what it does not know. */
export function wordsOfCommand(wish: Wish, words: readonly string[]): string[] {
  if (wish === 'sync') return ['sync', ...words];
  const isDemo = !words.includes('--demo') && !words.includes('--no-demo');
  return ['open', ...(isDemo ? ['--demo'] : []), ...words.filter(isOfCommand)];
}

const isOfCommand = (word: string) => word !== BROWSER && !OF_APP.test(word) && !isLink(word);

export interface Place {
  readonly platform: NodeJS.Platform;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Undefined on Windows. */
  readonly uid: number | undefined;
}

/** Why Electron cannot show windows here; null when nothing speaks against it. To be followed by a consequence. */
export function obstacle({ platform, env, uid }: Place): string | null {
  if (platform !== 'linux') return null;
  if (!env['DISPLAY'] && !env['WAYLAND_DISPLAY'])
    return 'There is no screen for windows (neither DISPLAY nor WAYLAND_DISPLAY is set)';
  if (uid === 0) return 'Electron keeps its sandbox, and so does not run as root';
  return null;
}

/** Ahead of the app's folder. Native Wayland knows no window that floats above others, so it is used only where there is nothing else. */
export function chromiumSwitches({ platform, env }: Pick<Place, 'platform' | 'env'>): string[] {
  if (platform !== 'linux') return [];
  return [`--ozone-platform=${env['DISPLAY'] ? 'x11' : 'wayland'}`];
}
