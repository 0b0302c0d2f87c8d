import { expect, test } from 'vitest';
import type { PageCore } from '../../../overlay/page/core.svelte.ts';
import { isInOverlay, toggleInOverlay } from '../../../palette/commands/in-overlay.ts';

type Core = Pick<PageCore, 'state' | 'call'>;

/** Whether it was shown, and which are asked for once it was toggled. */
async function toggled(serverIds: readonly string[] | null, id: string): Promise<unknown[]> {
  const asked: unknown[] = [];
  const core = {
    state: serverIds && { settings: { display: { serverIds } } },
    call: (...given: unknown[]) => Promise.resolve(asked.push(given)),
  } as unknown as Core;
  const was = isInOverlay(core, id);
  await toggleInOverlay(core, id);
  expect(asked).toEqual([['changeSettings', { display: { serverIds: expect.any(Array) as unknown } }]]);
  const [[, { display }]] = asked as [[string, { display: { serverIds: unknown } }]];
  return [was, display.serverIds];
}

test('a server comes first in the overlay, and the last one makes room', async () => {
  expect(await toggled([], 'a')).toEqual([false, ['a']]);
  expect(await toggled(['b', 'c'], 'a')).toEqual([false, ['a', 'b', 'c']]);
  expect(await toggled(['b', 'c', 'd'], 'a')).toEqual([false, ['a', 'b', 'c']]);
  expect(await toggled(null, 'a')).toEqual([false, ['a']]);
});

test('one that is there goes, and the others stay in their order', async () => {
  expect(await toggled(['b', 'a', 'c'], 'a')).toEqual([true, ['b', 'c']]);
});
