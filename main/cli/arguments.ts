/**
 * Reads the words after a command: strictly, for an option that is silently ignored is worse than a refused one.
 * The splitting is node's own parseArgs; what is wrong is said in sentences of our own.
 */
import { parseArgs, type ParseArgsOptionsConfig } from 'node:util';

/** The command was not understood; `command` is the one whose help is worth reading, if any. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
  readonly code: string;
  readonly command: string | undefined;

  constructor(code: string, message: string, command?: string) {
    super(message);
    this.code = code;
    this.command = command;
  }
}

/** Option name -> what it takes: nothing, or what its example is, a number or a text (shown when it is missing). */
export type Options = Readonly<Record<string, 'flag' | { readonly example: number | string }>>;

export interface Arguments {
  has(flag: string): boolean;
  /** The number given to an option; undefined when it was not given. */
  number(option: string): number | undefined;
  /** The text given to an option; undefined when it was not given. */
  text(option: string): string | undefined;
  /** What is not an option, in order. */
  readonly positionals: readonly string[];
}

/** Every command knows these. */
const COMMON: Options = { help: 'flag' };

export function readArguments(command: string, args: readonly string[], options: Options): Arguments {
  const known = { ...COMMON, ...options };
  const config: ParseArgsOptionsConfig = { help: { type: 'boolean', short: 'h' } };
  for (const [name, takes] of Object.entries(options))
    config[name] = { type: takes === 'flag' ? 'boolean' : 'string' };
  const { tokens, positionals } = parseArgs({
    args: [...args],
    options: config,
    strict: false,
    tokens: true,
    allowPositionals: true,
  });
  const given = new Map<string, number | string | true>();
  const fail = (code: string, message: string) => new UsageError(code, message, command);
  for (const token of tokens) {
    if (token.kind !== 'option') continue;
    const { name, rawName, value } = token;
    const takes = Object.hasOwn(known, name) ? known[name] : undefined;
    if (takes === undefined) throw fail('unknown-option', `ticketime ${command} has no option ${rawName}.`);
    if (takes === 'flag') {
      if (value !== undefined)
        throw fail('unexpected-value', `${rawName} takes no value, so leave out "=${value}".`);
      given.set(name, true);
    } else {
      const example = `as in ${rawName} ${takes.example}`;
      const isText = typeof takes.example === 'string';
      if (!value?.trim())
        throw fail('missing-value', `${rawName} needs a ${isText ? 'text' : 'number'}, ${example}.`);
      if (isText) given.set(name, value);
      else if (!Number.isFinite(Number(value)))
        throw fail('not-a-number', `${rawName} needs a number, ${example}, and "${value}" is none.`);
      else given.set(name, Number(value));
    }
  }
  return {
    has: (flag) => given.has(flag),
    number(option) {
      const value = given.get(option);
      return typeof value === 'number' ? value : undefined;
    },
    text(option) {
      const value = given.get(option);
      return typeof value === 'string' ? value : undefined;
    },
    positionals,
  };
}

/** The one server that `sync` and `watch` are about. */
export function oneServer(command: string, { positionals }: Arguments): string {
  if (positionals.length === 0)
    throw new UsageError(
      'missing-server',
      `Name the server to measure, as in: ticketime ${command} tickets.interpark.com`,
      command,
    );
  if (positionals.length > 1)
    throw new UsageError(
      'too-many-servers',
      `ticketime ${command} measures one server at a time, and "${positionals[1]}" is a second one.`,
      command,
    );
  return positionals[0];
}
