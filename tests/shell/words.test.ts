import { expect, test } from 'vitest';
import { languageOf, words } from '../../main/shell/words.ts';

test.each([
  ['auto', 'ko-KR', 'ko'],
  ['auto', 'ko', 'ko'],
  ['auto', 'en-GB', 'en'],
  ['auto', 'kok-IN', 'en'],
  ['auto', '', 'en'],
  ['en', 'ko-KR', 'en'],
  ['ko', 'en-GB', 'ko'],
] as const)('with the setting %s on a system in %j the shell speaks %s', (setting, locale, expected) => {
  expect(languageOf(setting, locale)).toBe(expected);
});

test('what is said has the same words in both languages', () => {
  const say = words(
    { quit: 'Quit', sync: (name: string) => `Sync ${name}` },
    { quit: '종료', sync: (name) => `${name} 동기화` },
  );
  expect([say('en').quit, say('ko').quit]).toEqual(['Quit', '종료']);
  expect([say('en').sync('a'), say('ko').sync('a')]).toEqual(['Sync a', 'a 동기화']);
});
