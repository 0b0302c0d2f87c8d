import { describe, expect, test } from 'vitest';
import { trayTooltip } from '../../main/shell/tray-tooltip.ts';
import { serverWith } from '../fakes/server-with.ts';
import { contentWith, CORE_AT, eventIn, health, NOW, reading } from './tray-content.ts';

const good = serverWith({ reading: reading(), health: health(false) });

describe('in one line stands', () => {
  test.each([
    ['that there is no server', 'en', [], 'Ticketime: no server yet'],
    ['that there is none, in Korean', 'ko', [], 'Ticketime: 아직 서버가 없습니다'],
    ['that nothing is known of it', 'en', [serverWith()], 'a.example: nothing is known of its clock yet'],
    ['that it is being measured', 'ko', [serverWith({ runId: 'r1' })], 'a.example: 측정 중'],
    ['that its clock is known, and how well', 'en', [good], 'a.example: good, ±3.0 ms'],
    [
      'that it should be measured again',
      'ko',
      [serverWith({ ...good, health: health(true) })],
      'a.example: 다시 동기화가 필요합니다, ±3.0 ms',
    ],
    [
      'that standard time stands in',
      'en',
      [serverWith({ reading: reading({ source: 'sntp', accuracyMs: 1234 }) })],
      'a.example: standard time stands in, ±1.3 s',
    ],
  ] as const)('%s', (_, language, servers, line) => {
    expect(trayTooltip(contentWith({ servers }, {}, { language }))).toBe(line);
  });

  test('the ± of now, which grows with its age, rounded up', () => {
    const ageing = serverWith({ reading: reading({ accuracyMs: 20, ageingPpm: 10 }) });
    const at = (coreAt: number) => trayTooltip(contentWith({ servers: [ageing] }, {}, { coreAt }));
    expect(at(CORE_AT)).toBe('a.example: good, ±20 ms');
    expect(at(CORE_AT + 10_000)).toBe('a.example: good, ±21 ms');
    expect(at(CORE_AT + 3_600_000)).toBe('a.example: good, ±56 ms');
    const fine = serverWith({ reading: reading({ accuracyMs: 0.231 }) });
    expect(trayTooltip(contentWith({ servers: [fine] }))).toBe('a.example: good, ±0.24 ms');
  });

  test('no ± while the time is not known at which it would hold', () => {
    expect(trayTooltip(contentWith({ servers: [good] }, {}, { coreAt: null }))).toBe('a.example: good');
  });

  test.each([
    [0.5, 'Sale in 1 min'],
    [59, 'Sale in 59 min'],
    [60, 'Sale in 1 h'],
    [80, 'Sale in 1 h 20 min'],
    [1440, 'Sale in 1 d'],
    [3000, 'Sale in 2 d 2 h'],
  ])('the next event, %s min ahead', (minutes, said) => {
    const content = contentWith({ servers: [good], events: [eventIn(minutes)] });
    expect(trayTooltip(content)).toBe(`a.example: good, ±3.0 ms · ${said}`);
  });

  test('the nearest event of several, none that has been, and none whose time cannot be reckoned', () => {
    const events = [
      eventIn(90, { name: 'Later' }),
      eventIn(-1, { name: 'Been' }),
      eventIn(5, { name: 'Unknown', dueEpochMs: null }),
      eventIn(20, { name: 'Sooner' }),
    ];
    expect(trayTooltip(contentWith({ servers: [good], events }))).toMatch(/ · Sooner in 20 min$/);
    const unknown = contentWith({ servers: [good], events }, {}, { nowEpochMs: null });
    expect(trayTooltip(unknown)).toBe('a.example: good, ±3.0 ms');
  });

  test('the event in Korean', () => {
    const content = contentWith({ servers: [good], events: [eventIn(80)] }, {}, { language: 'ko' });
    expect(trayTooltip(content)).toBe('a.example: 정상, ±3.0 ms · Sale 1시간 20분 뒤');
  });

  test('the practice server in the language of the person', () => {
    const practice = serverWith({ name: 'Practice server', practice: { opensEpochMs: NOW } });
    expect(trayTooltip(contentWith({ servers: [practice] }, {}, { language: 'ko' }))).toMatch(/^연습 서버: /);
  });

  test('no more than Windows shows, however long the names are', () => {
    const long = serverWith({ ...good, name: '가'.repeat(100), health: health(true) });
    const events = [eventIn(80, { name: 'x'.repeat(100) })];
    for (const language of ['en', 'ko'] as const)
      expect(trayTooltip(contentWith({ servers: [long], events }, {}, { language })).length).toBeLessThan(
        128,
      );
  });
});
