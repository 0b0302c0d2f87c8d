/** Which settings a person means: every word is looked for in the words of both languages, initial consonants in the Korean ones. Pure. */
import { getChoseong } from 'es-hangul';
import type { Said } from './setting.ts';
import { ALL, GROUP_NAMES, type AnyKey } from './table.ts';

const INITIALS = /^[ㄱ-ㅎ]+$/;

interface Sought {
  readonly words: string;
  /** Of the names, without what stands between the consonants. */
  readonly initials: string;
}

const both = ({ en, ko }: Said) => [en, ko];
const squeezed = (text: string) => text.toLowerCase().replace(/\s+/g, '');

const SOUGHT = new Map(
  (Object.keys(ALL) as AnyKey[]).map((key): [AnyKey, Sought] => {
    const { name, does, group, also = '', kind } = ALL[key];
    const options = 'options' in kind ? kind.options.flatMap((option) => both(option.name)) : [];
    const names = [...both(name), ...both(GROUP_NAMES[group]), ...options, also];
    return [
      key,
      {
        words: [...names, ...both(does), key].map(squeezed).join('\n'),
        initials: names.map((text) => getChoseong(text).replace(/\s+/g, '')).join('\n'),
      },
    ];
  }),
);

export function isMeant(key: AnyKey, query: string): boolean {
  const sought = SOUGHT.get(key);
  if (!sought) return false;
  const words = query.split(/\s+/).filter((word) => word !== '');
  return words.every((word) =>
    INITIALS.test(word) ? sought.initials.includes(word) : sought.words.includes(squeezed(word)),
  );
}
