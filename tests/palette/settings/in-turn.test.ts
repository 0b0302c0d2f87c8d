import { expect, it } from 'vitest';
import { inTurn } from '../../../palette/views/settings/in-turn.ts';

it('lets each task see what those before it did, even when one of them failed', async () => {
  const turns = inTurn();
  const done: string[] = [];
  const slow = turns(async () => {
    await new Promise((resolve) => setTimeout(resolve, 5));
    done.push('slow');
  });
  const failing = turns(() => Promise.reject(new Error('refused')));
  const last = turns(() => Promise.resolve([...done, 'last']));
  await expect(failing).rejects.toThrow('refused');
  expect(await last).toEqual(['slow', 'last']);
  await slow;
});
