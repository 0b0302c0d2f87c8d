/** Puts a text on the clipboard; rejects with a ProblemError where the browser does not let this page. */
import { ProblemError } from '../../api/client/client.ts';
import { words } from '../../overlay/page/language.svelte.ts';

const text = words(
  { refused: 'The browser does not let this page copy: select the text, and press Ctrl+C.' },
  { refused: '브라우저가 복사를 막았습니다. 글자를 선택하고 Ctrl+C를 누르세요.' },
);

export async function copy(what: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(what);
  } catch {
    throw new ProblemError(403, 'copying-refused', text().refused);
  }
}
