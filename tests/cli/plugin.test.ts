import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test, type TestContext } from 'vitest';
import type { Plugin } from '../../api/protocol/plugin.ts';
import type { Interruption } from '../../main/cli/interruption.ts';
import { run as command } from '../../main/cli/plugin.ts';
import type { Failure } from '../../main/failure.ts';
import { MANIFEST, temporaryFolder, writePlugin } from '../plugins/plugin-folder.ts';
import { about, checksumOf, packed, useRegistry } from '../plugins/install/registry.ts';
import { CLI, ENV } from './command.ts';
import { dataFolder, type DataFolder } from './data-folder.ts';

const registry = useRegistry();

/** Stays until it is stopped, and leaves a trace of having run. */
const STAYING = (word: string) =>
  `import { writeFileSync } from 'node:fs';
   writeFileSync('trace', '');
   console.log('\\x1b[2J${word}');
   setInterval(() => undefined, 1000);`;

const signFolder = (t: TestContext, manifest: object = {}, word = 'It runs.') =>
  writePlugin(
    temporaryFolder(t),
    { ...MANIFEST, id: 'sign', ...manifest },
    { 'main.js': STAYING(word), 'package.json': '{"type":"module"}' },
  );

const sign = async (here: DataFolder): Promise<Plugin | undefined> =>
  ((await here.object('plugin'))['plugins'] as Plugin[]).find(({ id }) => id === 'sign');

/** What is installed and allowed, as it lies on the disk. */
function kept({ folder }: DataFolder): { version: string | undefined; allowed: string[] | undefined } {
  const read = (file: string) =>
    existsSync(join(folder, file)) ? (JSON.parse(readFileSync(join(folder, file), 'utf8')) as unknown) : {};
  const { version } = read('plugins/sign/plugin.json') as { version?: string };
  const { plugins = [] } = read('plugins.json') as { plugins?: { id: string; permissions: string[] }[] };
  return { version, allowed: plugins.find(({ id }) => id === 'sign')?.permissions };
}

const NOBODY: Interruption = {
  signal: new AbortController().signal,
  exitCode: () => undefined,
  expect: () => undefined,
};

/** The command in this process, which must fail. */
async function failing(here: DataFolder, ...words: string[]): Promise<unknown> {
  try {
    await command([...words, '--json', '--data-dir', here.folder], NOBODY);
    return 'It did not fail.';
  } catch (error) {
    const { code, message } = error as Failure;
    return { code, message };
  }
}

/** Resolves once its log has this word. */
async function hasWritten(here: DataFolder, word: string): Promise<void> {
  while (!(await here.run('plugin', 'log', 'sign')).stdout.includes(word));
}

