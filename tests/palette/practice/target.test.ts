import { expect, it } from 'vitest';
import { nextMinute, targetOf } from '../../../palette/views/practice/target.ts';

const at = (text: string) => Date.parse(text);

it('is the next minute, when that leaves ten seconds to get ready', () => {
  expect(nextMinute(at('2026-12-24T10:58:30.5Z'))).toBe(at('2026-12-24T10:59:00Z'));
  expect(nextMinute(at('2026-12-24T10:58:51Z'))).toBe(at('2026-12-24T11:00:00Z'));
});

it('is when the zone’s clocks show the time next', () => {
  const now = at('2026-12-24T10:58:30.5Z') + 0.25;
  expect(targetOf('20:00', now, 'Asia/Seoul')).toBe(at('2026-12-24T11:00:00Z'));
  expect(targetOf('19:58:30.250', now, 'Asia/Seoul')).toBe(at('2026-12-25T10:58:30.25Z'));
  expect(targetOf('8 pm', now, 'Asia/Seoul')).toBeNull();
});
