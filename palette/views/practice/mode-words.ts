/** What the clocks that a person may press by are called. */
import { words } from '../../../overlay/page/language.svelte.ts';

export const modeWords = words(
  {
    'server-time': 'Server time',
    'safe-arrival': 'Arrival time, safe',
    'balanced-arrival': 'Arrival time, balanced',
  },
  {
    'server-time': '서버 시각',
    'safe-arrival': '도착 시각 · 안전',
    'balanced-arrival': '도착 시각 · 균형',
  },
);
