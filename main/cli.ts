#!/usr/bin/env node
/**
 * The `ticketime` command: the composition root without Electron. It only finds the command's own file and tells how
 * that ended; everything is loaded when it is needed, so that help comes at once.
 */
import manifest from '../package.json' with { type: 'json' };
import { UsageError } from './cli/arguments.ts';
import { EXIT } from './cli/exit-code.ts';
import { HELP } from './cli/help.ts';
import { watchSignals, type Interruption } from './cli/interruption.ts';
import { endWhenNobodyReads, printLines, tellBug, tellError } from './cli/output.ts';

interface Command {
  /** Resolves with the exit code; rejects with a UsageError or a Failure, and with anything else that is a bug. */
  run(words: readonly string[], interruption: Interruption): Promise<number>;
}

const COMMANDS: Readonly<Record<string, () => Promise<Command>>> = {
  sync: () => import('./cli/sync.ts'),
  watch: () => import('./cli/watch.ts'),
  demo: () => import('./cli/demo.ts'),
  when: () => import('./cli/when.ts'),
  ntp: () => import('./cli/ntp.ts'),
  open: () => import('./cli/open.ts'),
  serve: () => import('./cli/serve.ts'),
  servers: () => import('./cli/servers.ts'),
  events: () => import('./cli/events.ts'),
  token: () => import('./cli/token.ts'),
  plugin: () => import('./cli/plugin.ts'),
  doctor: () => import('./cli/doctor.ts'),
};

// A look-up cannot be ended once it runs, and glibc would hold the process for up to 20 s on a silent name server.
process.env.RES_OPTIONS ??= 'timeout:1 attempts:2';

const [name = '', ...words] = process.argv.slice(2);
const json = words.includes('--json');
const interruption = watchSignals();
endWhenNobodyReads();
process.on('uncaughtException', (error) => process.exit(tellBug(error, json)));
try {
  const code = await dispatch();
  process.exitCode = interruption.exitCode() ?? code;
} catch (error) {
  const code = tellError(error, json);
  process.exitCode = interruption.exitCode() ?? code;
}

async function dispatch(): Promise<number> {
  if (name === '') {
    process.stderr.write(`${HELP.overall}\n`);
    return EXIT.usage;
  }
  if (Object.hasOwn(COMMANDS, name)) return (await COMMANDS[name]()).run(words, interruption);
  if (name === '--version' || name === '-V') printLines([manifest.version]);
  else if (name === 'help' || name === '--help' || name === '-h') {
    const about = words.find((word): word is keyof typeof HELP => Object.hasOwn(HELP, word));
    printLines([HELP[about ?? 'overall']]);
  } else throw notUnderstood(name);
  return EXIT.ok;
}

function notUnderstood(word: string): UsageError {
  if (word.startsWith('-'))
    return new UsageError('unknown-option', `ticketime has no option ${word} before a command.`);
  const address = /[.:/]|^localhost$/.test(word) ? ` To measure that server: ticketime sync ${word}` : '';
  return new UsageError('unknown-command', `ticketime has no command "${word}".${address}`);
}
