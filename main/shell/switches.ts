/** What the app is started with, or told by a second start: what is to be done at once, and a server to ask about. Pure. */

export type Wish = 'palette' | 'sync' | 'overlay' | 'move' | 'next-server';

export interface Switches {
  readonly wishes: readonly Wish[];
  /** A server that a link wants added: the person is asked. */
  readonly add: string | null;
  readonly dataDir: string | null;
  /** Started with the session: nothing comes forward. */
  readonly isHidden: boolean;
  /** One sentence about what could not be understood; all else is done. */
  readonly problem: string | null;
}

const WISHES: readonly Wish[] = ['palette', 'sync', 'overlay', 'move', 'next-server'];
const LINK = /^ticketime:/i;
const MOST_LENGTH = 2048;

/** `words`: without the program. Chromium's own switches are among them, and are passed over. */
export function readSwitches(words: readonly string[]): Switches {
  const link = words.find((word) => LINK.test(word));
  const { add, problem } = link === undefined ? { add: null, problem: null } : readLink(link);
  return {
    wishes: WISHES.filter((wish) => words.includes(`--${wish}`)),
    add,
    dataDir: valueOf(words, 'data-dir'),
    isHidden: words.includes('--hidden'),
    problem,
  };
}

/** ticketime://add?url=https://example.com, and nothing else: a link may ask, and do nothing. */
export function readLink(link: string): { add: string | null; problem: string | null } {
  const refused = (why: string) => ({ add: null, problem: `A link was not followed, for ${why}.` });
  if (link.length > MOST_LENGTH) return refused(`it has more than ${MOST_LENGTH} characters`);
  const parsed = URL.parse(link);
  // "add" is the host, or the path where a browser leaves the slashes out.
  const what = parsed && (parsed.hostname || parsed.pathname.replaceAll('/', ''));
  if (what !== 'add') return refused('Ticketime knows only ticketime://add?url=…');
  const url = URL.parse(parsed?.searchParams.get('url') ?? '');
  if (!url || !/^https?:$/.test(url.protocol)) return refused('what it wants added is no address of the web');
  if (url.username !== '' || url.password !== '')
    return refused('the address in it has a name and a password');
  return { add: url.href, problem: null };
}

/** --name=value, or --name value. */
function valueOf(words: readonly string[], name: string): string | null {
  const joined = words.find((word) => word.startsWith(`--${name}=`));
  if (joined !== undefined) return joined.slice(name.length + 3);
  const at = words.indexOf(`--${name}`);
  return at < 0 ? null : (words.at(at + 1) ?? null);
}
