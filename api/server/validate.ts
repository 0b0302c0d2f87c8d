/** Input that is checked before anybody sees it; what is wrong with it, in one sentence. */
import * as v from 'valibot';
import { inputInvalid } from './problems.ts';

/** Nothing that is asked for has objects within objects so deep; what goes through them would be at risk. */
const MOST_DEPTH = 32;

export function validate<T extends v.GenericSchema>(schema: T, input: unknown): v.InferOutput<T> {
  if (isDeeper(input, MOST_DEPTH))
    throw inputInvalid(
      `Lists and objects lie in each other ${MOST_DEPTH} deep at the most: send it flatter.`,
    );
  const result = v.safeParse(schema, input);
  if (result.success) return result.output;
  throw inputInvalid(sentenceOf(result.issues));
}

function isDeeper(value: unknown, depth: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (depth === 0) return true;
  const fields = value as Readonly<Record<string, unknown>>;
  for (const name in fields) if (isDeeper(fields[name], depth - 1)) return true;
  return false;
}

type Issue = v.BaseIssue<unknown>;

/** The first issue, and how many there are beside it. */
export function sentenceOf([issue, ...others]: readonly [Issue, ...Issue[]]): string {
  const more = others.length === 0 ? '' : ` (and ${others.length} more)`;
  const name = v.getDotPath(issue);
  if (name === null) return `The input must be one JSON object${more}.`;
  const field = JSON.stringify(name.slice(0, 100));
  if (issue.kind === 'schema' && issue.expected === 'never')
    return `There is no field ${field} here: leave it out${more}.`;
  if (issue.kind === 'schema' && issue.received === 'undefined')
    return `The field ${field} is missing: give it${more}.`;
  return `The field ${field} cannot be used: ${fix(issue)}${more}.`;
}

/** The protocol's own sentence where it has one. */
function fix(issue: Issue): string {
  const own = /^[A-Z].*\.$/.test(issue.message);
  if (own) return issue.message[0].toLowerCase() + issue.message.slice(1, -1);
  return `it must be ${wanted(issue)}`;
}

const KINDS: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  boolean: 'true or false',
  Object: 'an object',
  Array: 'a list',
  null: 'null',
};

function wanted({ type, requirement, expected }: Issue): string {
  const figure = String(requirement);
  switch (type) {
    case 'integer':
      return 'a whole number';
    case 'min_value':
      return `${figure} or more`;
    case 'max_value':
      return `${figure} or less`;
    case 'min_length':
      return `${figure} long or longer`;
    case 'max_length':
      return `${figure} long or shorter`;
    default: {
      const words = (expected ?? '').replaceAll(/[()]/g, '').split(' | ');
      return words.map((word) => KINDS[word] ?? word).join(' or ') || 'something else';
    }
  }
}
