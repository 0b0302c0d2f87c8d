import { expect, test } from 'vitest';
import manifest from '../../package.json' with { type: 'json' };
import { HELP } from '../../main/cli/help.ts';
import { run } from './command.ts';

test.for([
  ['--help', HELP.overall],
  ['-h', HELP.overall],
  ['help', HELP.overall],
  ['sync --help', HELP.sync],
  ['help sync', HELP.sync],
  ['watch -h', HELP.watch],
  ['demo --help', HELP.demo],
  ['open --help', HELP.open],
  ['serve --help', HELP.serve],
  ['servers -h', HELP.servers],
  ['help events', HELP.events],
  ['events add --help', HELP.events],
  ['token --help', HELP.token],
  ['plugin --help', HELP.plugin],
  ['plugin install -h', HELP.plugin],
  ['--version', manifest.version],
])('ticketime %s answers on stdout', async ([command, text], t) => {
  expect(await run(t, command.split(' '))).toEqual({ code: 0, stdout: `${text}\n`, stderr: '' });
});

test('every help fits into 80 columns', () => {
  const long = Object.values(HELP).flatMap((text) => text.split('\n').filter((line) => line.length > 80));
  expect(long).toEqual([]);
});

test('the overall help names every command', () => {
  for (const command of Object.keys(HELP).filter((name) => name !== 'overall'))
    expect(HELP.overall).toMatch(new RegExp(`\n  ticketime ${command} `));
});

test('every exit code is told', () => {
  for (const code of ['0', '1', '2', '70', '130', '143'])
    expect(HELP.overall).toMatch(new RegExp(`\\b${code}\\b`));
});

test('help takes less than 150 ms of CPU', async (t) => {
  const atExit = `process.on('exit', () => process.stderr.write(JSON.stringify(process.cpuUsage())))`;
  const env = { NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(atExit)}` };
  const figures: number[] = [];
  for (let i = 0; i < 3; i++) {
    const { stderr } = await run(t, ['--help'], env);
    const { user, system } = JSON.parse(stderr) as NodeJS.CpuUsage;
    figures.push((user + system) / 1000);
  }
  expect(Math.min(...figures)).toBeLessThan(150);
});
