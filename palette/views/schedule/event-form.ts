/** The form of a new event: what was typed, and the event that it means or what is wrong with it. Pure. */
import type { ActionKind, Alarm, NewEvent, ScheduledEvent, Settings } from '../../../api/client/client.ts';
import type { EventDraft } from '../view.ts';
import {
  actionValues,
  readAction,
  type ActionField,
  type ActionProblems,
  type ActionValues,
} from './action-form.ts';
import { isZone, wallTimeOf } from './wall-time.ts';
import {
  readJson,
  readWebhook,
  webhookValues,
  type WebhookProblem,
  type WebhookValues,
} from './webhook-form.ts';

export const REPEATS = ['once', 'daily', 'weekdays', 'weekly'] as const satisfies NewEvent['repeat'][];
export const AIMS = ['server-time', 'safe-arrival', 'balanced-arrival'] as const satisfies NewEvent['aim'][];
export const WAYS = ['sound', 'flash', 'notification'] as const satisfies Alarm['by'][number][];

export interface AlarmRow {
  /** Of the row, for as long as the form is open. */
  readonly key: number;
  seconds: string;
  sound: boolean;
  flash: boolean;
  notification: boolean;
}

export interface FormValues {
  serverId: string;
  name: string;
  date: string;
  time: string;
  /** Empty for the server's own. */
  zone: string;
  repeat: NewEvent['repeat'];
  aim: NewEvent['aim'];
  alarms: AlarmRow[];
  action: ActionValues;
  payload: string;
  hasWebhook: boolean;
  webhook: WebhookValues;
}

export type PlainField = Exclude<keyof FormValues, 'action' | 'hasWebhook' | 'webhook'> | keyof WebhookValues;
export type FormField = PlainField | ActionField;
export type FieldProblem =
  | WebhookProblem
  | 'no-server'
  | 'no-date'
  | 'bad-time'
  | 'bad-zone'
  | 'bad-seconds'
  | 'no-way'
  | 'too-many-alarms';
export type FormProblems = Partial<Record<PlainField, FieldProblem>> & ActionProblems;

const MOST_ALARMS = 20;
const DAY_S = 86_400;
const TIME = /^([01]?\d|2[0-3]):([0-5]\d)(?::([0-5]\d)(?:\.(\d{1,3}))?)?$/;

/** A form to begin with; `copied` is an event that the new one is to be like. */
export function emptyForm(
  settings: Settings,
  serverId: string,
  draft: EventDraft = {},
  copied: ScheduledEvent | null = null,
): FormValues {
  const zone = copied?.zone ?? '';
  return {
    serverId: draft.serverId ?? copied?.serverId ?? serverId,
    name: draft.name ?? copied?.name ?? '',
    ...wallTimeOf(draft.time ?? copied?.time ?? '', zone === '' ? null : zone),
    zone,
    repeat: copied?.repeat ?? 'once',
    aim: copied?.aim ?? 'server-time',
    alarms: (copied?.alarms ?? settings.alarms).map(rowOf),
    action: actionValues(copied?.action ?? null),
    payload: copied?.payload === undefined ? '' : JSON.stringify(copied.payload, null, 2),
    hasWebhook: Boolean(copied?.webhook),
    webhook: webhookValues(copied?.webhook ?? null, settings.webhookRetry),
  };
}

function rowOf({ beforeMs, by }: Alarm, key: number): AlarmRow {
  const has = (way: Alarm['by'][number]) => by.includes(way);
  return {
    key,
    seconds: String(beforeMs / 1000),
    sound: has('sound'),
    flash: has('flash'),
    notification: has('notification'),
  };
}

/** 20:0 is no time, 9:05 is 09:05. Null when it is none. */
export function readTime(text: string): string | null {
  const [, hours, minutes, seconds, fraction] = (TIME.exec(text.trim()) ?? []) as (string | undefined)[];
  if (hours === undefined || minutes === undefined) return null;
  const coarse = `${hours.padStart(2, '0')}:${minutes}`;
  if (seconds === undefined) return coarse;
  return fraction === undefined ? `${coarse}:${seconds}` : `${coarse}:${seconds}.${fraction}`;
}

/**
 * @param unnamed the name of one that was given none
 * @param kinds of action that can be asked for; null while they are not known
 */
export function readForm(
  values: FormValues,
  unnamed: string,
  kinds: readonly ActionKind[] | null = null,
): { readonly event: NewEvent; readonly problems: FormProblems } {
  const problems: FormProblems = {};
  if (values.serverId === '') problems.serverId = 'no-server';
  if (values.date === '') problems.date = 'no-date';
  const time = readTime(values.time);
  if (time === null) problems.time = 'bad-time';
  const zone = values.zone.trim();
  if (zone !== '' && !isZone(zone)) problems.zone = 'bad-zone';
  const alarms = values.alarms.map(alarmOf);
  if (alarms.length > MOST_ALARMS) problems.alarms = 'too-many-alarms';
  if (alarms.some(({ by }) => by.length === 0)) problems.alarms = 'no-way';
  if (alarms.some(({ beforeMs }) => Number.isNaN(beforeMs))) problems.alarms = 'bad-seconds';
  const { action, problems: ofAction } = readAction(values.action, kinds);
  const payload = readJson(values.payload);
  if (payload === null) problems.payload = 'bad-json';
  const hook = values.hasWebhook ? readWebhook(values.webhook) : null;
  const event = {
    serverId: values.serverId,
    name: values.name.trim() || unnamed,
    time: `${values.date}T${time ?? ''}`,
    ...(zone !== '' && { zone }),
    repeat: values.repeat,
    aim: values.aim,
    alarms,
    ...(payload && 'value' in payload && { payload: payload.value }),
    ...(hook && { webhook: hook.webhook }),
    ...(action && { action }),
  };
  return { event, problems: { ...problems, ...hook?.problems, ...ofAction } };
}

function alarmOf(row: AlarmRow): Alarm {
  const text = row.seconds.trim();
  const seconds = text === '' ? NaN : Number(text);
  const isGood = seconds >= 0 && seconds <= DAY_S;
  return { beforeMs: isGood ? Math.round(seconds * 1000) : NaN, by: WAYS.filter((way) => row[way]) };
}
