/** An event as a person asks for it on the command line: what can be read of it before a core is asked. */
import * as v from 'valibot';
import { Action, ActionKindName } from '../../api/protocol/action.ts';
import type { Input } from '../../api/protocol/endpoints.ts';
import { AIMS, ALARM_WAYS, REPEATS, type Alarm } from '../../api/protocol/event.ts';
import { UsageError, type Arguments, type Options } from './arguments.ts';
import { readTime, type Wish } from './when-time.ts';
import { namedZone } from './when-zone.ts';

export const EVENT_OPTIONS = {
  name: { example: 'Sale' },
  zone: { example: 'Asia/Seoul' },
  repeat: { example: 'daily' },
  aim: { example: 'safe-arrival' },
  alarm: { example: '10s,5s,1s' },
  webhook: { example: 'https://example.com/hook' },
  'webhook-body': { example: '{"text":"{{event}}"}' },
  payload: { example: '{"seat":"A1"}' },
  action: { example: 'led-bridge.light' },
  input: { example: '{"colour":"#ff0000"}' },
} as const satisfies Options;

/** All but when, which depends on what the server's clock shows. */
export interface EventWish extends Omit<Input<'addEvent'>, 'serverId' | 'time'> {
  readonly when: Wish;
}

const COMMAND = 'events add';
const UNITS_MS: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 };
const ALARM = /^(\d+(?:\.\d+)?)(ms|s|m|h)(?::([a-z+]+))?$/;

export function eventWish(time: string, args: Arguments): EventWish {
  const [name, zone, url] = [args.text('name'), args.text('zone'), args.text('webhook')];
  if (zone !== undefined) asOurs(() => namedZone(zone));
  const body = args.text('webhook-body');
  if (body !== undefined && url === undefined)
    throw bad('body-without-webhook', '--webhook-body needs a --webhook to be sent to.');
  const payload = args.text('payload');
  const action = readAction(args);
  const alarms = args.text('alarm');
  const [repeat, aim] = [oneOf('repeat', REPEATS, args), oneOf('aim', AIMS, args)];
  return {
    when: asOurs(() => readTime(time)),
    ...(name !== undefined && { name }),
    ...(zone !== undefined && { zone }),
    ...(repeat && { repeat }),
    ...(aim && { aim }),
    ...(alarms !== undefined && { alarms: readAlarms(alarms) }),
    ...(payload !== undefined && { payload: readJson('payload', payload) }),
    ...(action && { action }),
    ...(url !== undefined && {
      webhook: { url, ...(body !== undefined && { body: readJson('webhook-body', body) }) },
    }),
  };
}

/** A sentence of `when`, which leads on to this command's help. */
function asOurs<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw error instanceof UsageError ? new UsageError(error.code, error.message, COMMAND) : error;
  }
}

function oneOf<const T extends string>(
  option: string,
  choices: readonly T[],
  args: Arguments,
): T | undefined {
  const word = args.text(option);
  const choice = choices.find((one) => one === word);
  if (word !== undefined && choice === undefined)
    throw bad(`bad-${option}`, `--${option} is one of ${choices.join(', ')}, and "${word}" is none of them.`);
  return choice;
}

/** "10s,5s,1s", each with ways of its own if wished: "10s:sound+flash"; "none" for none at all. */
function readAlarms(words: string): Alarm[] {
  if (words === 'none') return [];
  return words.split(',').map((word) => {
    const [, count, unit, ways = 'sound'] = ALARM.exec(word.trim()) ?? [];
    const by = ALARM_WAYS.filter((way) => ways.split('+').includes(way));
    if (!count || by.length !== ways.split('+').length)
      throw bad(
        'bad-alarm',
        `"${word}" is no alarm: type how long before, as in 10s, 500ms or 2m, and how if not by sound, as in 10s:sound+flash (${ALARM_WAYS.join(', ')}).`,
      );
    return { beforeMs: Number(count) * UNITS_MS[unit], by };
  });
}

/** Whether there is such an action, and what it takes, the core knows. */
function readAction(args: Arguments): EventWish['action'] {
  const [kind, text] = [args.text('action'), args.text('input')];
  if (kind === undefined) {
    if (text !== undefined) throw bad('input-without-action', '--input needs an --action to be given to.');
    return undefined;
  }
  if (!v.safeParse(ActionKindName, kind).success)
    throw bad(
      'bad-action',
      `"${kind}" is no action: name one by its plugin and a name, as in led-bridge.light.`,
    );
  if (text === undefined) return { kind };
  const input = v.safeParse(Action.entries.input, readJson('input', text));
  if (!input.success) throw bad('bad-input', '--input needs an object of texts, numbers, true and false.');
  return { kind, input: input.output };
}

function readJson(option: 'payload' | 'webhook-body' | 'input', text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    const { example } = EVENT_OPTIONS[option];
    throw bad(`bad-${option}`, `--${option} needs JSON, as in --${option} '${example}'.`);
  }
}

function bad(code: string, sentence: string): UsageError {
  return new UsageError(code, sentence, COMMAND);
}
