import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, type TestContext } from 'vitest';
import { nodeProgram, unpacked, type Runtime } from '../../../main/plugins/host/node-program.ts';
import { temporaryFolder } from '../plugin-folder.ts';

const PLAIN: Runtime = {
  platform: process.platform,
  execPath: join('/', 'usr', 'bin', 'node'),
  electron: undefined,
  resourcesPath: undefined,
  path: undefined,
};
const NODE = process.platform === 'win32' ? 'node.exe' : 'node';

function programIn(t: TestContext, ...folders: string[]): { folder: string; program: string } {
  const root = temporaryFolder(t);
  const folder = join(root, ...folders);
  mkdirSync(folder, { recursive: true });
  const program = join(folder, NODE);
  writeFileSync(program, '');
  chmodSync(program, 0o755);
  return { folder: root, program };
}

test('plugins run on the Node that runs the core', () => {
  expect(nodeProgram(PLAIN)).toBe(PLAIN.execPath);
});

test('in the desktop app they run on the Node that it brings, never on Electron', (t) => {
  const { folder, program } = programIn(t, 'node');
  const app = { ...PLAIN, electron: '45.4.1', resourcesPath: folder };
  expect(nodeProgram(app)).toBe(program);
});

test('an app in development, which brings none, takes the one on the path', (t) => {
  const { folder, program } = programIn(t);
  const app = { ...PLAIN, electron: '45.4.1', resourcesPath: join(folder, 'nowhere'), path: folder };
  expect(nodeProgram(app)).toBe(program);
  expect(nodeProgram({ ...app, path: '' })).toBe(NODE);
});

test('what another program is to read is named where it lies unpacked', () => {
  expect(unpacked('/opt/Ticketime/resources/app.asar/out/main/plugin-host.js')).toBe(
    '/opt/Ticketime/resources/app.asar.unpacked/out/main/plugin-host.js',
  );
  expect(unpacked('C:\\Ticketime\\app.asar\\plugins')).toBe('C:\\Ticketime\\app.asar.unpacked\\plugins');
  expect(unpacked('/work/out/main/plugin-host.js')).toBe('/work/out/main/plugin-host.js');
});
