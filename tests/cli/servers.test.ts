import { describe, test, type TestContext } from 'vitest';
import { run as command } from '../../main/cli/servers.ts';
import { dataFolder, type DataFolder } from './data-folder.ts';
import { originFor, unfolded } from './command.ts';

type Kept = Record<string, unknown> & { readonly id: string };

/** By a core of its own, and by one that runs: the command does not show which. */
const WAYS = ['alone', 'while a core runs'] as const;
async function folderFor(t: TestContext, way: (typeof WAYS)[number]): Promise<DataFolder> {
  const here = dataFolder(t);
  if (way === 'while a core runs') await here.serve();
  return here;
}

describe.concurrent.for(WAYS)('ticketime servers, %s,', (way) => {
  test('registers servers, shows, pins and removes them', async (t) => {
    const here = await folderFor(t, way);
    t.expect(await here.run('servers')).toEqual({
      code: 0,
      stdout: 'No server is registered: ticketime servers add tickets.interpark.com\n',
      stderr: '',
    });
    const wishes = ['--zone', 'Asia/Seoul', '--interval', '0', '--trim', '-20', '--favourite'];
    const first = (await here.object('servers', 'add', '127.0.0.1:9', '--name', 'One', ...wishes)) as Kept;
    t.expect(first).toMatchObject({
      name: 'One',
      favourite: true,
      zone: 'Asia/Seoul',
      trimMs: -20,
      intervalMs: 0,
      reading: null,
    });
    const added = await here.run('servers', 'add', 'http://127.0.0.1:10/page', '--interval', '0');
    t.expect(added).toMatchObject({ code: 0, stderr: '' });
    const [, id = ''] =
      /^127\.0\.0\.1:10 is registered as (\w+): ticketime sync \1 measures it\.\n$/.exec(added.stdout) ?? [];

    t.expect((await here.run('servers', 'list')).stdout).toBe(
      `* ${first.id}  One           not measured yet\n  ${id}  127.0.0.1:10  not measured yet\n`,
    );
    t.expect(await here.error('servers', 'add', 'https://127.0.0.1:9/')).toMatchObject({
      message: t.expect.stringContaining(first.id) as string,
    });
    t.expect(await here.object('servers', 'pin', 'HTTP://127.0.0.1:10/page')).toMatchObject({
      id,
      favourite: true,
    });
    t.expect((await here.run('servers', 'unpin', 'one')).stdout).toBe(
      `One (${first.id}) is no longer pinned.\n`,
    );
    t.expect((await here.run('servers')).stdout).toMatch(new RegExp(`^\\* ${id}  .*\\n  ${first.id}  One `));

    t.expect(unfolded((await here.run('servers', 'show', first.id)).stdout)).toBe(
      [
        'One: not measured yet',
        `  Id           ${first.id}`,
        `  Address      127.0.0.1:9`,
        '  Time zone    Asia/Seoul',
        '  Syncs        only when asked for',
        '  Trim         20 ms earlier',
        '  Drift        not known yet',
        '',
      ].join('\n'),
    );
    t.expect(await here.object('servers', 'show', '127.0.0.1:9')).toMatchObject({
      id: first.id,
      history: { estimates: [], next: null },
    });
    t.expect(await here.object('servers', 'remove', id)).toEqual({ removed: id });
    t.expect((await here.run('servers', 'remove', 'ONE')).stdout).toBe(
      `One (${first.id}) is removed, with its history and its events.\n`,
    );
    t.expect(await here.object('servers')).toEqual({ servers: [] });
  });
});

