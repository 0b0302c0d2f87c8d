/**
 * How well a query fits a text, and where: whole, as a beginning, as the beginning of a word, somewhere inside, or letter by letter in
 * order; Hangul also by initial consonants (ㅇㅌㅍㅋ finds 인터파크). What does not change with the query is worked out once.
 */
import { getChoseong } from 'es-hangul';

export interface Prepared {
  readonly text: string;
  readonly lower: string;
  /** One initial consonant for each syllable, everything else as it is; the same length as the text. Null without Hangul. */
  readonly initials: string | null;
}

/** Which characters of the text were meant: from (inclusive) to (exclusive). */
export type Range = readonly [from: number, to: number];

export interface Match {
  /** From 0 to 1. */
  readonly score: number;
  readonly ranges: readonly Range[];
}

const HANGUL = /[가-힣]/;
const INITIALS_ONLY = /^[ㄱ-ㅎ\s]+$/;
const WORD_START = /[\s./\-_(]/;
/** A scattered match that needs more than so many pieces means nothing. */
const MOST_PIECES = 4;

export function prepare(text: string): Prepared {
  const lower = text.toLowerCase();
  const initials = HANGUL.test(text)
    ? Array.from(lower, (one) => (HANGUL.test(one) ? getChoseong(one) : one)).join('')
    : null;
  return { text, lower, initials: initials?.length === lower.length ? initials : null };
}

/** A query, made ready to be asked of many texts. */
export function query(text: string): string {
  return text.trim().toLowerCase();
}

/** Null: it does not fit. An empty query fits everything alike. */
export function match({ lower, initials }: Prepared, wanted: string): Match | null {
  if (wanted === '') return { score: 0, ranges: [] };
  const direct = inside(lower, wanted);
  if (direct) return direct;
  if (initials !== null && INITIALS_ONLY.test(wanted)) {
    const found = inside(initials, wanted.replaceAll(/\s/g, ''));
    if (found) return { ...found, score: found.score * 0.95 };
  }
  return scattered(lower, wanted);
}

function inside(lower: string, wanted: string): Match | null {
  let at = lower.indexOf(wanted);
  if (at < 0) return null;
  if (lower.length === wanted.length) return { score: 1, ranges: [[0, wanted.length]] };
  // Of several places, the one where a word begins.
  for (let next = at; next >= 0; next = lower.indexOf(wanted, next + 1))
    if (next === 0 || WORD_START.test(lower[next - 1])) {
      at = next;
      break;
    }
  const isWord = at === 0 || WORD_START.test(lower[at - 1]);
  const share = wanted.length / lower.length;
  const score = (at === 0 ? 0.9 : isWord ? 0.8 : 0.6) + 0.09 * share;
  return { score, ranges: [[at, at + wanted.length]] };
}

/** Each letter in order, with anything between; the fewer pieces the better. */
function scattered(lower: string, wanted: string): Match | null {
  if (wanted.length < 2) return null;
  const ranges: [number, number][] = [];
  let at = 0;
  for (const letter of wanted) {
    if (letter === ' ') continue;
    const found = lower.indexOf(letter, at);
    if (found < 0) return null;
    const last = ranges.at(-1);
    if (last?.[1] === found) last[1] = found + letter.length;
    else ranges.push([found, found + letter.length]);
    at = found + letter.length;
  }
  if (ranges.length > MOST_PIECES) return null;
  return { score: 0.5 / ranges.length, ranges };
}

/** A thing to be found by several texts: its best match, and of which text. */
export function bestMatch(
  texts: readonly Prepared[],
  wanted: string,
): (Match & { readonly of: number }) | null {
  let best: (Match & { of: number }) | null = null;
  texts.forEach((text, of) => {
    const found = match(text, wanted);
    if (found && (!best || found.score > best.score)) best = { ...found, of };
  });
  return best;
}
