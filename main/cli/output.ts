/** What goes to stdout and stderr when a command ends: the one place where an end is told. */
import { Failure } from '../failure.ts';
import { UsageError } from './arguments.ts';
import { EXIT } from './exit-code.ts';
import { printable } from './printable.ts';

/** Exactly one object on stdout. */
export function printJson(value: object): void {
  process.stdout.write(`${JSON.stringify(value)}\n`);
}

export function printLines(lines: readonly string[]): void {
  process.stdout.write(lines.map((line) => `${line}\n`).join(''));
}

/** For what is told beside the result. */
export function tellOnStderr(sentence: string): void {
  process.stderr.write(`${sentence}\n`);
}

/** Tells why there is no result, and returns the exit code. */
export function tellError(error: unknown, json: boolean): number {
  if (error instanceof UsageError) {
    const { code, message, command } = error;
    if (json) printJson({ error: { code, message } });
    else
      process.stderr.write(
        `${message}\nSee: ticketime ${command === undefined ? '' : `${command} `}--help\n`,
      );
    return EXIT.usage;
  }
  if (error instanceof Failure) {
    const { code, message } = error;
    if (json) printJson({ error: { code, message } });
    else process.stderr.write(`${printable(message)}\n`);
    return EXIT.failed;
  }
  return tellBug(error, json);
}

/** Anything that is neither is a bug, and its stack is what helps to mend it. */
export function tellBug(error: unknown, json: boolean): number {
  const message = error instanceof Error ? error.message : String(error);
  const stack = error instanceof Error ? (error.stack ?? message) : message;
  if (json) printJson({ error: { code: 'bug', message } });
  process.stderr.write(`${stack}\nThis is a bug in Ticketime: please report it with the lines above.\n`);
  return EXIT.bug;
}

/** A reader that leaves early (`| head`) is no error: the command ends quietly, at once. */
export function endWhenNobodyReads(): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') throw error;
      if (stream === process.stdout) process.exit(EXIT.ok);
    });
  }
}
