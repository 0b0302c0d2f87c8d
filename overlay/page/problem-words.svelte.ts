/** What went wrong, as one sentence in the page's language. */
import { ProblemError } from '../../api/client/client.ts';
import { DesktopError } from './desktop.svelte.ts';
import { language } from './language.svelte.ts';
import { KOREAN } from './problems-ko.ts';

/** A code and the sentence in English, as the core gives both. */
export interface Notice {
  readonly code: string;
  readonly message: string;
}

/** Korean where there is a sentence for the code; else the core's own. */
export function noticeWords({ code, message }: Notice): string {
  if (language() !== 'ko' || !Object.hasOwn(KOREAN, code)) return message;
  const korean = KOREAN[code];
  return typeof korean === 'string' ? korean : korean(message);
}

export function problemWords(error: unknown): string {
  if (error instanceof ProblemError)
    return noticeWords({ code: error.problem.title, message: error.problem.detail });
  if (error instanceof DesktopError) return error.message;
  throw error; // a bug
}
