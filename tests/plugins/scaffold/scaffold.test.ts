/** What `ticketime plugin new` makes, used as a stranger would: with the command on the PATH, and nothing else of ours. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { describe, test, type TestContext } from 'vitest';
import { readManifest } from '../../../main/plugins/manifest.ts';
import { temporaryFolder } from '../plugin-folder.ts';

const COMMAND = join(import.meta.dirname, 'command.mjs');

interface Place {
  readonly folder: string;
  /** Runs a program in a folder below; resolves with its exit code, and what it wrote. */
  readonly run: (within: string, file: string, args: readonly string[]) => Promise<Ended>;
}

interface Ended {
  readonly code: number | null;
  readonly text: string;
}

/** A folder where there is a command `ticketime`. */
function placeFor(t: TestContext): Place {
  const folder = temporaryFolder(t);
  const bin = join(folder, 'bin');
  mkdirSync(bin);
  const call = `"${process.execPath}" "${COMMAND}"`;
  writeFileSync(join(bin, 'ticketime'), `#!/bin/sh\nexec ${call} "$@"\n`, { mode: 0o755 });
  writeFileSync(join(bin, 'ticketime.cmd'), `@${call} %*\r\n`);
  const env: NodeJS.ProcessEnv = {
    ...process.env,
    PATH: `${bin}${delimiter}${process.env['PATH'] ?? ''}`,
    TMPDIR: folder,
  };
  // A test runner that finds that it is run by another one tells it, and nobody else.
  delete env['NODE_TEST_CONTEXT'];
  return {
    folder,
    async run(within, file, args) {
      const child = spawn(file, args, { cwd: join(folder, within), env, stdio: ['ignore', 'pipe', 'pipe'] });
      t.onTestFinished(() => void child.kill('SIGKILL'));
      let text = '';
      for (const stream of [child.stdout, child.stderr])
        stream.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
      const [code] = (await once(child, 'close')) as [number | null];
      return { code, text };
    },
  };
}

const makeNew = ({ run }: Place, ...words: string[]) =>
  run('.', process.execPath, [COMMAND, 'plugin', 'new', ...words]);

describe.concurrent('a new plugin', () => {
  test('in JavaScript is whole, bears its name everywhere, and passes its own tests', async (t) => {
    const place = placeFor(t);
    const folder = join(place.folder, 'door-sign');
    t.expect(await makeNew(place, 'door-sign')).toEqual({
      code: 0,
      text: `${folder} has a plugin that runs, with a test: see its README.md. To let Ticketime run it:\n  ticketime plugin install ./door-sign\n`,
    });
    t.expect(readManifest(folder)).toMatchObject({
      id: 'door-sign',
      about: { name: 'Door sign', runtime: 'node' },
    });
    for (const file of readdirSync(folder))
      t.expect(readFileSync(join(folder, file), 'utf8')).not.toMatch(/my.plugin/i);
    const made = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as {
      devDependencies: object;
    };
    t.expect(made).toMatchObject({ name: 'ticketime-door-sign', keywords: ['ticketime-plugin'] });
    t.expect(made.devDependencies).toEqual({
      ticketime: t.expect.stringMatching(/^\^\d+\.\d+\.\d+/) as string,
    });
    const ended = await place.run('door-sign', process.execPath, ['--test']);
    t.expect(ended.text).toContain('pass 2');
    t.expect(ended.code).toBe(0);
  });

  test('in Python is whole, and passes its own tests', async (t) => {
    const place = placeFor(t);
    t.expect((await makeNew(place, 'bell', '--python')).code).toBe(0);
    const { about } = readManifest(join(place.folder, 'bell'));
    t.expect(about).toMatchObject({ name: 'Bell', runtime: 'python', actions: [{ kind: 'bell.say' }] });
    const ended = await place.run('bell', 'python3', ['-m', 'unittest']);
    t.expect(ended.text).toMatch(/Ran 2 tests in [^]*\nOK\n$/);
    t.expect(ended.code).toBe(0);
  });

  test('that is broken fails them, and they tell what it wrote', async (t) => {
    const place = placeFor(t);
    await makeNew(place, 'door-sign');
    appendFileSync(join(place.folder, 'door-sign', 'main.js'), "throw new Error('It is broken.');\n");
    const ended = await place.run('door-sign', process.execPath, ['--test', 'plugin.test.js']);
    t.expect(ended.text).toContain('Error: It is broken.');
    t.expect(ended.code).toBe(1);
  });

  test('takes nobody’s place', async (t) => {
    const place = placeFor(t);
    mkdirSync(join(place.folder, 'door-sign'));
    t.expect(await makeNew(place, 'door-sign')).toEqual({
      code: 1,
      text: `There is something at ${join(place.folder, 'door-sign')} already: choose another name, or move that away.\n`,
    });
    t.expect(await makeNew(place, 'countdown')).toEqual({
      code: 1,
      text: 'The id countdown is taken by what comes with Ticketime: choose another one.\n',
    });
    t.expect(readdirSync(place.folder).sort()).toEqual(['bin', 'door-sign']);
  });
});
