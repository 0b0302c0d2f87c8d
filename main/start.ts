/**
 * `npm start`: the pages, built if they must be, with a practice server while no other is registered; with an address first, a sync of
 * that server.
 */
import { buildPages } from './start/pages-build.ts';

const words = process.argv.slice(2);
const isAddress = words.length > 0 && !words[0].startsWith('-');
const wantsHelp = words.includes('--help') || words.includes('-h');
if (!isAddress && !wantsHelp) buildPages();
const isDemo = !isAddress && !words.includes('--no-demo') && !words.includes('--demo');
process.argv.splice(2, 0, ...(isAddress ? ['sync'] : ['open', ...(isDemo ? ['--demo'] : [])]));
await import('./cli.ts');
