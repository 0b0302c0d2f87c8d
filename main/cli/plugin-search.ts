/** `ticketime plugin search`: which plugins a registry has. */
import { searchPlugins } from '../plugins/install/search.ts';
import { printJson, printLines } from './output.ts';
import type { Manner } from './plugin-consent.ts';
import { packageLines } from './plugin-words.ts';

export async function search(
  words: readonly string[],
  registry: string,
  { json, signal }: Manner,
): Promise<void> {
  const packages = await searchPlugins(words, { url: registry, signal });
  if (json) printJson({ packages });
  else if (packages.length > 0) printLines(packageLines(packages));
  else printLines([`No plugin was found at ${registry}: try fewer words.`]);
}
