import { expect, it } from 'vitest';
import { inBytes } from '../../../palette/views/access/sizes.ts';

it('tells a size in the unit in which it is a short figure', () => {
  expect(
    [0, 1023, 1536, 20_480, 90 * 1024 ** 2, 3 * 1024 ** 3, 5000 * 1024 ** 3].map((bytes) =>
      inBytes(bytes, 'en'),
    ),
  ).toEqual(['0 B', '1,023 B', '1.5 kB', '20 kB', '90 MB', '3 GB', '5,000 GB']);
});
