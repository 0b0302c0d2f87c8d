/** The word after a command that says what it is to do, as in `ticketime servers add`. */
import { readArguments, UsageError, type Arguments, type Options } from './arguments.ts';

/** Of every command that works on a data folder. */
export const FOLDER_OPTIONS = { 'data-dir': { example: './ticketime-data' }, json: 'flag' } as const;

export interface Subcommand {
  /** As in `servers add`. */
  readonly command: string;
  readonly name: string;
  readonly args: Arguments;
}

/**
 * @param table its name -> the options that it takes beside those of every one; the first is meant when none is named.
 */
export function readSubcommand(
  command: string,
  words: readonly string[],
  table: Readonly<Record<string, Options>>,
): Subcommand {
  const [usual] = Object.keys(table);
  const at = words.findIndex((word, i) => !word.startsWith('-') && words[i - 1] !== '--data-dir');
  const name = at < 0 ? usual : words[at];
  if (!Object.hasOwn(table, name))
    throw new UsageError(
      'unknown-subcommand',
      `ticketime ${command} has no "${name}": it has ${inWords(Object.keys(table))}.`,
      command,
    );
  const rest = words.filter((_, i) => i !== at);
  const args = readArguments(`${command} ${name}`, rest, { ...FOLDER_OPTIONS, ...table[name] });
  return { command: `${command} ${name}`, name, args };
}

/** Exactly as many words as have names; `example` shows the whole command. */
export function namedWords(
  { command, args: { positionals } }: Subcommand,
  names: readonly string[],
  example: string,
): readonly string[] {
  if (positionals.length < names.length)
    throw new UsageError(
      'missing-word',
      `Name the ${names[positionals.length]}, as in: ticketime ${command} ${example}`.trimEnd(),
      command,
    );
  if (positionals.length > names.length)
    throw new UsageError(
      'unexpected-word',
      names.length === 0
        ? `ticketime ${command} takes no word, so leave out "${positionals[0]}".`
        : `ticketime ${command} takes ${inWords(names.map((name) => `a ${name}`))}, and "${positionals[names.length]}" is one word more: put quotes around what belongs together.`,
      command,
    );
  return positionals;
}

function inWords(all: readonly string[]): string {
  const last = all.at(-1) ?? '';
  return all.length > 1 ? `${all.slice(0, -1).join(', ')} and ${last}` : last;
}
