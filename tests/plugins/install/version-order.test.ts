import { expect, test } from 'vitest';
import { isNewer } from '../../../main/plugins/install/version-order.ts';

test('versions are newer in the order of semver.org', () => {
  const inOrder = [
    '0.9.10',
    '1.0.0-alpha',
    '1.0.0-alpha.1',
    '1.0.0-alpha.beta',
    '1.0.0-beta',
    '1.0.0-beta.2',
    '1.0.0-beta.11',
    '1.0.0-rc-x.1',
    '1.0.0',
    '1.2.0',
    '1.10.0',
    '2.0.0',
  ];
  for (const [i, one] of inOrder.entries())
    for (const [j, other] of inOrder.entries())
      expect([one, other, isNewer(one, other)]).toEqual([one, other, i > j]);
});

test('what a version was built of makes it no newer', () => {
  expect(isNewer('1.0.0+2', '1.0.0+1')).toBe(false);
  expect(isNewer('1.0.1+1-2', '1.0.0+5')).toBe(true);
});
