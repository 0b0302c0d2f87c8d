/**
 * Why a tick is judged as it is, and whose Date it is: the core says it in English. Here is the same in Korean, by pattern; what is
 * not known here is shown as the core says it.
 */
import { language } from '../../../overlay/page/language.svelte.ts';
import { koreanOf } from './evidence-ko.ts';

export function evidenceWords(sentence: string): string {
  return language() === 'ko' ? (koreanOf(sentence) ?? sentence) : sentence;
}