describe.concurrent('ticketime plugin', () => {
  test('lists those that come with Ticketime, and enables and disables them while no core runs', async (t) => {
    const here = dataFolder(t);
    const { stdout } = await here.run('plugin');
    t.expect(stdout).toMatch(/^ {2}countdown +1\.0\.0 {2}bundled {2}not enabled {2}asks for read, trigger$/m);
    t.expect(await failing(here, 'enable', 'countdown')).toEqual({
      code: 'plugin-not-allowed',
      message:
        'The plugin countdown was not enabled: with --yes it is allowed what it asks for (read, trigger).',
    });
    t.expect(await here.run('plugin', 'enable', 'countdown', '--yes')).toMatchObject({
      code: 0,
      stdout: 'The plugin countdown is enabled: a ticketime serve starts it.\n',
    });
    t.expect((await here.run('plugin')).stdout).toMatch(/countdown +1\.0\.0 {2}bundled {2}not started {2}/);
    t.expect((await here.run('plugin', 'disable', 'countdown')).stdout).toBe(
      'The plugin countdown is disabled, and does not run.\n',
    );
    t.expect((await here.run('plugin', 'log', 'countdown')).stdout).toBe(
      'The plugin countdown has written nothing yet.\n',
    );
  });

  test('installs a folder, starts it once it is allowed, replaces and removes it', async (t) => {
    const here = dataFolder(t);
    await here.serve();
    const folder = signFolder(t);
    t.expect(await here.run('plugin', 'install', folder)).toEqual({
      code: 0,
      stdout: `sign 1.0.0 is installed from ${folder}, and not enabled: ticketime plugin enable sign\n`,
      stderr: [
        `LED 1.0.0 (sign), from ${folder}`,
        '  Asks for     nothing of the bridge',
        '  May use      192 MB of memory, and 25 % of a processor',
        '  Runs         with Node, which keeps it from your files and from starting',
        '               programs; the network is open to it',
        '',
      ].join('\n'),
    });
    t.expect(await sign(here)).toMatchObject({ source: 'installed', isEnabled: false, state: 'off' });
    const work = join(here.folder, 'plugin-data', 'sign');
    t.expect(existsSync(work)).toBe(false);
    t.expect((await here.run('plugin', 'enable', 'sign', '--yes')).stdout).toBe(
      'The plugin sign is enabled and started.\n',
    );
    await hasWritten(here, ' It runs.');
    t.expect((await here.run('plugin', 'log', 'sign', '--lines', '1')).stdout).toMatch(/^\S+Z It runs\.\n$/);
    writeFileSync(join(folder, 'main.js'), STAYING('It runs anew.'));
    // What was allowed is enough.
    t.expect(await here.object('plugin', 'install', folder)).toMatchObject({
      id: 'sign',
      isEnabled: true,
      package: { from: 'folder', path: folder },
    });
    await hasWritten(here, 'It runs anew.');
    t.expect(await here.object('plugin', 'remove', 'sign')).toEqual({ removed: 'sign', kept: work });
    t.expect(await sign(here)).toBeUndefined();
    t.expect(readdirSync(join(here.folder, 'plugins'))).toEqual([]);
    t.expect(existsSync(join(work, 'trace'))).toBe(true);
  });

  test('takes plugins from a registry, and updates them, asking anew only for more', async (t) => {
    const here = dataFolder(t);
    const { url, publish } = registry();
    const name = 'ticketime-sign';
    const release = async (version: string, permissions: readonly string[]) => {
      const manifest = { ...MANIFEST, id: 'sign', version, permissions };
      await publish(about(name, version), packed(about(name, version), manifest));
    };
    await release('1.0.0', ['read', 'trigger']);
    t.expect((await here.run('plugin', 'search', name, '--registry', url)).stdout).toBe(
      `  ${name}  1.0.0  A sign on the door\n`,
    );
    t.expect((await here.run('plugin', 'search', 'nothing', '--registry', url)).stdout).toBe(
      `No plugin was found at ${url}: try fewer words.\n`,
    );
    t.expect((await here.run('plugin', 'install', name, '--registry', url, '--yes')).stdout).toBe(
      `sign 1.0.0 is installed from ${name} 1.0.0 at ${url}, and enabled: a ticketime serve starts it.\n`,
    );
    t.expect((await here.run('plugin', 'update')).stdout).toBe('sign 1.0.0 is the newest.\n');
    await release('1.1.0', ['read']);
    t.expect((await here.run('plugin', 'update')).stdout).toBe('sign is updated from 1.0.0 to 1.1.0.\n');
    t.expect(kept(here)).toEqual({ version: '1.1.0', allowed: ['read'] });
    await release('1.2.0', ['read', 'schedule']);
    t.expect(await here.run('plugin', 'update', 'sign')).toMatchObject({
      code: 0,
      stdout:
        'sign stays at 1.1.0, for 1.2.0 asks for more: ticketime plugin update sign --yes allows that.\n',
    });
    t.expect(kept(here)).toEqual({ version: '1.1.0', allowed: ['read'] });
    t.expect(await here.object('plugin', 'update', '--yes')).toEqual({
      plugins: [{ id: 'sign', was: '1.1.0', version: '1.2.0', result: 'updated' }],
      failures: [],
    });
    t.expect(kept(here)).toEqual({ version: '1.2.0', allowed: ['read', 'schedule'] });
    const other = { ...MANIFEST, id: 'other' };
    await publish(about(name, '2.0.0'), packed(about(name, '2.0.0'), other));
    const failed = await here.run('plugin', 'update');
    const sentence = `The newest release of ${name} is of another id, other, so sign stays as it is: remove it and install ${name} anew.`;
    t.expect(failed).toEqual({ code: 1, stdout: '', stderr: `sign: ${sentence}\n` });
    t.expect(await failing(here, 'update', 'sign')).toEqual({
      code: 'plugin-id-changed',
      message: sentence,
    });
  });

  test('keeps ids to whom they belong', async (t) => {
    const here = dataFolder(t);
    await here.serve();
    await here.object('plugin', 'install', signFolder(t));
    const [place, twin] = [join(here.folder, 'plugins', 'sign'), signFolder(t)];
    t.expect(await failing(here, 'install', twin)).toEqual({
      code: 'plugin-id-taken',
      message: `The id sign is that of another plugin, which lies in ${place}: remove that one first, with ticketime plugin remove sign.`,
    });
    t.expect(await failing(here, 'install', signFolder(t, { id: 'countdown' }))).toEqual({
      code: 'plugin-id-taken',
      message:
        'The id countdown is that of a plugin that comes with Ticketime: its maker can give it another one in its plugin.json.',
    });
    t.expect(await failing(here, 'remove', 'countdown')).toEqual({
      code: 'plugin-bundled',
      message:
        'The plugin countdown comes with Ticketime, so it cannot be removed: ticketime plugin disable countdown keeps it from running.',
    });
    t.expect(await failing(here, 'update', 'sign')).toEqual({
      code: 'plugin-not-updatable',
      message:
        'The plugin sign was not installed from a registry, so there is nobody to ask: install it again from where it came.',
    });
    t.expect(await failing(here, 'update', 'countdown')).toEqual({
      code: 'plugin-not-updatable',
      message: 'The plugin countdown comes with Ticketime, and is updated with it.',
    });
    for (const words of [
      ['enable', 'x-x'],
      ['disable', 'x-x'],
      ['log', 'x-x'],
      ['remove', 'x-x'],
      ['update', 'x-x'],
    ])
      t.expect(await failing(here, ...words)).toEqual({
        code: 'no-such-plugin',
        message: 'There is no plugin x-x: ticketime plugin lists them.',
      });
    mkdirSync(join(here.folder, 'plugins', 'twin'));
    for (const file of readdirSync(place))
      writeFileSync(join(here.folder, 'plugins', 'twin', file), readFileSync(join(place, file)));
    t.expect(await failing(here, 'remove', 'sign')).toMatchObject({ code: 'plugin-twice' });
    t.expect(readdirSync(join(here.folder, 'plugins'))).toEqual(['sign', 'twin']);
  });

  test('puts a newer one where the older one lies, whatever that folder is called', async (t) => {
    const here = dataFolder(t);
    const folder = signFolder(t);
    await here.object('plugin', 'install', folder, '--yes');
    const [place, renamed] = ['sign', 'renamed'].map((name) => join(here.folder, 'plugins', name));
    renameSync(place, renamed);
    writeFileSync(join(folder, 'main.js'), STAYING('It runs anew.'));
    t.expect(await here.object('plugin', 'install', folder)).toMatchObject({
      folder: renamed,
      isEnabled: true,
    });
    t.expect(readdirSync(join(here.folder, 'plugins'))).toEqual(['renamed']);
    t.expect(readFileSync(join(renamed, 'main.js'), 'utf8')).toContain('It runs anew.');
  });

  test('takes nothing for allowed but what a person allowed to that very plugin', async (t) => {
    const here = dataFolder(t);
    const folder = signFolder(t);
    await here.object('plugin', 'install', folder, '--yes');
    t.expect(kept(here)).toEqual({ version: '1.0.0', allowed: [] });
    // One that came to ask for more in its place has not been allowed that.
    const wanting = { ...MANIFEST, id: 'sign', permissions: ['read'] };
    for (const place of [folder, join(here.folder, 'plugins', 'sign')])
      writeFileSync(join(place, 'plugin.json'), JSON.stringify(wanting));
    t.expect(await here.object('plugin', 'install', folder)).toMatchObject({ isEnabled: false });
    t.expect(kept(here)).toEqual({ version: '1.0.0', allowed: undefined });
    await here.object('plugin', 'enable', 'sign', '--yes');
    rmSync(join(here.folder, 'plugins', 'sign'), { recursive: true });
    t.expect(await here.object('plugin', 'install', folder)).toMatchObject({ isEnabled: false });
    t.expect(kept(here)).toEqual({ version: '1.0.0', allowed: undefined });
  });

  test('removes one that cannot be used, and tells what is wrong with it until then', async (t) => {
    const here = dataFolder(t);
    const place = writePlugin(join(here.folder, 'plugins', 'Not An Id'), '{');
    t.expect((await here.run('plugin')).stdout).toMatch(
      /^ {2}Not An Id {6}\? +installed {2}broken\n {4}\S+plugins\/Not An Id\/plugin\.json is not JSON \(/m,
    );
    t.expect(await failing(here, 'enable', 'Not An Id')).toMatchObject({ code: 'manifest-invalid' });
    t.expect((await here.run('plugin', 'remove', 'Not An Id')).stdout).toBe(
      'The plugin Not An Id is removed.\n',
    );
    t.expect(existsSync(place)).toBe(false);
  });

  test('fails without a trace when what is fetched is not what it should be', async (t) => {
    const here = dataFolder(t);
    const { url, publish } = registry();
    const name = 'ticketime-forged';
    const bytes = packed(about(name), MANIFEST);
    await publish(about(name), bytes, checksumOf(Buffer.from('something else')));
    t.expect(await failing(here, 'install', name, '--registry', url, '--yes')).toMatchObject({
      code: 'integrity-differs',
    });
    t.expect(await failing(here, 'install', name, '--registry', 'http://127.0.0.1:9')).toMatchObject({
      code: 'registry-unreachable',
    });
    t.expect(readdirSync(join(here.folder, 'plugins'))).toEqual([]);
  });
});

const version = spawnSync('script', ['--version'], { encoding: 'utf8' });
const hasScript = version.error === undefined && version.stdout.includes('util-linux');

/** `keys` are typed once it asks. */
async function onTerminal(
  t: TestContext,
  words: readonly string[],
  keys: string,
): Promise<{ code: number; screen: string }> {
  const line = [process.execPath, CLI, ...words].map((word) => `'${word}'`).join(' ');
  const child = spawn('script', ['-qec', `exec ${line}`, '/dev/null'], {
    env: { ...ENV, TERM: 'xterm', SHELL: '/bin/sh' },
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  t.onTestFinished(() => void child.kill());
  let screen = '';
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    if (screen.includes('[y/N]')) screen += chunk;
    else if ((screen += chunk).includes('[y/N]')) child.stdin.write(keys);
  });
  const [code] = (await once(child, 'close')) as [number];
  return { code, screen };
}

const ALLOWED = { version: '1.0.0', allowed: ['trigger'] };
const INSTALLED = { version: '1.0.0', allowed: undefined };
const NOTHING = { version: undefined, allowed: undefined };

describe.runIf(hasScript).concurrent('at a terminal, a person', () => {
  test.for<[string, string, number, ReturnType<typeof kept>]>([
    ['y\n', 'and enabled: a ticketime serve starts it.', 0, ALLOWED],
    ['\n', 'and not enabled: ticketime plugin enable sign', 0, INSTALLED],
    ['\x04', 'and not enabled: ticketime plugin enable sign', 0, INSTALLED],
    ['\x03', 'Nothing was changed.', 130, NOTHING],
  ])('is asked whether to allow it, and answers %j', async ([keys, sentence, code, left], t) => {
    const here = dataFolder(t);
    const words = [
      'plugin',
      'install',
      signFolder(t, { permissions: ['trigger'] }),
      '--data-dir',
      here.folder,
    ];
    const ended = await onTerminal(t, words, keys);
    t.expect(ended.screen).toContain('  Asks for     trigger (to be told of triggers and alarms)\r\n');
    t.expect(ended.screen).toContain('Allow and start it? [y/N] ');
    t.expect(ended.screen).toContain(sentence);
    t.expect(ended.code).toBe(code);
    t.expect(kept(here)).toEqual(left);
  });
});

describe('what was not understood of plugin is told in one sentence', () => {
  test.for<[string, string, string]>([
    [
      'start',
      'ticketime plugin has no "start": it has list, search, install, update, remove, enable, disable, log and new.',
      'plugin',
    ],
    [
      'install',
      'Name the package, folder or tarball, as in: ticketime plugin install ./door-sign',
      'plugin install',
    ],
    ['enable', 'Name the plugin by its id, as in: ticketime plugin enable led-bridge', 'plugin enable'],
    [
      'update a b',
      'ticketime plugin update takes a plugin by its id, and "b" is one word more: put quotes around what belongs together.',
      'plugin update',
    ],
    [
      'install x --registry npm',
      '"npm" is no address of a registry: type one as in --registry https://registry.npmjs.org.',
      'plugin install',
    ],
    [
      'install x --integrity sha512-abc',
      '--integrity needs the checksum of a tarball, as npm view shows it: sha512- and 88 characters.',
      'plugin install',
    ],
    ['log x --lines 0', '--lines is a whole number from 1 to 1000.', 'plugin log'],
    [
      'new Door_Sign',
      '"Door_Sign" cannot be a plugin\'s id: choose 2 to 40 small letters, digits and hyphens, a letter first, as in door-sign.',
      'plugin new',
    ],
  ])('plugin %s', async ([words, sentence, about], t) => {
    await t.expect(command(words.split(' '), NOBODY)).rejects.toMatchObject({
      name: 'UsageError',
      message: sentence,
      command: about,
    });
  });
});
