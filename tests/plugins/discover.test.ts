import { chmodSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { expect, test, type TestContext } from 'vitest';
import { discover, type Found } from '../../main/plugins/discover.ts';
import { MANIFEST, temporaryFolder, writePlugin } from './plugin-folder.ts';

interface Folders {
  readonly bundled: string;
  readonly installed: string;
}

function folders(t: TestContext): Folders {
  const parent = temporaryFolder(t);
  const both = { bundled: join(parent, 'bundled'), installed: join(parent, 'installed') };
  for (const folder of Object.values(both)) mkdirSync(folder);
  return both;
}

const summary = ({ id, source, folder, problem }: Found) => [
  id,
  source,
  basename(folder),
  problem?.code ?? 'usable',
];

test('bundled and installed ones are found, by id, each with what it says of itself', (t) => {
  const { bundled, installed } = folders(t);
  writePlugin(join(installed, 'a'), { ...MANIFEST, id: 'zebra' });
  writePlugin(join(installed, 'led'));
  writePlugin(join(bundled, 'countdown'), { ...MANIFEST, id: 'countdown', name: 'Countdown' });
  const found = discover({ bundled, installed });
  expect(found.map(summary)).toEqual([
    ['countdown', 'bundled', 'countdown', 'usable'],
    ['led', 'installed', 'led', 'usable'],
    ['zebra', 'installed', 'a', 'usable'],
  ]);
  expect(found[0]).toMatchObject({
    folder: join(bundled, 'countdown'),
    manifest: {
      id: 'countdown',
      about: { name: 'Countdown' },
      entry: join(bundled, 'countdown', 'main.js'),
    },
  });
});

test('what is no plugin is passed over: files, folders that begin with a dot, node_modules, and bundled ones without a plugin.json', (t) => {
  const { bundled, installed } = folders(t);
  writeFileSync(join(installed, 'README.md'), '');
  writePlugin(join(installed, '.staging'));
  writePlugin(join(installed, 'node_modules'));
  mkdirSync(join(bundled, 'templates'));
  expect(discover({ bundled, installed })).toEqual([]);
});

test('folders that are not there hold no plugins', (t) => {
  const { bundled, installed } = folders(t);
  for (const folder of [bundled, installed]) rmSync(folder, { recursive: true });
  expect(discover({ bundled, installed })).toEqual([]);
});

test('a folder of plugins that cannot be read is told as one that is broken', (t) => {
  const { bundled, installed } = folders(t);
  writePlugin(join(bundled, 'led'));
  rmSync(installed, { recursive: true });
  writeFileSync(installed, '');
  const found = discover({ bundled, installed });
  expect(found.map(summary)).toEqual([
    ['led', 'bundled', 'led', 'usable'],
    ['plugins', 'installed', 'installed', 'plugins-unreadable'],
  ]);
  expect(found[1].problem?.message.replace(installed, '<folder>')).toMatch(
    /^The folder of plugins <folder> cannot be read \(ENOTDIR.*\): give it to the person that runs Ticketime\.$/,
  );
});

test('one that is broken is found all the same, by its id where it has one, with the sentence that says why', (t) => {
  const { bundled, installed } = folders(t);
  mkdirSync(join(installed, 'empty'));
  writePlugin(join(installed, 'torn'), '{"id": "led"');
  writePlugin(join(installed, 'odd'), { ...MANIFEST, id: 'Not An Id' });
  writePlugin(join(installed, 'gone'), { ...MANIFEST, id: 'lost' }, {});
  writePlugin(join(installed, 'more'), { ...MANIFEST, id: 'extra', colour: 'red' });
  writePlugin(join(bundled, 'fine'), { ...MANIFEST, id: 'fine' });
  const found = discover({ bundled, installed });
  expect(found.map(summary)).toEqual([
    ['empty', 'installed', 'empty', 'manifest-missing'],
    ['extra', 'installed', 'more', 'manifest-invalid'],
    ['fine', 'bundled', 'fine', 'usable'],
    ['lost', 'installed', 'gone', 'entry-missing'],
    ['odd', 'installed', 'odd', 'manifest-invalid'],
    ['torn', 'installed', 'torn', 'manifest-invalid'],
  ]);
  expect(found[3].problem?.message).toBe(
    `In ${join(installed, 'gone', 'plugin.json')}, the entry "main.js" is not there: put the program there, or name another one.`,
  );
  expect(found.filter(({ manifest, problem }) => (manifest === null) !== (problem !== null))).toEqual([]);
});

test('of two with one id the bundled one is used, and the other is broken', (t) => {
  const { bundled, installed } = folders(t);
  writePlugin(join(bundled, 'z'));
  writePlugin(join(installed, 'a'));
  const [used, other] = discover({ bundled, installed });
  expect(summary(used)).toEqual(['led', 'bundled', 'z', 'usable']);
  expect(other).toEqual({
    id: 'led',
    source: 'installed',
    folder: join(installed, 'a'),
    manifest: null,
    problem: {
      code: 'plugin-twice',
      message: `The id led is that of two plugins, and the one in ${join(bundled, 'z')} is used: remove the one in ${join(installed, 'a')}, or give it another id.`,
    },
  });
});

test('of several installed ones with one id the first by its folder’s name is used, among those that can be', (t) => {
  const { bundled, installed } = folders(t);
  writePlugin(join(installed, 'a'), { ...MANIFEST, version: 'one' });
  for (const name of ['d', 'b', 'c']) writePlugin(join(installed, name));
  expect(discover({ bundled, installed }).map(summary)).toEqual([
    ['led', 'installed', 'b', 'usable'],
    ['led', 'installed', 'a', 'manifest-invalid'],
    ['led', 'installed', 'c', 'plugin-twice'],
    ['led', 'installed', 'd', 'plugin-twice'],
  ]);
});

test.skipIf(process.platform === 'win32')(
  'a folder may be a link, as its author has it; one that leads nowhere is passed over',
  (t) => {
    const { bundled, installed } = folders(t);
    const workshop = writePlugin(
      join(temporaryFolder(t), 'led-2'),
      { ...MANIFEST, entry: 'run' },
      { run: '' },
    );
    chmodSync(join(workshop, 'run'), 0o755);
    symlinkSync(workshop, join(installed, 'led'));
    symlinkSync('nowhere', join(installed, 'dangling'));
    symlinkSync('loop', join(installed, 'loop'));
    const found = discover({ bundled, installed });
    expect(found).toHaveLength(1);
    expect(found[0]).toMatchObject({
      folder: join(installed, 'led'),
      manifest: { folder: workshop, entry: join(workshop, 'run'), about: { runtime: 'program' } },
    });
  },
);
