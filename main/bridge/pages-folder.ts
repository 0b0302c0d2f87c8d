/** Where the built pages lie: out/renderer, beside the bundle's out/main; for the sources too. */
import { fileURLToPath } from 'node:url';

/** @param starter `import.meta.url` of a module of main/bridge, or of the bundle */
export function pagesFolder(starter: string): string {
  return fileURLToPath(new URL(starter.endsWith('.ts') ? '../../out/renderer' : '../renderer', starter));
}
