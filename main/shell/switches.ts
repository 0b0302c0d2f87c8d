/** What the app is started with, or told by a second start: what is to be done at once, and a server to ask about. Pure. */
import { words, type Language } from './words.ts';

export type Wish = 'palette' | 'sync' | 'overlay' | 'move' | 'next-server';

export interface Switches {
  readonly wishes: readonly Wish[];
  /** A server that a link wants added: the person is asked. */
  readonly add: string | null;
  readonly dataDir: string | null;
  /** Started with the session: nothing comes forward. */
  readonly isHidden: boolean;
  /** Why a link was not followed; all else is done. */
  readonly problem: LinkProblem | null;
}

export type LinkProblem = 'too-long' | 'unknown' | 'no-address' | 'secret';

const WISHES: readonly Wish[] = ['palette', 'sync', 'overlay', 'move', 'next-server'];
const LINK = /^ticketime:/i;
/** As for the address of a server. */
const MOST_LENGTH = 2048;

/** @param given without the program. Chromium's own switches are among them, and are passed over. */
export function readSwitches(given: readonly string[]): Switches {
  const at = given.findIndex((word) => LINK.test(word));
  // What follows a link may be the link's own doing, where a system cuts it at its quotes: it is not obeyed.
  const own = at < 0 ? given : given.slice(0, at);
  const { add, problem } = at < 0 ? { add: null, problem: null } : readLink(given[at]);
  return {
    wishes: WISHES.filter((wish) => own.includes(`--${wish}`)),
    add,
    dataDir: valueOf(own, 'data-dir'),
    isHidden: own.includes('--hidden'),
    problem,
  };
}

/** ticketime://add?url=https://example.com, and nothing else: a link may ask, and do nothing. */
export function readLink(link: string): Pick<Switches, 'add' | 'problem'> {
  const refused = (problem: LinkProblem) => ({ add: null, problem });
  if (link.length > MOST_LENGTH) return refused('too-long');
  const parsed = URL.parse(link);
  // "add" is the host, or the path where whoever wrote the link left the slashes out.
  const what = parsed && `${parsed.hostname}${parsed.pathname}`.replace(/\/$/, '');
  if (what !== 'add') return refused('unknown');
  const url = URL.parse(parsed?.searchParams.get('url') ?? '');
  if (!url || !/^https?:$/.test(url.protocol)) return refused('no-address');
  if (url.username !== '' || url.password !== '') return refused('secret');
  return { add: url.href, problem: null };
}

/** --name=value, or --name value; null for a switch without its value. */
function valueOf(given: readonly string[], name: string): string | null {
  const joined = given.find((word) => word.startsWith(`--${name}=`))?.slice(name.length + 3);
  const at = given.indexOf(`--${name}`);
  const value = joined ?? (at < 0 ? undefined : given.at(at + 1));
  return value === undefined || value === '' || value.startsWith('--') ? null : value;
}

const text = words(
  {
    'too-long': `A link was not followed, for it has more than ${MOST_LENGTH} characters.`,
    unknown: 'A link was not followed, for Ticketime knows only ticketime://add?url=….',
    'no-address':
      'A link was not followed, for what it wants added is no whole address of the web, as in https://example.com.',
    secret: 'A link was not followed, for the address in it has a name or a password.',
  },
  {
    'too-long': `링크가 ${MOST_LENGTH}자를 넘어 열지 않았습니다.`,
    unknown: 'Ticketime은 ticketime://add?url=… 링크만 열 수 있어, 이 링크는 열지 않았습니다.',
    'no-address':
      '링크가 추가하려는 것이 https://example.com 같은 온전한 웹 주소가 아니어서 열지 않았습니다.',
    secret: '링크의 주소에 이름이나 암호가 들어 있어 열지 않았습니다.',
  },
);

export const linkWords = (problem: LinkProblem, language: Language): string => text(language)[problem];
