/** A server's name; of the practice server, which the core has named in English, in the page's language. */
import type { ServerSummary } from '../../api/client/client.ts';
import { words } from './language.svelte.ts';

const text = words({ practice: 'Practice server' }, { practice: '연습 서버' });

export function serverName({ practice, name }: Pick<ServerSummary, 'practice' | 'name'>): string {
  return practice === null ? name : text().practice;
}
