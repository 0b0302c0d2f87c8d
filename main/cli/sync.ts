/** `ticketime sync`: measures one server and reports; one that is registered is measured by the core, which keeps the result. */
import { localClock } from '../clock/local-clock.ts';
import type { Measurement } from '../sync/measurement.ts';
import type { SyncOptions } from '../sync/synchronizer.ts';
import { oneServer, readArguments, type Arguments } from './arguments.ts';
import { localZone } from './clock-face.ts';
import { EXIT } from './exit-code.ts';
import { HELP } from './help.ts';
import type { Interruption } from './interruption.ts';
import { bold } from './live-line.ts';
import { MEASURING_OPTIONS, measuringOptions } from './measuring-options.ts';
import { clockOf, measureShown } from './measuring.ts';
import { printJson, printLines, tellOnStderr } from './output.ts';
import { folderOf, isInUse } from './folder.ts';
import { headline, report } from './report.ts';
import { FOLDER_OPTIONS } from './subcommand.ts';

export async function run(words: readonly string[], interruption: Interruption): Promise<number> {
  const args = readArguments('sync', words, { ...MEASURING_OPTIONS, ...FOLDER_OPTIONS });
  if (args.has('help')) {
    printLines([HELP.sync]);
    return EXIT.ok;
  }
  const json = args.has('json');
  const options = { ...measuringOptions('sync', args), input: oneServer('sync', args) };
  const measurement = await measured(args, options, interruption, json);
  if (json) printJson(measurement);
  else {
    const serverEpochMs = clockOf(measurement).epochMs(localClock.now());
    const lines = report(measurement, serverEpochMs, localZone());
    printLines([bold(headline(measurement), process.stdout), ...lines]);
  }
  return EXIT.ok;
}

async function measured(
  args: Arguments,
  options: SyncOptions,
  interruption: Interruption,
  json: boolean,
): Promise<Measurement> {
  const folder = folderOf(args.text('data-dir'));
  if (!isInUse(folder)) return measureShown(options, interruption, json);
  const { syncKept, withRegistered } = await import('./sync-kept.ts');
  const { input, mode, samples, watchSeconds } = options;
  // The core goes by its own settings in these: how hard a server is asked, and what it is compared with.
  const isOwn = options.reference !== undefined || options.overrideGapMs !== undefined;
  const wish = {
    ...(mode !== undefined && mode !== 'default' && { mode }),
    ...(samples !== undefined && { samples }),
    ...(watchSeconds !== undefined && { watchSeconds }),
  };
  const known = await withRegistered(folder, input, async (core, server) => ({
    url: server.url,
    measurement: isOwn ? null : await syncKept(core, server, wish, interruption, json),
  }));
  if (known?.measurement) return known.measurement;
  if (known && !json)
    tellOnStderr('This measurement is not kept, for --gap and --reference differ from the settings.');
  return measureShown({ ...options, input: known?.url ?? input }, interruption, json);
}
