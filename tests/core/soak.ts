/** `npm run soak`: 200 rounds of kill -9 (`-- 50` for fewer), and what came of them. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { seededRandom } from '../../main/practice/random.ts';
import { crash } from './crashes.ts';

const rounds = Number(process.argv[2] ?? 200);
const seed = Number(process.argv[3] ?? Math.floor(Math.random() * 2 ** 32));
const folder = mkdtempSync(join(tmpdir(), 'ticketime-soak-'));
console.log(`${rounds} rounds, seed ${seed}`);
try {
  console.log(await crash(folder, rounds, seededRandom(seed), console.log));
  console.log('Nothing acknowledged was lost, nothing fired twice, every start succeeded.');
} finally {
  rmSync(folder, { recursive: true, force: true });
}
