/** Alarm marks, the moment, and what was missed: as the core tells them, for ears, eyes and a screen reader. */
import type { CoreMessage } from '../../api/client/client.ts';
import type { PageCore } from '../page/core.svelte.ts';
import { roughly } from '../page/figures.ts';
import { words } from '../page/language.svelte.ts';
import { missedWords } from '../page/missed-words.ts';

type Message<T extends CoreMessage['type']> = Extract<CoreMessage, { type: T }>;

export interface Moments {
  /** Reactive: the last mark or moment, in words. */
  readonly said: string;
  /** Reactive: the event whose moment has just come. */
  readonly fired: Message<'trigger'> | null;
  /** Reactive: one sentence each, none of them twice. */
  readonly missed: readonly string[];
  close(): void;
}

export interface Reactions {
  alarm(alarm: Message<'alarm'>): void;
  moment(): void;
}

const FIRED_MS = 5000;
const MISSED_MS = 60_000;

const text = words(
  {
    mark: (name: string, left: string) => `${name}: ${left} left`,
    now: (name: string) => `${name}: now`,
  },
  {
    mark: (name, left) => `${name}: ${left} 남음`,
    now: (name) => `${name}: 지금`,
  },
);

export function followMoments(core: () => Pick<PageCore, 'on'>, reactions: Reactions): Moments {
  let said = $state('');
  let fired = $state.raw<Message<'trigger'> | null>(null);
  let missed = $state.raw<readonly Message<'missed'>[]>([]);
  const stops = [
    core().on('alarm', (alarm) => {
      said = text().mark(alarm.name, roughly(alarm.beforeMs));
      reactions.alarm(alarm);
    }),
    core().on('trigger', (trigger) => {
      said = text().now(trigger.name);
      fired = trigger;
      reactions.moment();
      setTimeout(() => {
        if (fired === trigger) fired = null;
      }, FIRED_MS);
    }),
    core().on('missed', (miss) => {
      missed = [...missed, miss];
      setTimeout(() => (missed = missed.filter((one) => one !== miss)), MISSED_MS);
    }),
  ];
  return {
    get said() {
      return said;
    },
    get fired() {
      return fired;
    },
    get missed() {
      return missed.map(missedWords).filter((sentence, at, all) => all.indexOf(sentence) === at);
    },
    close() {
      for (const stop of stops) stop();
    },
  };
}
