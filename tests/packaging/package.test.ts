/** The whole package for Linux, put together by electron-builder around a stand-in for Electron: what lies in it, and that it fits together. */
import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, posix } from 'node:path';
import { promisify } from 'node:util';
import { extractAll, listPackage } from '@electron/asar';
import { FuseV1Options, getCurrentFuseWire } from '@electron/fuses';
import { LinuxPackager, type AfterPackContext } from 'app-builder-lib';
import { LinuxTargetHelper } from 'app-builder-lib/out/targets/LinuxTargetHelper.js';
import { build, Platform } from 'electron-builder';
import { afterAll, beforeAll, describe, expect, inject, test, vi } from 'vitest';
import { importsOf } from '../../main/packaging/reach.ts';
import { makeElectronDist } from './electron-dist.ts';
import { electronVersion, makeProject } from './project.ts';

const run = promisify(execFile);

/** Elsewhere the Node that comes along is one for another system. */
describe.runIf(process.platform === 'linux')('the package', () => {
  const temp = mkdtempSync(join(tmpdir(), 'ticketime-package-'));
  const app = join(
    temp,
    'project/dist',
    process.arch === 'x64' ? 'linux-unpacked' : `linux-${process.arch}-unpacked`,
  );
  const resources = join(app, 'resources');
  const unpacked = join(resources, 'app.asar.unpacked');
  const extracted = join(temp, 'extracted');
  let packed: string[] = [];
  let desktopEntry = '';

  beforeAll(async () => {
    const project = join(temp, 'project');
    makeProject(project, join(dirname(inject('command')), '..'));
    makeElectronDist(join(temp, 'electron'), electronVersion());
    vi.stubEnv('GITHUB_REPOSITORY', 'someone/ticketime');
    vi.spyOn(console, 'log').mockReturnValue();
    await build({
      projectDir: project,
      targets: Platform.LINUX.createTarget('dir'),
      publish: 'never',
      config: {
        extends: 'main/packaging/electron-builder.config.js',
        electronDist: join(temp, 'electron'),
        afterPack: async ({ packager }: AfterPackContext) => {
          if (!(packager instanceof LinuxPackager)) throw new Error('packed for another system');
          const helper = new LinuxTargetHelper(packager);
          desktopEntry = await helper.computeDesktopEntry(packager.platformSpecificBuildOptions);
        },
      },
    });
    const archive = join(resources, 'app.asar');
    extractAll(archive, extracted);
    packed = listPackage(archive, { isPack: false })
      .map((path) => path.slice(1))
      .filter((path) => !readdirIfFolder(join(extracted, path)));
  });
  afterAll(() => {
    vi.unstubAllEnvs();
    vi.restoreAllMocks();
    rmSync(temp, { recursive: true, force: true });
  });

  test('has what runs, and no source, no test, no type and no map', () => {
    const tops = new Set(packed.map((path) => path.split('/').slice(0, 2).join('/')));
    expect([...tops].filter((top) => !top.startsWith('plugins/')).sort()).toEqual([
      'LICENSE',
      'main/shell',
      'node_modules/better-sqlite3',
      'node_modules/pidusage',
      'node_modules/rotating-file-stream',
      'out/main',
      'out/preload',
      'out/renderer',
      'package.json',
    ]);
    expect(
      packed.filter((path) => /\.(ts|svelte|map|md|cc?|h|tsbuildinfo)$|(^|[./])tests?[./]/.test(path)),
    ).toEqual([]);
    expect(
      packed.filter((path) => path.startsWith('main/') && !/tray-icons\/[\w@.-]+\.png$/.test(path)),
    ).toEqual([]);
    expect(packed).toEqual(expect.arrayContaining(['out/main/index.js', 'out/preload/preload.cjs']));
    for (const page of ['overlay', 'palette']) expect(packed).toContain(`out/renderer/${page}/index.html`);
    expect(packed.filter((path) => path.endsWith('.node'))).toEqual([
      `node_modules/better-sqlite3/prebuilds/linux-${process.arch}.node`,
    ]);
  });

  test('has each worker and each program that the build made, but for the commands', () => {
    const made = readdirSync(dirname(inject('command'))).filter((file) =>
      /^(index|client|plugin-host|plugin-hook|[\w-]+-worker)\.js$/.test(file),
    );
    expect(made.length).toBeGreaterThan(8);
    expect(packed).toEqual(expect.arrayContaining(made.map((file) => `out/main/${file}`)));
    expect(packed).not.toContain('out/main/cli.js');
  });

  test('has what each of its files imports', () => {
    expect(unresolved(extracted, packed, ['electron'])).toEqual([]);
  });

  test('has beside the archive all that the Node beside it reads', async () => {
    const files = readdirSync(unpacked, { recursive: true, encoding: 'utf8' }).filter(
      (path) => !readdirIfFolder(join(unpacked, path)),
    );
    expect(files).toEqual(
      expect.arrayContaining([
        'package.json',
        'out/main/plugin-host.js',
        'out/main/plugin-hook.js',
        'out/main/client.js',
        'plugins/countdown/main.js',
      ]),
    );
    expect(unresolved(unpacked, files, [])).toEqual([]);
    const node = join(resources, 'node/node');
    expect((await run(node, ['--version'])).stdout.trim()).toBe(process.version);
    const text = `
      const { connect } = await import('ticketime/client');
      const { default: pidusage } = await import('pidusage');
      const { createStream } = await import('rotating-file-stream');
      console.log(typeof connect, typeof pidusage, typeof createStream);`;
    const args = ['--import', './plugin-hook.js', '--input-type=module', '--eval', text];
    const { stdout } = await run(node, args, { cwd: join(unpacked, 'out/main') });
    expect(stdout.trim()).toBe('function function function');
  });

  test('has the database, whose binary is found', async () => {
    const text = `const Database = require('better-sqlite3'); console.log(new Database(':memory:').prepare('SELECT 6 * 7').pluck().get())`;
    const { stdout } = await run(process.execPath, ['--eval', text], { cwd: extracted });
    expect(stdout.trim()).toBe('42');
  });

  test('has its fuses set', async () => {
    const { version, ...wire } = await getCurrentFuseWire(join(app, 'ticketime'));
    expect(version).toBe('1');
    const on = (fuse: FuseV1Options) => String.fromCharCode(wire[fuse] ?? 0) === '1';
    const fuses = [
      FuseV1Options.RunAsNode,
      FuseV1Options.EnableCookieEncryption,
      FuseV1Options.EnableNodeOptionsEnvironmentVariable,
      FuseV1Options.EnableNodeCliInspectArguments,
      FuseV1Options.EnableEmbeddedAsarIntegrityValidation,
      FuseV1Options.OnlyLoadAppFromAsar,
      FuseV1Options.LoadBrowserProcessSpecificV8Snapshot,
      FuseV1Options.GrantFileProtocolExtraPrivileges,
    ];
    expect(fuses.map(on)).toEqual([false, true, false, false, true, true, false, false]);
  });

  test('starts under X11, opens its links, and knows where updates are', () => {
    expect(desktopEntry).toMatch(/^Exec=\S*ticketime --ozone-platform=x11 %U$/m);
    expect(desktopEntry).toMatch(/^MimeType=x-scheme-handler\/ticketime;$/m);
    expect(desktopEntry).toMatch(/^Categories=Utility;$/m);
    expect(desktopEntry).toMatch(/^Name=Ticketime$/m);
    expect(desktopEntry).toMatch(/^StartupWMClass=ticketime$/m);
    const own = JSON.parse(readFileSync(join(extracted, 'package.json'), 'utf8')) as object;
    expect(own).toMatchObject({ productName: 'Ticketime', desktopName: 'ticketime.desktop' });
    const feed = readFileSync(join(resources, 'app-update.yml'), 'utf8');
    expect(feed).toMatch(/^provider: github$/m);
    expect(feed).toMatch(/^owner: someone$/m);
    expect(feed).toMatch(/^repo: ticketime$/m);
  });

  test('has of Electron the two languages of its own', () => {
    expect(readdirSync(join(app, 'locales')).sort()).toEqual(['en-US.pak', 'ko.pak']);
  });
});

/** Of our own files, what they import and what is not among the files: `file: specifier`. */
function unresolved(folder: string, files: readonly string[], given: readonly string[]): string[] {
  const own = files.filter((path) => /^(out\/main|out\/preload|plugins)\/.*\.c?js$/.test(path));
  const isThere = (path: string, specifier: string) => {
    if (isBuiltin(specifier) || given.includes(specifier) || specifier === 'ticketime/client') return true;
    if (specifier.startsWith('.')) return files.includes(posix.join(posix.dirname(path), specifier));
    return existsSync(join(folder, 'node_modules', specifier, 'package.json'));
  };
  return own.flatMap((path) =>
    importsOf(join(folder, path))
      .filter((specifier) => !isThere(path, specifier))
      .map((specifier) => `${path}: ${specifier}`),
  );
}

/** Null of a file. */
function readdirIfFolder(path: string): string[] | null {
  try {
    return readdirSync(path);
  } catch {
    return null;
  }
}
