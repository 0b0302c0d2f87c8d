/** `ticketime sync`: measures one server and reports. */
import { localClock } from '../clock/local-clock.ts';
import { oneServer, readArguments } from './arguments.ts';
import { localZone } from './clock-face.ts';
import { EXIT } from './exit-code.ts';
import { HELP } from './help.ts';
import type { Interruption } from './interruption.ts';
import { bold } from './live-line.ts';
import { MEASURING_OPTIONS, measuringOptions } from './measuring-options.ts';
import { clockOf, measureShown } from './measuring.ts';
import { printJson, printLines } from './output.ts';
import { headline, report } from './report.ts';

export async function run(words: readonly string[], interruption: Interruption): Promise<number> {
  const args = readArguments('sync', words, { ...MEASURING_OPTIONS, json: 'flag' });
  if (args.has('help')) {
    printLines([HELP.sync]);
    return EXIT.ok;
  }
  const json = args.has('json');
  const options = { ...measuringOptions('sync', args), input: oneServer('sync', args) };
  const measurement = await measureShown(options, interruption, json);
  if (json) printJson(measurement);
  else {
    const serverEpochMs = clockOf(measurement).epochMs(localClock.now());
    const lines = report(measurement, serverEpochMs, localZone());
    printLines([bold(headline(measurement), process.stdout), ...lines]);
  }
  return EXIT.ok;
}
