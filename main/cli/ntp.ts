/** `ticketime ntp`: this computer's clock against standard time. */
import { localClock } from '../clock/local-clock.ts';
import { REFERENCE_DEFAULTS } from '../sources/reference/settings.ts';
import { standardTime, type ServerTime, type StandardTime } from '../sources/sntp/standard-time.ts';
import { readArguments } from './arguments.ts';
import { EXIT } from './exit-code.ts';
import { decimalsFor, plusMinus, slowOrFast, span } from './figures.ts';
import { HELP } from './help.ts';
import type { Interruption } from './interruption.ts';
import { bold } from './live-line.ts';
import { printJson, printLines } from './output.ts';

export async function run(words: readonly string[], { signal }: Interruption): Promise<number> {
  const args = readArguments('ntp', words, { json: 'flag' });
  if (args.has('help')) {
    printLines([HELP.ntp]);
    return EXIT.ok;
  }
  const json = args.has('json');
  const hosts = args.positionals.length > 0 ? args.positionals : REFERENCE_DEFAULTS.ntpHosts;
  if (!json) process.stderr.write(`Asking ${hosts.join(', ')}\n`);
  const time = await standardTime(hosts, { clock: localClock, signal });
  if (json) printJson(time);
  else printLines([bold(headline(time), process.stdout), ...serverLines(time), ...leapLines(time)]);
  return EXIT.ok;
}

function headline({ name, offsetMs, accuracyMs, stratum }: StandardTime): string {
  const offset = slowOrFast(offsetMs, decimalsFor(accuracyMs));
  return `This computer is ${offset}, ${plusMinus(accuracyMs)}, by ${name} (stratum ${stratum})`;
}

function serverLines({ servers }: StandardTime): string[] {
  const width = Math.max(...servers.map(({ name }) => name.length));
  // The sentence of a fault begins with the server's name.
  return servers.map((server) =>
    'error' in server ? `  ${server.error.message}` : `  ${server.name.padEnd(width)}  ${said(server)}`,
  );
}

function said({ offsetMs, accuracyMs, delayMs, stratum, agrees }: ServerTime): string {
  const offset = slowOrFast(offsetMs, decimalsFor(accuracyMs));
  const figures = `${offset}, ${plusMinus(accuracyMs)}, round trip ${span(delayMs, 1)}, stratum ${stratum}`;
  return agrees ? figures : `${figures}: contradicts the majority, so it is not believed`;
}

function leapLines({ leap }: StandardTime): string[] {
  if (leap === 'none') return [];
  const what = leap === 'insert' ? 'has a 61st second' : 'has no 60th second';
  return ['', `Warning: A leap second is announced: the last minute of this day (UTC) ${what}.`];
}
