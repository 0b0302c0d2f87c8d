/** The default alarms, as they are edited. Pure. */
import type { Alarm } from '../../../api/client/client.ts';
import { WAYS } from '../schedule/event-form.ts';
import type { Figure } from './setting.ts';

export type Way = (typeof WAYS)[number];

/** Up to a day before. */
export const SECONDS: Figure = {
  unit: { en: 's before', ko: '초 전' },
  perUnit: 1000,
  least: 0,
  most: 86_400_000,
};

/** What is usual and not there yet, ms. */
const USUAL_MS = [60_000, 30_000, 10_000, 5000, 3000, 2000, 1000, 300_000, 600_000];

export function another(alarms: readonly Alarm[]): Alarm {
  const beforeMs = USUAL_MS.find((ms) => alarms.every((alarm) => alarm.beforeMs !== ms)) ?? 0;
  return { beforeMs, by: ['sound'] };
}

/** In the usual order. */
export function withWay(by: Alarm['by'], way: Way, isOn: boolean): Way[] {
  return WAYS.filter((one) => (one === way ? isOn : by.includes(one)));
}
