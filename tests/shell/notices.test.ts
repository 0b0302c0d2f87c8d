import { describe, expect, test } from 'vitest';
import type { CoreMessage } from '../../api/protocol/messages.ts';
import {
  noticeOf,
  noticeOfHotkeys,
  noticeOfNote,
  noticeOfSentence,
  noticeOfUpdate,
} from '../../main/shell/notices.ts';

type Message<T extends CoreMessage['type']> = Extract<CoreMessage, { type: T }>;

const alarm = (beforeMs: number, by: Message<'alarm'>['by'] = ['notification']): Message<'alarm'> => ({
  type: 'alarm',
  eventId: 'e1',
  serverId: 's1',
  name: 'Concert',
  scheduledEpochMs: 0,
  beforeMs,
  by,
});

const missed = (outcome: Message<'missed'>['outcome']): Message<'missed'> => ({
  type: 'missed',
  eventId: 'e1',
  serverId: 's1',
  name: 'Concert',
  scheduledEpochMs: 0,
  outcome,
  firedEpochMs: null,
  latenessMs: null,
  message: 'As the core says it.',
});

const alert = (code: string, message = 'As the core says it.'): Message<'alert'> => ({
  type: 'alert',
  serverId: null,
  code,
  message,
});

describe('an alarm', () => {
  test.each([
    [86_400_000, '1 d left.', '1일 남았습니다.'],
    [5_400_000, '1 h 30 min left.', '1시간 30분 남았습니다.'],
    [600_000, '10 min left.', '10분 남았습니다.'],
    [90_000, '1 min 30 s left.', '1분 30초 남았습니다.'],
    [10_000, '10 s left.', '10초 남았습니다.'],
    [0, 'Now.', '지금입니다.'],
  ])('%d ms before says how long is left', (beforeMs, english, korean) => {
    expect(noticeOf(alarm(beforeMs), 'en')).toMatchObject({
      title: 'Concert',
      body: english,
      isUrgent: true,
    });
    expect(noticeOf(alarm(beforeMs), 'ko')).toMatchObject({ title: 'Concert', body: korean });
  });

  test('that asks for a sound and a flash alone is none', () => {
    expect(noticeOf(alarm(0, ['sound', 'flash']), 'en')).toBeNull();
  });
});

test('what was missed says why, and what nobody knows says so', () => {
  expect(noticeOf(missed('missed'), 'en')).toMatchObject({
    title: 'Concert',
    body: 'It did not fire: its moment passed while this computer slept or Ticketime was not running.',
    opens: 'schedule',
    isUrgent: true,
    lastsMs: null,
  });
  expect(noticeOf(missed('unsure'), 'ko')?.body).toBe(
    '실행 여부를 알 수 없습니다. 그 시각 무렵 Ticketime이 종료되었으니 서버에서 확인하세요.',
  );
  expect(noticeOf(missed('fired'), 'en')).toBeNull();
});

test('a clock that is off can be set right from the notification, in the person’s language', () => {
  const off = alert(
    'local-clock-off',
    "This computer's clock is 1.20 s slow by time.cloudflare.com (± 4 ms): set it by standard time; the clocks of servers that are shown here do not depend on it.",
  );
  expect(noticeOf(off, 'en')).toMatchObject({
    body: off.message,
    opens: 'palette',
    button: { does: 'set-clock', name: 'NTP Sync' },
  });
  expect(noticeOf(off, 'ko')).toMatchObject({
    body: '이 컴퓨터의 시계가 time.cloudflare.com 기준으로 1.20초 느립니다(±4 ms). 표준시에 맞추세요. 여기 표시되는 서버 시계는 영향을 받지 않습니다.',
    button: { does: 'set-clock', name: 'NTP 동기화' },
  });
});

test.each([
  'plugin-awaited',
  'plugin-host-crashing',
  'unknown-zone',
  'disk-full',
  'store-damaged',
  'backup-damaged',
])('the alert %s reaches whoever is away', (code) => {
  expect(noticeOf(alert(code), 'en')).toMatchObject({
    kind: code,
    body: 'As the core says it.',
    button: null,
  });
});

test.each([
  'sync-recommended',
  'server-moved',
  'clock-stepped',
  'slept',
  'plugin-over-memory',
  'plugin-crashing',
])('the alert %s waits in the palette', (code) => {
  expect(noticeOf(alert(code), 'en')).toBeNull();
});

test('messages of what goes on all the time are none', () => {
  expect(noticeOf({ type: 'server-removed', serverId: 's1' }, 'en')).toBeNull();
  expect(noticeOf({ type: 'plugins', plugins: [] }, 'en')).toBeNull();
});

test('the desktop app’s own notices are one sentence each, in both languages', () => {
  const NOTES = ['no-gpu', 'other-port'] as const;
  for (const language of ['en', 'ko'] as const) {
    const all = [
      ...NOTES.map((note) => noticeOfNote(note, language)),
      noticeOfUpdate('1.2.3', language),
      noticeOfHotkeys(['Alt+A', 'Alt+B'], language),
    ];
    for (const { body } of all)
      expect(body).toMatch(language === 'ko' ? /[가-힣].*\.$/ : /^[A-Z][^가-힣]*\.$/);
    expect(new Set(all.map(({ kind }) => kind)).size).toBe(all.length);
  }
  expect(noticeOfUpdate('1.2.3', 'en')).toMatchObject({
    body: 'Ticketime 1.2.3 is put in place when Ticketime ends: restart it when it suits you.',
    button: { does: 'install-update', name: 'Restart' },
  });
  expect(noticeOfHotkeys(['Alt+A', 'Alt+B'], 'en').body).toBe(
    'Another program has Alt+A, Alt+B: choose other keys in the settings.',
  );
  expect(noticeOfSentence('Said at the start.').body).toBe('Said at the start.');
});
