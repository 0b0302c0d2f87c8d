import { describe, expect, test } from 'vitest';
import type { Moment } from '../../main/shell/next-moment.ts';
import { canUpdate, isCheckDue, updateState, whyNotNow } from '../../main/shell/update-policy.ts';

const HOUR = 3_600_000;
const moment = (dueInMs: number): Moment => ({ eventId: 'e1', name: 'Concert', alarmInMs: dueInMs, dueInMs });
const NEAR = moment(60_000);
const FAR = moment(2 * HOUR);

describe('an app updates itself', () => {
  test.each([
    ['an installed one on Windows', 'win32', false, true],
    ['a portable one on Windows', 'win32', true, false],
    ['one on macOS', 'darwin', false, true],
    ['an AppImage', 'linux', true, true],
    ['a deb', 'linux', false, false],
  ] as const)('%s (%s, wrapped: %s): %s', (_, platform, isWrapped, expected) => {
    const installation = { platform, isWrapped, isPackaged: true, hasFeed: true };
    expect(canUpdate(installation)).toBe(expected);
    expect(canUpdate({ ...installation, hasFeed: false })).toBe(false);
    expect(canUpdate({ ...installation, isPackaged: false })).toBe(false);
  });
});

describe('an update is looked for', () => {
  const checked = (at: number, hasFailed = false) => ({ at, hasFailed });
  test.each([
    ['at the start', null, 0, true],
    ['not again within six hours', checked(0), 6 * HOUR - 1, false],
    ['every six hours', checked(0), 6 * HOUR, true],
    ['not at once after one that failed', checked(0, true), HOUR / 2 - 1, false],
    ['half an hour after one that failed', checked(0, true), HOUR / 2, true],
  ])('%s', (_, last, now, expected) => {
    expect(isCheckDue(last, now, null)).toBe(expected);
    expect(isCheckDue(last, now, FAR)).toBe(expected);
    expect(isCheckDue(last, now, NEAR)).toBe(false);
  });
});

test('what is told of an update names the event that it waits for', () => {
  expect(updateState(null, NEAR)).toEqual({ is: 'none' });
  expect(updateState({ version: '1.2.3', isWhole: false }, NEAR)).toEqual({
    is: 'fetching',
    version: '1.2.3',
  });
  expect(updateState({ version: '1.2.3', isWhole: true }, FAR)).toEqual({
    is: 'ready',
    version: '1.2.3',
    waitsFor: null,
  });
  expect(updateState({ version: '1.2.3', isWhole: true }, NEAR)).toMatchObject({ waitsFor: 'Concert' });
});

test('near an event nothing is put in place, and the sentence says which', () => {
  const ready = { is: 'ready', version: '1.2.3', waitsFor: 'Concert' } as const;
  expect(whyNotNow(ready, 'en')).toEqual({
    code: 'event-near',
    message: '“Concert” is near, so Ticketime is not restarted for an update now: try again when it is over.',
  });
  expect(whyNotNow(ready, 'ko')?.message).toBe(
    '“Concert” 예약 시각이 가까워 지금은 업데이트하지 않습니다. 끝난 뒤 다시 시도하세요.',
  );
  expect(whyNotNow({ ...ready, waitsFor: null }, 'en')).toBeNull();
  expect(whyNotNow({ is: 'fetching', version: '1.2.3' }, 'en')?.code).toBe('no-update');
});
