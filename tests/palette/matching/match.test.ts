import { expect, test } from 'vitest';
import { bestMatch, match, prepare } from '../../../palette/matching/match.ts';

const scoreOf = (text: string, wanted: string) => match(prepare(text), wanted)?.score ?? -1;

test('a whole text fits better than a beginning, that better than a word, that better than a piece', () => {
  const scores = ['melon', 'melon ticket', 'the melon', 'watermelon'].map((text) => scoreOf(text, 'melon'));
  expect(scores).toEqual(scores.toSorted((one, other) => other - one));
  expect(new Set(scores).size).toBe(4);
});

test('initial consonants find Hangul, spaces of the name left in', () => {
  expect(match(prepare('인터파크 티켓'), 'ㅇㅌㅍㅋ')?.ranges).toEqual([[0, 4]]);
  expect(match(prepare('서울대학교 수강신청'), 'ㅅㄱㅅㅊ')?.ranges).toEqual([[6, 10]]);
  expect(match(prepare('멜론티켓'), 'ㅇㅌㅍㅋ')).toBeNull();
});

test('letters in order fit as well, in a few pieces', () => {
  expect(match(prepare('tickets.interpark.com'), 'tkpark')?.ranges).toEqual([
    [0, 1],
    [3, 4],
    [13, 17],
  ]);
  expect(match(prepare('tickets.interpark.com'), 'zzz')).toBeNull();
});

test('of several texts the best one counts, and says which', () => {
  expect(bestMatch([prepare('인터파크 티켓'), prepare('tickets.interpark.com')], 'interpark')).toMatchObject({
    of: 1,
  });
});

test('an empty query fits everything alike', () => {
  expect(match(prepare('anything'), '')).toEqual({ score: 0, ranges: [] });
});