describe.concurrent.for(WAYS)('ticketime sync of a registered server, %s,', (way) => {
  test('keeps what it found, and shows how it went as for any other server', async (t) => {
    const here = await folderFor(t, way);
    const origin = await originFor(t, { offsetMs: 151_000, habits: { headers: { Server: 'nginx' } } });
    const { id } = (await here.object(
      'servers',
      'add',
      origin.url,
      '--name',
      'One',
      '--interval',
      '0',
    )) as Kept;
    const ended = await here.run('sync', id, '--quick', '--samples', '3');
    t.expect(ended.code).toBe(0);
    const { host } = new URL(origin.url);
    t.expect(ended.stdout).toMatch(new RegExp(`^${host}: this computer is 2 min (30|31)\\.\\d+ s slow, ± `));
    t.expect(ended.stderr).toMatch(/^Measuring http.*\nrequest 1 of \d+: round trip [^]*, almost done\n$/);

    const again = await here.object('sync', origin.url, '--quick', '--samples', '3');
    t.expect(again).toMatchObject({ serverId: id, id: 2, url: origin.url, source: 'date-header' });
    const shown = await here.object('servers', 'show', id);
    t.expect(shown).toMatchObject({ history: { estimates: [again, { id: 1, samples: 3 }] } });
    const lines = (await here.run('servers')).stdout;
    t.expect(lines).toMatch(
      /One {2}this computer is 2 min (30|31)\.\d+ s slow, ± [\d,.]+ m?s, health \d+, (just now|\d+ s ago)\n/,
    );
    t.expect(unfolded((await here.run('servers', 'show', 'one')).stdout)).toMatch(
      /^One: this computer is 2 min [^]*\n {2}Health {7}\d+ of 100 \(freshness [\d.]+ x [^]*\n {2}History {6}(\d{4}-\d\d-\d\d [\d:]+, [^,]+: 2 min [\d.]+ s slow, ± [\d,.]+ m?s\s){2}$/,
    );
  });

  test('ends at Ctrl-C with what is known by then', async (t) => {
    const here = await folderFor(t, way);
    const origin = await originFor(t);
    await here.object('servers', 'add', origin.url, '--interval', '0');
    const command = here.start('sync', origin.url);
    await command.until(/request 2 of/);
    command.child.kill('SIGINT');
    const ended = await command.ended;
    t.expect(ended.code).toBe(130);
    t.expect(ended.stdout).toMatch(
      /\nWarning: The measurement was stopped; this is what was known by then\.\n$/,
    );
  });

  test('tells the failure in its sentence, and keeps it as a note', async (t) => {
    const here = await folderFor(t, way);
    const origin = await originFor(t, { habits: { date: 'none' } });
    const { id } = (await here.object('servers', 'add', origin.url, '--interval', '0')) as Kept;
    const { host } = new URL(origin.url);
    const message = `${host} sends no Date header, so its clock cannot be read: try another address of that site.`;
    t.expect(await here.error('sync', id)).toEqual({ code: 'no-date', message });
    if (way === 'alone') return; // what went wrong is not kept beyond the core that saw it
    t.expect((await here.run('servers')).stdout).toBe(`  ${id}  ${host}  not measured yet\n    ${message}\n`);
  });
});

test('ticketime servers says in one sentence what cannot be done', async (t) => {
  const here = await folderFor(t, 'while a core runs');
  const { id } = (await here.object(
    'servers',
    'add',
    '127.0.0.1:9',
    '--name',
    'Same',
    '--interval',
    '0',
  )) as Kept;
  const other = (await here.object(
    'servers',
    'add',
    '127.0.0.1:10',
    '--name',
    'Same',
    '--interval',
    '0',
  )) as Kept;
  t.expect(await here.error('servers', 'add', 'https://127.0.0.1:9/')).toMatchObject({
    message: t.expect.stringContaining(id) as string,
  });
  t.expect(await here.error('servers', 'show', 'nobody')).toEqual({
    code: 'no-such-server',
    message:
      '"nobody" is no registered server: ticketime servers lists them, and ticketime servers add registers one.',
  });
  t.expect(await here.error('servers', 'pin', 'same')).toEqual({
    code: 'ambiguous-server',
    message: `2 servers are named "same": name one by its id (${id}, ${other.id}).`,
  });
  t.expect(await here.error('servers', 'add', 'ftp://a')).toMatchObject({ code: 'unsupported-scheme' });
  t.expect(await here.error('servers', 'add', '169.254.169.254')).toMatchObject({
    code: 'forbidden-address',
  });
  t.expect(await here.error('servers', 'add', 'a.example', '--zone', 'Mars/Olympus')).toMatchObject({
    message: t.expect.stringMatching(/time zone/) as string,
  });
  t.expect(await here.object('servers')).toMatchObject({ servers: [{ id }, { id: other.id }] });
});

describe.concurrent('ticketime sync where servers are registered', () => {
  test('measures any other server as ever, and keeps nothing of it', async (t) => {
    const here = dataFolder(t);
    const [known, other] = [await originFor(t), await originFor(t, { offsetMs: -7000 })];
    await here.object('servers', 'add', known.url, '--interval', '0');
    const args = ['--quick', '--samples', '2', '--reference', 'none'];
    const measured = await here.object('sync', other.url, ...args);
    t.expect(measured).toMatchObject({ url: other.url, samples: t.expect.any(Number) as number });
    t.expect(measured).not.toHaveProperty('serverId');
    const own = await here.run('sync', known.url, ...args);
    t.expect(own.stderr).toMatch(/^This measurement is not kept, for --gap and --reference differ from /);
    t.expect(await here.object('servers')).toMatchObject({ servers: [{ lastSyncEpochMs: null }] });
  });

  test('says when the core stops in the middle', async (t) => {
    const here = dataFolder(t);
    const served = await here.serve();
    const origin = await originFor(t);
    await here.object('servers', 'add', origin.url, '--interval', '0');
    const command = here.start('sync', origin.url);
    await command.until(/request 2 of/);
    served.running.child.kill('SIGKILL');
    const ended = await command.ended;
    t.expect(ended).toMatchObject({ code: 1, stdout: '' });
    t.expect(ended.stderr).toMatch(
      /\nThe core at http:\/\/\S+ stopped answering: see whether it still runs, and try again\.\n$/,
    );
  });
});

describe('what was not understood of servers is told in one sentence', () => {
  test.for<[string, string, string]>([
    [
      'servers shwo a',
      'ticketime servers has no "shwo": it has list, add, show, remove, pin and unpin.',
      'servers',
    ],
    ['servers list a', 'ticketime servers list takes no word, so leave out "a".', 'servers list'],
    ['servers add', 'Name the server, as in: ticketime servers add tickets.interpark.com', 'servers add'],
    [
      'servers show a b',
      'ticketime servers show takes a server, and "b" is one word more: put quotes around what belongs together.',
      'servers show',
    ],
    ['servers show a --name b', 'ticketime servers show has no option --name.', 'servers show'],
    ['servers add a --interval -5', 'The interval is a number of minutes, or 0 for never.', 'servers add'],
    ['servers --data-dir', '--data-dir needs a text, as in --data-dir ./ticketime-data.', 'servers list'],
  ])('%s', async ([text, sentence, about], t) => {
    await t.expect(command(text.split(' ').slice(1))).rejects.toMatchObject({
      name: 'UsageError',
      message: sentence,
      command: about,
    });
  });
});
