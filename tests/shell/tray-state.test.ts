import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Session } from '../../main/shell/session.ts';
import { firstServer, trayImage, trayState, type TrayState } from '../../main/shell/tray-state.ts';
import { serverWith } from '../fakes/server-with.ts';
import { coreWith, health, reading } from './tray-content.ts';

const SESSIONS: Session[] = ['windows', 'macos', 'x11', 'xwayland', 'wayland'];
const STATES: TrayState[] = ['good', 'fair', 'poor', 'none', 'busy'];

describe('the icon tells', () => {
  test.each([
    ['none without a server', null, 'none'],
    ['none while nothing is known of it', {}, 'none'],
    ['busy while it is measured for the first time', { runId: 'r1' }, 'busy'],
    ['good of a clock that is known', { reading: reading(), health: health(false) }, 'good'],
    ['good as well before its health is reckoned', { reading: reading() }, 'good'],
    [
      'good while one that is known is measured again',
      { reading: reading(), health: health(false), runId: 'r1' },
      'good',
    ],
    ['poor of one that should be measured again', { reading: reading(), health: health(true) }, 'poor'],
    ['fair where standard time stands in', { reading: reading({ source: 'sntp' }) }, 'fair'],
    [
      'fair where that is to be measured again, too',
      { reading: reading({ source: 'reference-site' }), health: health(true) },
      'fair',
    ],
  ] as const)('%s', (_, parts, expected) => {
    expect(trayState(parts && serverWith(parts))).toBe(expected);
  });
});

describe('it tells it of', () => {
  const a = serverWith({ id: 'aaaa', name: 'a' });
  const b = serverWith({ id: 'bbbb', name: 'b' });
  const c = serverWith({ id: 'cccc', name: 'c', favourite: true });

  test('the server that the overlay shows first', () => {
    expect(firstServer(coreWith({ servers: [a, b, c], serverIds: ['bbbb', 'aaaa'] }))).toBe(b);
  });

  test('the favourite where none was chosen, or the one that was is gone', () => {
    expect(firstServer(coreWith({ servers: [a, b, c] }))).toBe(c);
    expect(firstServer(coreWith({ servers: [a, b, c], serverIds: ['dddd'] }))).toBe(c);
  });

  test('nobody while there is no server, or the core has not said hello', () => {
    expect(firstServer(coreWith({}))).toBeNull();
    expect(firstServer(null)).toBeNull();
  });
});

describe('its picture', () => {
  const there = readdirSync(join(import.meta.dirname, '../../main/shell/tray-icons'));

  test.each(SESSIONS)('is there on %s for each state, with twice the pixels as well', (session) => {
    for (const state of STATES)
      for (const isDark of [true, false]) {
        const image = trayImage(state, session, isDark);
        expect(there).toContain(image);
        expect(there).toContain(image.replace('.png', '@2x.png'));
      }
  });

  test('is another one in each state, and on a dark panel another than on a light one', () => {
    const images = STATES.flatMap((state) => [true, false].map((isDark) => trayImage(state, 'x11', isDark)));
    expect(new Set(images).size).toBe(10);
  });

  test('is a template on macOS, whose name tells the system to colour it', () => {
    expect(trayImage('good', 'macos', true)).toBe('tray-goodTemplate.png');
    expect(trayImage('good', 'macos', false)).toBe('tray-goodTemplate.png');
  });
});
