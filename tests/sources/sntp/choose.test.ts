import { expect, it } from 'vitest';
import { agree, choose, type Statement } from '../../../main/sources/sntp/choose.ts';

const says = (offsetMs: number, accuracyMs: number): Statement => ({ offsetMs, accuracyMs });
const [close, far] = [says(1, 3), says(-2, 20)];

it.each<[string, Statement[], Statement | null]>([
  ['the only one', [far], far],
  ['the most accurate of those that agree', [far, close], close],
  ['nobody of two that contradict each other', [close, says(100, 3)], null],
  ['the majority, though a wrong one is more accurate', [far, says(500, 0.1), close], close],
  ['nobody of three that all contradict each other', [close, says(500, 1), says(-500, 1)], null],
  ['nobody when half are wrong alike', [close, far, says(500, 1), says(500, 2)], null],
  ['the majority of four', [says(500, 0.1), close, far, says(0, 5)], close],
  [
    'one of a chain, though its ends contradict each other',
    [says(0, 1), says(1.5, 0.6), says(3, 1)],
    says(1.5, 0.6),
  ],
  ['nobody of none', [], null],
])('believes %s', (_, statements, expected) => {
  for (const order of [statements, statements.toReversed()]) expect(choose(order)).toEqual(expected);
});

it('lets two agree whose intervals touch', () => {
  expect(agree(says(0, 1), says(2, 1))).toBe(true);
  expect(agree(says(0, 1), says(2.1, 1))).toBe(false);
});
