/** `npm run icons`: draws all icons anew; what they are drawn from is icons/ticketime.svg. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { drawIcons, SOURCE } from './icons.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const files = await drawIcons();
for (const [path, bytes] of files) {
  mkdirSync(dirname(join(ROOT, path)), { recursive: true });
  writeFileSync(join(ROOT, path), bytes);
}
process.stdout.write(`${files.size} icons drawn from ${SOURCE}.\n`);
