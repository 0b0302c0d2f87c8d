import { expect, test } from 'vitest';
import { LineCutter } from '../../../main/plugins/host/lines.ts';

function cut(...texts: string[]): string[] {
  const cutter = new LineCutter();
  return [...texts.flatMap((text) => cutter.add(text)), ...cutter.end()];
}

test.each([
  { why: 'whole lines', texts: ['a\nb\n'], like: ['a', 'b'] },
  { why: 'a line that comes in parts', texts: ['a', 'b', 'c\nd'], like: ['abc', 'd'] },
  { why: 'an empty line', texts: ['a\n\nb\n'], like: ['a', '', 'b'] },
  { why: 'lines as Windows ends them', texts: ['a\r\nb\r\n'], like: ['a', 'b'] },
  {
    why: 'what would command a terminal',
    texts: ['\x1b[31mred\x1b[0m \x1b]0;title\x07bell\x07\ttab\n'],
    like: ['red bell\ttab'],
  },
])('$why', ({ texts, like }) => {
  expect(cut(...texts)).toEqual(like);
});

test('a line of more than 8192 characters is cut, and the next one is whole', () => {
  const fits = 'x'.repeat(8192);
  expect(cut(`${fits}\nnext\n`)).toEqual([fits, 'next']);
  expect(cut(`${fits}y`, 'z'.repeat(9000), '\nnext\n')).toEqual([`${fits} … (cut)`, 'next']);
});

test('a line without end is not kept', () => {
  const cutter = new LineCutter();
  const all = Array.from({ length: 100 }, () => cutter.add('x'.repeat(65_536))).flat();
  expect(all).toHaveLength(1);
  expect(cutter.end()).toEqual([]);
});
