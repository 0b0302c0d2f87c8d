/** `ticketime watch`: measures one server, then shows its clock ticking until somebody ends it. */
import { oneServer, readArguments, UsageError } from './arguments.ts';
import { localZone, zoneAt } from './clock-face.ts';
import { EXIT } from './exit-code.ts';
import { HELP } from './help.ts';
import type { Interruption } from './interruption.ts';
import { bold, isTerminal } from './live-line.ts';
import { MEASURING_OPTIONS, measuringOptions } from './measuring-options.ts';
import { measureShown } from './measuring.ts';
import { printLines } from './output.ts';
import { headline, warningLines } from './report.ts';
import { showInLines, showOnTerminal } from './ticking.ts';

/** setTimeout's own limit: almost 25 days. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

export async function run(words: readonly string[], interruption: Interruption): Promise<number> {
  const args = readArguments('watch', words, { ...MEASURING_OPTIONS, seconds: { example: 60 } });
  if (args.has('help')) {
    printLines([HELP.watch]);
    return EXIT.ok;
  }
  const seconds = args.number('seconds');
  if (seconds !== undefined && !(seconds > 0))
    throw new UsageError('bad-seconds', 'The number of seconds must be more than 0.', 'watch');
  const options = { ...measuringOptions('watch', args), input: oneServer('watch', args) };

  const first = await measureShown(options, interruption);
  const zone = localZone();
  const told = [headline(first), ...warningLines(first), `Times: ${zoneAt(zone, first.measuredAtEpochMs)}`];
  process.stderr.write(
    `${told.map((line, i) => (i === 0 ? bold(line, process.stderr) : line)).join('\n')}\n`,
  );

  const ended = endOf(interruption.signal, seconds);
  const show = isTerminal(process.stdout) ? showOnTerminal : showInLines;
  await show({ first, options, zone, ended });
  return EXIT.ok;
}

/** Aborted by the signal, by whoever holds it, or after so many seconds; keeps nothing running. */
function endOf(interrupted: AbortSignal, seconds: number | undefined): AbortController {
  const ended = new AbortController();
  const end = () => ended.abort();
  if (interrupted.aborted) end();
  interrupted.addEventListener('abort', end);
  if (seconds !== undefined) setTimeout(end, Math.min(seconds * 1000, LONGEST_TIMER_MS)).unref();
  return ended;
}
