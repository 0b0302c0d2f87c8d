import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { seededRandom } from '../../main/practice/random.ts';
import { crash, type Crashes } from './crashes.ts';

test(
  'a core that is killed 25 times at random moments loses nothing that it acknowledged, and fires nothing twice',
  { timeout: 240_000 },
  async (t) => {
    const life = async (rounds: number, seed: number) => {
      const folder = mkdtempSync(join(tmpdir(), 'ticketime-crash-'));
      t.onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
      return await crash(folder, rounds, seededRandom(seed));
    };
    const [one, other] = await Promise.all([life(13, 4), life(12, 5)]);
    const keys = Object.keys(one) as (keyof Crashes)[];
    const crashes = Object.fromEntries(keys.map((key) => [key, one[key] + other[key]])) as Record<
      keyof Crashes,
      number
    >;
    console.log(crashes);
    // It was busy enough for that to say something.
    expect(crashes.events).toBeGreaterThan(200);
    expect(crashes.fired).toBeGreaterThan(30);
    expect(crashes.unsure + crashes.missed).toBeGreaterThan(5);
    expect(crashes.webhooks).toBeGreaterThan(10);
    expect(crashes.estimates).toBeGreaterThan(2);
  },
);
