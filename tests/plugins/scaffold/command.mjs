/** The command from the sources, for whoever finds it on the PATH; a core that it starts asks no standard time. */
import { openSettings } from '../../../main/store/settings.ts';

const words = process.argv.slice(2);
if (words[0] === 'serve') {
  const tell = (sentence) => process.stderr.write(`${sentence}\n`);
  openSettings(words[words.indexOf('--data-dir') + 1], tell).change({
    reference: { order: [], intervalMs: 0 },
  });
}
await import('../../../main/cli.ts');
