/** Which plugins a registry has. */
import { KEYWORD } from './package-file.ts';
import { optionsFor, type Registry } from './registry.ts';
import { registryFailure } from './registry-failure.ts';

export interface FoundPackage {
  readonly name: string;
  readonly version: string;
  readonly description: string | null;
}

const MOST = 50;

/** Those that the words are of, the best first, at most 50. Rejects with a Failure. */
export async function searchPlugins(
  words: readonly string[],
  registry: Registry,
): Promise<readonly FoundPackage[]> {
  const byKeyword = await search([`keywords:${KEYWORD}`, ...words], registry);
  // A registry of one's own (verdaccio) takes that for a word, and finds none that has it.
  if (byKeyword.length > 0) return byKeyword;
  return search(words.length > 0 ? words : ['ticketime'], registry);
}

async function search(words: readonly string[], registry: Registry): Promise<FoundPackage[]> {
  const { default: npmSearch } = await import('libnpmsearch');
  try {
    const found = await npmSearch(words, { ...optionsFor(registry), limit: MOST });
    return found
      .filter(({ keywords }) => keywords?.includes(KEYWORD))
      .map((one) => ({ name: one.name, version: versionOf(one), description: one.description ?? null }));
  } catch (error) {
    throw registryFailure(error, null, registry);
  }
}

/** Verdaccio states its tags instead. */
function versionOf(one: { version?: string; 'dist-tags'?: { latest?: string } }): string {
  return one.version ?? one['dist-tags']?.latest ?? '';
}
