/** The action's part of the form: what was typed, and the action that it means or what is wrong with it. Pure. */
import type { Action, ActionKind, InputField } from '../../../api/client/client.ts';

/** Of one field, as typed: numbers are texts, too. */
export type TypedInput = string | boolean;

export interface ActionValues {
  /** Empty for none. */
  kind: string;
  /** What was typed so far, by kind and by field: of another kind it is there again when somebody comes back to it. */
  typed: Record<string, Record<string, TypedInput>>;
  /** Of the event that is copied. */
  readonly given: Action | null;
}

export type ActionField = 'action' | `action.${string}`;
export type ActionProblem = 'action-gone' | 'missing' | 'no-number' | 'not-whole' | 'limits' | 'too-long';
export type ActionProblems = Partial<Record<ActionField, ActionProblem>>;

/** From the protocol (`InputField`). */
export const MOST_TEXT = 2000;

export const actionValues = (given: Action | null): ActionValues => ({
  kind: given?.kind ?? '',
  typed: {},
  given,
});

/** What a field shows: what was typed; else what the copied event has; else its default. */
export function shownInput(values: ActionValues, kind: string, name: string, field: InputField): TypedInput {
  const typed = own(own(values.typed, kind), name);
  if (typed !== undefined) return typed;
  const given = values.given?.kind === kind ? own(values.given.input, name) : undefined;
  const value = given ?? field.default;
  if (field.type === 'boolean') return value === true;
  return value === undefined || isNoChoice(field, value) ? '' : String(value);
}

/** An event may be older than the choices. */
const isNoChoice = (field: InputField, value: Action['input'][string]) =>
  field.type === 'string' && field.enum !== undefined && !field.enum.some((choice) => choice === value);

/** @param kinds null while they are not known: then what was copied is taken as it is, and the core looks at it */
export function readAction(
  values: ActionValues,
  kinds: readonly ActionKind[] | null,
): { readonly action: Action | null; readonly problems: ActionProblems } {
  if (values.kind === '') return { action: null, problems: {} };
  const kind = kinds?.find((one) => one.kind === values.kind);
  if (!kind) {
    const input = values.given?.kind === values.kind ? values.given.input : {};
    return { action: { kind: values.kind, input }, problems: kinds ? { action: 'action-gone' } : {} };
  }
  const problems: ActionProblems = {};
  const read: [string, Action['input'][string]][] = [];
  for (const [name, field] of Object.entries(kind.input.properties)) {
    const shown = shownInput(values, kind.kind, name, field);
    const isRequired = kind.input.required.includes(name);
    const { value, problem } = readInput(field, shown, isRequired);
    if (problem) problems[`action.${name}`] = problem;
    if (value !== undefined) read.push([name, value]);
  }
  return { action: { kind: kind.kind, input: Object.fromEntries(read) }, problems };
}

interface ReadInput {
  /** Undefined: it is left out. */
  readonly value?: Action['input'][string];
  readonly problem?: ActionProblem;
}

function readInput(field: InputField, shown: TypedInput, isRequired: boolean): ReadInput {
  if (typeof shown === 'boolean') return { value: shown };
  if (field.type === 'string' && field.enum?.includes(shown)) return { value: shown };
  const isEmpty = shown.trim() === '';
  if (isEmpty && isRequired) return { problem: 'missing' };
  switch (field.type) {
    case 'string':
      // Left out, it would be the default again.
      if (isEmpty && (field.default === undefined || field.enum)) return {};
      if (Array.from(shown).length > (field.maxLength ?? MOST_TEXT)) return { problem: 'too-long' };
      return { value: shown };
    case 'number':
    case 'integer':
      return isEmpty ? {} : readNumber(field, shown);
    case 'boolean':
      return {};
  }
}

type NumberField = Extract<InputField, { type: 'number' | 'integer' }>;

function readNumber({ type, minimum, maximum }: NumberField, shown: string): ReadInput {
  const value = Number(shown.trim());
  if (!Number.isFinite(value)) return { problem: 'no-number' };
  if (type === 'integer' && !Number.isInteger(value)) return { problem: 'not-whole' };
  const isWithin = value >= (minimum ?? -Infinity) && value <= (maximum ?? Infinity);
  return isWithin ? { value } : { problem: 'limits' };
}

/** Names such as "constructor" are good ones. */
function own<T>(of: Readonly<Record<string, T>> | undefined, name: string): T | undefined {
  return of && Object.hasOwn(of, name) ? of[name] : undefined;
}
