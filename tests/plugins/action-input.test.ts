import { expect, test } from 'vitest';
import type { ActionKind, InputSchema } from '../../api/protocol/action.ts';
import { Failure } from '../../main/failure.ts';
import { checkInput } from '../../main/plugins/action-input.ts';

const kind = (properties: InputSchema['properties'], required: string[] = []): ActionKind => ({
  kind: 'led.light',
  title: 'Light',
  description: null,
  input: { type: 'object', properties, required },
});

const LIGHT = kind(
  {
    colour: { type: 'string', enum: ['red', 'green'], default: 'red' },
    text: { type: 'string', maxLength: 3 },
    note: { type: 'string' },
    level: { type: 'integer', minimum: 1, maximum: 10 },
    least: { type: 'number', minimum: 0.5 },
    most: { type: 'number', maximum: 2 },
    slowly: { type: 'boolean' },
  },
  ['slowly'],
);

test('defaults are filled in, in the order of the kind’s fields, and what is neither given nor needed is left out', () => {
  const checked = checkInput(LIGHT, { slowly: false, level: 10 });
  expect(Object.entries(checked)).toEqual([
    ['colour', 'red'],
    ['level', 10],
    ['slowly', false],
  ]);
});

test('what is given goes before the default, and is given back as it was', () => {
  const input = { colour: 'green', text: '시계𝕏', note: '', level: 1, least: 0.5, most: -5, slowly: true };
  expect(checkInput(LIGHT, input)).toEqual(input);
});

test('a field that is needed may be left to its default', () => {
  expect(checkInput(kind({ level: { type: 'number', default: 0 } }, ['level']), {})).toEqual({ level: 0 });
});

test('a kind without fields takes nothing', () => {
  expect(checkInput(kind({}), {})).toEqual({});
});

test.for<[change: object, sentence: string]>([
  [{ color: 'red' }, 'The action led.light has no field "color": leave it out.'],
  [{ toString: 'red' }, 'The action led.light has no field "toString": leave it out.'],
  [{ slowly: 'yes' }, 'The field "slowly" of the action led.light must be true or false.'],
  [{ slowly: 1 }, 'The field "slowly" of the action led.light must be true or false.'],
  [{ colour: 'blue' }, 'The field "colour" of the action led.light must be one of "red", "green".'],
  [{ colour: 5 }, 'The field "colour" of the action led.light must be a text.'],
  [{ text: 'four' }, 'The field "text" of the action led.light must be 3 characters long or shorter.'],
  [
    { note: 'a'.repeat(2001) },
    'The field "note" of the action led.light must be 2000 characters long or shorter.',
  ],
  [{ level: '5' }, 'The field "level" of the action led.light must be a whole number.'],
  [{ level: 1.5 }, 'The field "level" of the action led.light must be a whole number.'],
  [{ level: Infinity }, 'The field "level" of the action led.light must be a whole number.'],
  [{ level: 0 }, 'The field "level" of the action led.light must be from 1 to 10.'],
  [{ level: 11 }, 'The field "level" of the action led.light must be from 1 to 10.'],
  [{ least: 0.4 }, 'The field "least" of the action led.light must be 0.5 or more.'],
  [{ least: true }, 'The field "least" of the action led.light must be a number.'],
  [{ least: Infinity }, 'The field "least" of the action led.light must be a number.'],
  [{ most: 2.1 }, 'The field "most" of the action led.light must be 2 or less.'],
])('%j is refused with one sentence that names the field', ([change, sentence]) => {
  expect(() => checkInput(LIGHT, { slowly: true, ...change })).toThrow(
    new Failure('action-input-invalid', sentence),
  );
});

test('a field that is needed is asked for by name', () => {
  expect(() => checkInput(LIGHT, { level: 5 })).toThrow(
    new Failure('action-input-invalid', 'The action led.light needs the field "slowly": give it.'),
  );
});

test('of many choices the sentence names ten', () => {
  const choices = Array.from({ length: 12 }, (_, index) => `c${index}`);
  expect(() => checkInput(kind({ choice: { type: 'string', enum: choices } }), { choice: 'd' })).toThrow(
    'The field "choice" of the action led.light must be one of "c0", "c1", "c2", "c3", "c4", "c5", "c6", "c7", "c8", "c9" (and 2 more).',
  );
  expect(() => checkInput(kind({ choice: { type: 'string', enum: ['c'] } }), { choice: 'd' })).toThrow(
    'The field "choice" of the action led.light must be "c".',
  );
});

test('a field may have the name of what every object has', () => {
  const odd = kind({ toString: { type: 'string', default: 'a' } } as InputSchema['properties'], ['toString']);
  expect(Object.entries(checkInput(odd, {}))).toEqual([['toString', 'a']]);
});
