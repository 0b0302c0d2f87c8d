/** What an event gives an action, held against what the action's kind takes. */
import type { Action, ActionKind, InputField } from '../../api/protocol/action.ts';
import { Failure } from '../failure.ts';

type Input = Action['input'];
type TextField = Extract<InputField, { type: 'string' }>;
type NumberField = Extract<InputField, { type: 'number' | 'integer' }>;

/** Characters of a text whose field states no maximum; no field may state a larger one. */
const MOST_TEXT = 2000;
/** A sentence has room for so many choices. */
const MOST_NAMED = 10;

/** The input in the kind's order, defaults filled in. */
export function checkInput({ kind, input: { properties, required } }: ActionKind, input: Input): Input {
  const unknown = Object.keys(input).find((name) => !Object.hasOwn(properties, name));
  if (unknown !== undefined)
    throw invalid(`The action ${kind} has no field ${quoted(unknown)}: leave it out.`);
  const checked: [string, Input[string]][] = [];
  for (const [name, field] of Object.entries(properties)) {
    const value = Object.hasOwn(input, name) ? input[name] : field.default;
    if (value === undefined) {
      if (!required.includes(name)) continue;
      throw invalid(`The action ${kind} needs the field ${quoted(name)}: give it.`);
    }
    const wanted = wantedBy(field, value);
    if (wanted !== null) throw invalid(`The field ${quoted(name)} of the action ${kind} must be ${wanted}.`);
    checked.push([name, value]);
  }
  return Object.fromEntries(checked);
}

/** What the field must be, when that is not what it is given; else null. */
export function wantedBy(field: InputField, value: unknown): string | null {
  switch (field.type) {
    case 'string':
      return wantedText(field, value);
    case 'number':
    case 'integer':
      return wantedNumber(field, value);
    case 'boolean':
      return typeof value === 'boolean' ? null : 'true or false';
  }
}

function wantedText({ enum: choices, maxLength = MOST_TEXT }: TextField, value: unknown): string | null {
  if (typeof value !== 'string') return 'a text';
  if (choices && !choices.includes(value)) return oneOf(choices);
  // JSON Schema counts characters, not their UTF-16 code units.
  return Array.from(value).length <= maxLength ? null : `${maxLength} characters long or shorter`;
}

function wantedNumber({ type, minimum, maximum }: NumberField, value: unknown): string | null {
  if (!Number.isFinite(value)) return type === 'integer' ? 'a whole number' : 'a number';
  if (type === 'integer' && !Number.isInteger(value)) return 'a whole number';
  const number = Number(value);
  if (number >= (minimum ?? -Infinity) && number <= (maximum ?? Infinity)) return null;
  if (minimum === undefined) return `${String(maximum)} or less`;
  return maximum === undefined ? `${minimum} or more` : `from ${minimum} to ${maximum}`;
}

function oneOf(choices: readonly string[]): string {
  const named = choices.slice(0, MOST_NAMED).map(quoted).join(', ');
  const more = choices.length - MOST_NAMED;
  if (choices.length === 1) return named;
  return more > 0 ? `one of ${named} (and ${more} more)` : `one of ${named}`;
}

const quoted = (name: string) => JSON.stringify(name.slice(0, 100));

const invalid = (sentence: string) => new Failure('action-input-invalid', sentence);
