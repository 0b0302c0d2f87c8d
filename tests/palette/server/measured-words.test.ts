import { afterEach, expect, test, vi } from 'vitest';
import type { Estimate } from '../../../palette/views/server/measured-words.ts';

afterEach(() => {
  vi.unstubAllGlobals();
  vi.resetModules();
});

/** What is proven, as a page in this language says it. */
async function proven(locale: string, bound: Estimate['boundMs']): Promise<string> {
  vi.stubGlobal('$state', <T>(value: T) => value);
  vi.stubGlobal('navigator', { language: locale });
  const { boundWords } = await import('../../../palette/views/server/measured-words.ts');
  return boundWords(bound);
}

test('a bound is rounded outwards', async () => {
  expect(await proven('en-GB', [-3.21, 4.11])).toBe('between −3.3 ms and +4.2 ms');
  expect(await proven('en-GB', [-2412.3, 0])).toBe('between −2,413 ms and 0 ms');
  expect(await proven('en-GB', [-12_345, -12_341])).toBe('between −12.35 s and −12.34 s');
  expect(await proven('en-GB', [12_345, 12_361])).toBe('between +12.34 s and +12.37 s');
});

test('its units are those of the language', async () => {
  expect(await proven('en-GB', [12_340, 12_370])).toBe('between +12.34 s and +12.37 s');
  expect(await proven('ko-KR', [12_340, 12_370])).toBe('+12.34 초 ~ +12.37 초');
});
