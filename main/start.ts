/**
 * `npm start`: the demo; with an address first, a sync of that server.
 */
const first = process.argv.at(2);
const isAddress = first !== undefined && !first.startsWith('-');
process.argv.splice(2, 0, isAddress ? 'sync' : 'demo');
await import('./cli.ts');
