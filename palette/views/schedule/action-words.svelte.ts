/** What is said of an action and of its input, in the form and in the list alike. */
import type { InputField } from '../../../api/client/client.ts';
import { words } from '../../../overlay/page/language.svelte.ts';
import { nameOf } from '../plugins/plugin-state.ts';
import { MOST_TEXT, type ActionProblem } from './action-form.ts';
import { isServed, type KnownKind } from './action-kinds.ts';

const text = words(
  {
    titled: (title: string, plugin: string) => `${title} (${plugin})`,
    problem: {
      'action-gone':
        'The plugin of this action is not started, or no longer there: start it under Plugins, or choose another action.',
      missing: 'The action needs this: fill it in.',
      'no-number': 'This is no number: type one, as in 10 or 2.5.',
      'not-whole': 'Type a whole number.',
    },
    between: (least: number, most: number) => `Type a number from ${least} to ${most}.`,
    atLeast: (least: number) => `Type a number of ${least} or more.`,
    atMost: (most: number) => `Type a number of ${most} or less.`,
    tooLong: (most: number) => `Type ${most} characters at the most.`,
    gone: (kind: string) => `No plugin does ${kind} any more: nothing is done when it fires.`,
    notServed: (plugin: string) =>
      `The plugin ${plugin} does not run: nothing is done when it fires, unless it is started under Plugins.`,
    yes: 'yes',
    no: 'no',
  },
  {
    titled: (title, plugin) => `${title} (${plugin})`,
    problem: {
      'action-gone':
        '이 동작의 플러그인이 꺼져 있거나 없어졌습니다. 플러그인 화면에서 시작하거나 다른 동작을 고르세요.',
      missing: '이 동작에 필요한 값입니다. 입력해 주세요.',
      'no-number': '숫자가 아닙니다. 10 또는 2.5처럼 입력해 주세요.',
      'not-whole': '정수를 입력해 주세요.',
    },
    between: (least, most) => `${least}에서 ${most} 사이의 숫자를 입력해 주세요.`,
    atLeast: (least) => `${least} 이상의 숫자를 입력해 주세요.`,
    atMost: (most) => `${most} 이하의 숫자를 입력해 주세요.`,
    tooLong: (most) => `${most}자까지 입력할 수 있습니다.`,
    gone: (kind) => `${kind} 동작을 하는 플러그인이 없어, 실행되어도 아무 일도 하지 않습니다.`,
    notServed: (plugin) =>
      `${plugin} 플러그인이 실행 중이 아닙니다. 플러그인 화면에서 시작하지 않으면 아무 일도 하지 않습니다.`,
    yes: '예',
    no: '아니요',
  },
);

export const kindWords = ({ title, plugin }: KnownKind) => text().titled(title, nameOf(plugin));

/** @param field of the input; null for the choice of the action itself */
export function actionProblemWords(problem: ActionProblem, field: InputField | null): string {
  if (problem === 'too-long')
    return text().tooLong((field?.type === 'string' ? field.maxLength : undefined) ?? MOST_TEXT);
  if (problem !== 'limits') return text().problem[problem];
  const { minimum, maximum } =
    field?.type === 'number' || field?.type === 'integer'
      ? field
      : { minimum: undefined, maximum: undefined };
  if (minimum === undefined) return text().atMost(maximum ?? 0);
  return maximum === undefined ? text().atLeast(minimum) : text().between(minimum, maximum);
}

/** Why nothing would be done about an event's action; null when it would. */
export function unservedWords(name: string, known: KnownKind | undefined): string | null {
  if (!known) return text().gone(name);
  return isServed(known) ? null : text().notServed(nameOf(known.plugin));
}

export const inputWords = (value: string | number | boolean): string =>
  typeof value === 'boolean' ? (value ? text().yes : text().no) : String(value);
