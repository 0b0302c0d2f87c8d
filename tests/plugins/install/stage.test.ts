import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { crc32, deflateRawSync, gunzipSync, gzipSync } from 'node:zlib';
import { describe, test, type TestContext } from 'vitest';
import { readProvenance } from '../../../main/plugins/install/provenance.ts';
import { searchPlugins } from '../../../main/plugins/install/search.ts';
import { copyFailure, stage, type StageOptions } from '../../../main/plugins/install/stage.ts';
import { MOST_BYTES } from '../../../main/plugins/install/tree.ts';
import { readWish } from '../../../main/plugins/install/wish.ts';
import { MANIFEST, temporaryFolder, writePlugin } from '../plugin-folder.ts';
import { about, checksumOf, packed, tarOf, useRegistry } from './registry.ts';

const registry = useRegistry();

/** Installs and returns the plugin's place; leaves nothing beside it. */
async function installed(t: TestContext, word: string, more: Partial<StageOptions> = {}): Promise<string> {
  const folder = more.folder ?? join(temporaryFolder(t), 'plugins');
  const staged = await stage(readWish(word, '/'), { folder, registry: registry().url, ...more });
  t.onTestFinished(() => staged.discard());
  staged.place();
  staged.discard();
  t.expect(readdirSync(folder)).toEqual([staged.manifest.id]);
  return join(folder, staged.manifest.id);
}

/** Must fail, with nothing left behind. */
async function failure(t: TestContext, word: string, more: Partial<StageOptions> = {}): Promise<unknown> {
  const folder = join(temporaryFolder(t), 'plugins');
  const options = { folder, registry: registry().url, ...more };
  try {
    (await stage(readWish(word, '/'), options)).discard();
    return 'It did not fail.';
  } catch (error) {
    t.expect(readdirSync(folder)).toEqual([]);
    const { name, code, message } = error as Error & { code: string };
    t.expect(name).toBe('Failure');
    return { code, message };
  }
}

/** Packed by gzip, with what makes a tar archive known at the same place, in its extra field (RFC 1952). */
function disguised(bytes: Buffer): Buffer {
  const extra = Buffer.alloc(300);
  extra.write('ustar', 257 - 12);
  const head = Buffer.from([0x1f, 0x8b, 8, 4, 0, 0, 0, 0, 0, 0, extra.length & 255, extra.length >> 8]);
  const end = Buffer.alloc(8);
  end.writeUInt32LE(crc32(bytes), 0);
  end.writeUInt32LE(bytes.length, 4);
  return Buffer.concat([head, extra, deflateRawSync(bytes), end]);
}

/** A file with these bytes, as a person has it. */
function fileOf(t: TestContext, bytes: Buffer): string {
  const path = join(temporaryFolder(t), 'door sign #1.tgz');
  writeFileSync(path, bytes);
  return path;
}

describe.concurrent('from a registry', () => {
  test('the newest release is fetched, checked and put into its place, with a note of where it came from', async (t) => {
    const { url, publish } = registry();
    const name = 'ticketime-two-releases';
    const old = packed(about(name), { ...MANIFEST, version: '1.0.0' }, { 'main.js': 'old' });
    const tarball = packed(about(name, '1.1.0'), { ...MANIFEST, version: '1.1.0' }, { 'main.js': 'new' });
    await publish(about(name), old);
    await publish(about(name, '1.1.0'), tarball);
    const place = await installed(t, name);
    t.expect(readFileSync(join(place, 'main.js'), 'utf8')).toBe('new');
    const release = { from: 'registry', registry: url, name };
    t.expect(readProvenance(place)).toEqual({ ...release, version: '1.1.0', integrity: checksumOf(tarball) });
    const older = await installed(t, `${name}@1.0.0`, { integrity: checksumOf(old) });
    t.expect(readProvenance(older)).toEqual({ ...release, version: '1.0.0', integrity: checksumOf(old) });
    t.expect(await failure(t, `${name}@2.0.0`)).toEqual({
      code: 'no-such-version',
      message: `The package ${name} has no version 2.0.0 at ${url}: leave it out for the newest, or name another one.`,
    });
    t.expect(await failure(t, name, { integrity: checksumOf(old) })).toMatchObject({
      code: 'integrity-differs',
    });
  });

  test('a package of a scope is fetched as well', async (t) => {
    const name = '@venue/door-sign';
    await registry().publish(about(name), packed(about(name), MANIFEST));
    t.expect(existsSync(join(await installed(t, name), 'plugin.json'))).toBe(true);
  });

  test('no script of a package is ever run', async (t) => {
    const name = 'ticketime-scripted';
    const trace = join(temporaryFolder(t), 'trace');
    const command = `node -e "require('fs').writeFileSync('${trace}', '')"`;
    const names = ['preinstall', 'install', 'postinstall', 'prepare', 'prepublish', 'prepack', 'postpack'];
    const scripts = Object.fromEntries(names.map((script) => [script, command]));
    const scripted = about(name, '1.0.0', { scripts });
    const tarball = packed(scripted, MANIFEST, { 'main.js': '', 'binding.gyp': '{}' });
    await registry().publish(scripted, tarball);
    await installed(t, name);
    await installed(t, fileOf(t, tarball));
    const folder = writePlugin(temporaryFolder(t), MANIFEST, {
      'main.js': '',
      'package.json': JSON.stringify(scripted),
    });
    await installed(t, folder);
    t.expect(existsSync(trace)).toBe(false);
  });

  test('bytes that are not those of the checksum are used for nothing', async (t) => {
    const { url, publish } = registry();
    const name = 'ticketime-tampered';
    const honest = packed(about(name), MANIFEST);
    await publish(about(name), packed(about(name), MANIFEST, { 'main.js': 'tampered' }), checksumOf(honest));
    t.expect(await failure(t, name)).toEqual({
      code: 'integrity-differs',
      message: `What ${url} sent as ${name}@1.0.0 is not what the checksum was made of, so nothing of it was used: try again, and if it stays so, tell whoever runs that registry.`,
    });
  });

  test('what is not there, and what is no plugin, is told', async (t) => {
    const { url, publish } = registry();
    t.expect(await failure(t, 'ticketime-nowhere')).toEqual({
      code: 'no-such-package',
      message: `There is no package ticketime-nowhere at ${url}: see which plugins there are with ticketime plugin search.`,
    });
    const [plain, empty] = ['plain-package', 'ticketime-empty'];
    await publish({ name: plain, version: '1.0.0' }, packed({ name: plain, version: '1.0.0' }, MANIFEST));
    t.expect(await failure(t, plain)).toEqual({
      code: 'not-a-plugin',
      message: `${plain}@1.0.0 is no plugin of Ticketime, for its package.json lacks the keyword ticketime-plugin: see which are with ticketime plugin search.`,
    });
    await publish(about(empty), packed(about(empty), null));
    t.expect(await failure(t, empty)).toEqual({
      code: 'manifest-missing',
      message: `There is no plugin.json in ${empty}@1.0.0: put one there that says what the plugin is and what it asks for.`,
    });
  });

  test('a registry that is not there, says nothing, breaks off or is none is told', async (t) => {
    const unreachable = (url: string, why: string) => ({
      code: 'registry-unreachable',
      message: `The registry ${url} could not be reached (${why}): check the network, or name another one with --registry.`,
    });
    const answers: Record<string, (response: ServerResponse) => void> = {
      silent: () => undefined,
      broken: (response) => response.destroy(),
      angry: (response) => response.writeHead(403).end(),
      page: (response) => response.end('<html>'),
      odd: (response) => response.end('{"versions":7}'),
      // npm would clone that, and run what it says.
      git: (response) => {
        const version = 'git+file:///tmp/evil';
        const dist = { tarball: 'http://127.0.0.1:9/x.tgz' };
        const versions = { '1.0.0': { name: 'ticketime-x', version, dist } };
        response.end(JSON.stringify({ name: 'ticketime-x', 'dist-tags': { latest: '1.0.0' }, versions }));
      },
    };
    const server = createServer((request, response) => {
      answers[request.url?.split('/')[1] ?? 'silent'](response);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    t.onTestFinished(() => {
      server.close();
      server.closeAllConnections();
    });
    // Patience for all but the one that never answers.
    const from = (registry: string, timeoutMs = 10_000) => failure(t, 'ticketime-x', { registry, timeoutMs });
    const closed = 'http://127.0.0.1:9/';
    t.expect(await from(closed)).toEqual(unreachable(closed, 'ECONNREFUSED'));
    t.expect(await from(`${url}/silent/`, 200)).toEqual(unreachable(`${url}/silent/`, 'no answer in time'));
    t.expect(await from(`${url}/broken/`)).toEqual(unreachable(`${url}/broken/`, 'ECONNRESET'));
    t.expect(await from(`${url}/angry/`)).toEqual({
      code: 'registry-refused',
      message: `The registry ${url}/angry/ answered with HTTP 403: check its address, or try again later.`,
    });
    t.expect(await from(`${url}/page/`)).toMatchObject({ code: 'registry-unusable' });
    t.expect(await from(`${url}/odd/`)).toMatchObject({ code: 'no-such-version' });
    t.expect(await from(`${url}/git/`)).toMatchObject({ code: 'registry-unusable' });
    const interrupted = new AbortController();
    const asked = failure(t, 'ticketime-x', { registry: `${url}/silent/`, signal: interrupted.signal });
    interrupted.abort();
    t.expect(await asked).toEqual({
      code: 'interrupted',
      message: 'The registry was not asked to the end, and nothing was changed.',
    });
  });

  test('a package that is too big is told, and what comes of it still troubles nobody', async (t) => {
    const tarball = Buffer.alloc(MOST_BYTES + 8 * 1024 * 1024); // so that some of it is still on its way
    const server = createServer((request, response) => {
      if (request.url?.endsWith('.tgz')) return void response.end(tarball);
      const dist = { integrity: checksumOf(tarball), tarball: `http://${request.headers.host ?? ''}/x.tgz` };
      const versions = { '1.0.0': { name: 'ticketime-x', version: '1.0.0', dist } };
      response.end(JSON.stringify({ name: 'ticketime-x', 'dist-tags': { latest: '1.0.0' }, versions }));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    t.onTestFinished(() => {
      server.close();
      server.closeAllConnections();
    });
    const registry = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
    t.expect(await failure(t, 'ticketime-x', { registry })).toMatchObject({ code: 'plugin-too-big' });
  });

  test('plugins are found by words, and what is no plugin is not', async (t) => {
    const { url, publish } = registry();
    const name = 'ticketime-found';
    await publish(about(name, '1.2.0', { description: 'Rings a bell' }), packed(about(name), MANIFEST));
    const other = { name: 'ticketime-unrelated', version: '1.0.0', description: 'Rings a bell' };
    await publish(other, packed(other, MANIFEST));
    const found = { name, version: '1.2.0', description: 'Rings a bell' };
    t.expect(await searchPlugins(['bell'], { url })).toEqual([found]);
    t.expect(await searchPlugins([], { url })).toContainEqual(found);
    t.expect(await searchPlugins(['no', 'such', 'words'], { url })).toEqual([]);
    await t.expect(searchPlugins([], { url: 'http://127.0.0.1:9/' })).rejects.toMatchObject({
      code: 'registry-unreachable',
    });
  });
});

describe.concurrent('from a tarball', () => {
  test('it is unpacked, whatever its path, and checked when a checksum is given', async (t) => {
    const tarball = packed(about('ticketime-x'), MANIFEST);
    const path = fileOf(t, tarball);
    const place = await installed(t, path, { integrity: checksumOf(tarball) });
    t.expect(readProvenance(place)).toEqual({
      ...{ from: 'tarball', path, name: 'ticketime-x', version: '1.0.0' },
      integrity: checksumOf(tarball),
    });
    t.expect(await failure(t, path, { integrity: checksumOf(Buffer.from('x')) })).toEqual({
      code: 'integrity-differs',
      message: `${path} is not what the checksum was made of, for its own is ${checksumOf(tarball)}: fetch the file anew.`,
    });
  });

  test('what is no package, or no plugin, is told', async (t) => {
    const text = fileOf(t, Buffer.from('no tarball'));
    t.expect(await failure(t, text)).toEqual({
      code: 'package-unreadable',
      message: `${text} is not a package as npm pack makes it (incorrect header check): fetch it or make it anew.`,
    });
    const [words, nothing, whole] = [gzipSync('x'.repeat(2000)), gzipSync(''), packed(about('x'), MANIFEST)];
    // What is packed twice could grow behind the back of whoever unpacks it once.
    for (const bytes of [
      words,
      nothing,
      whole.subarray(0, 200),
      gzipSync(whole),
      gzipSync(disguised(gunzipSync(whole))),
    ])
      t.expect(await failure(t, fileOf(t, bytes))).toMatchObject({ code: 'package-unreadable' });
    const nameless = fileOf(t, packed(null, MANIFEST));
    t.expect(await failure(t, nameless)).toMatchObject({ code: 'not-a-plugin' });
    const bad = fileOf(t, packed(about('x'), { ...MANIFEST, permissions: ['manage'] }));
    t.expect(await failure(t, bad)).toEqual({
      code: 'permission-refused',
      message: `In ${join(bad, 'plugin.json')}, the permission "manage" is asked for, which no plugin is allowed, for it could give itself everything: leave it out.`,
    });
  });

  test('a small one that holds very much is not unpacked', async (t) => {
    const bomb = fileOf(t, gzipSync(Buffer.alloc(60 * 1024 * 1024)));
    t.expect(await failure(t, bomb)).toEqual({
      code: 'plugin-too-big',
      message: `${bomb} has more than 50 MB or 5000 files, and a plugin may have no more: leave out what it does not need.`,
    });
  });

  test('links in it are left out, so none leads anywhere', async (t) => {
    const folder = temporaryFolder(t);
    const files = { 'main.js': '', 'package.json': JSON.stringify(about('x')) };
    writePlugin(join(folder, 'package'), MANIFEST, files);
    symlinkSync('/etc/passwd', join(folder, 'package', 'secret'));
    symlinkSync(folder, join(folder, 'package', 'out'));
    const place = await installed(t, fileOf(t, tarOf(folder)));
    t.expect(readdirSync(place).sort()).toEqual([
      '.ticketime-package.json',
      'main.js',
      'package.json',
      'plugin.json',
    ]);
  });

  test('a package that needs others must bring them, but for the core’s own client', async (t) => {
    const needy = about('x', '1.0.0', {
      dependencies: { ticketime: '*', ws: '8' },
      bundleDependencies: ['ws'],
    });
    const bare = fileOf(t, packed(needy, MANIFEST));
    t.expect(await failure(t, bare)).toEqual({
      code: 'dependencies-missing',
      message: `${bare} depends on the package ws and does not bring it, and nothing is fetched with a plugin: its maker can add it to bundleDependencies, or bundle the program.`,
    });
    const whole = packed(needy, MANIFEST, { 'main.js': '', 'node_modules/ws/package.json': '{}' });
    t.expect(existsSync(join(await installed(t, fileOf(t, whole)), 'node_modules', 'ws'))).toBe(true);
  });
});

describe.concurrent('from a folder', () => {
  test('its files are copied, but for what belongs to the maker’s work', async (t) => {
    const folder = writePlugin(temporaryFolder(t), MANIFEST, {
      'main.js': '',
      'parts/part.js': '',
      '.git/config': '',
      'node_modules/typescript/package.json': '{}',
    });
    writeFileSync(join(folder, '.ticketime-package.json'), 'of elsewhere');
    const place = await installed(t, folder);
    t.expect(readdirSync(place).sort()).toEqual([
      '.ticketime-package.json',
      'main.js',
      'parts',
      'plugin.json',
    ]);
    t.expect(readProvenance(place)).toEqual({ from: 'folder', path: folder });
  });

  test('packages that it brings are copied with those that they need', async (t) => {
    const one = { dependencies: { two: '*' } };
    const folder = writePlugin(temporaryFolder(t), MANIFEST, {
      'main.js': '',
      'package.json': JSON.stringify({ dependencies: { one: '*' }, bundleDependencies: true }),
      'node_modules/one/package.json': JSON.stringify(one),
      'node_modules/two/package.json': '{}',
      'node_modules/two/index.js': '',
      'node_modules/three/package.json': '{}',
    });
    const place = await installed(t, folder);
    t.expect(readdirSync(join(place, 'node_modules'))).toEqual(['one', 'two']);
    t.expect(readdirSync(join(place, 'node_modules', 'two'))).toEqual(['index.js', 'package.json']);
    writeFileSync(join(folder, 'package.json'), '{"dependencies":{"one":"*"}}');
    t.expect(await failure(t, folder)).toMatchObject({ code: 'dependencies-missing' });
    writeFileSync(join(folder, 'package.json'), '{');
    t.expect(await failure(t, folder)).toEqual({
      code: 'package-unreadable',
      message: `The package.json of ${folder} is not one JSON object: mend it, or leave it out of a plugin that is not published.`,
    });
  });

  test('links in it are refused, wherever they lead', async (t) => {
    const folder = writePlugin(temporaryFolder(t));
    symlinkSync('main.js', join(folder, 'other.js'));
    t.expect(await failure(t, folder)).toEqual({
      code: 'plugin-has-links',
      message: `${folder} has a link or a special file in it (other.js), and a plugin is of files and folders only: put the file itself there.`,
    });
  });

  test('a package that it brings is one of its own, by whatever name or link', async (t) => {
    const outside = writePlugin(join(temporaryFolder(t), 'outside'), MANIFEST, { secret: 'key' });
    const bringing = (name: string) =>
      writePlugin(join(dirname(outside), 'plugin'), MANIFEST, {
        'main.js': '',
        'package.json': JSON.stringify({ bundleDependencies: [name] }),
      });
    const place = await installed(t, bringing('../../outside'));
    t.expect(readdirSync(place)).not.toContain('node_modules');
    t.expect(readdirSync(dirname(place))).toEqual([MANIFEST.id]);
    symlinkSync(dirname(outside), join(bringing('outside'), 'node_modules'));
    t.expect(await failure(t, bringing('outside'))).toMatchObject({ code: 'plugin-has-links' });
  });

  test('too many files, and a manifest that is not in order, are told of the folder itself', async (t) => {
    const many = writePlugin(temporaryFolder(t));
    mkdirSync(join(many, 'many'));
    for (let i = 0; i < 5000; i++) writeFileSync(join(many, 'many', String(i)), '');
    t.expect(await failure(t, many)).toMatchObject({ code: 'plugin-too-big' });
    const bad = writePlugin(temporaryFolder(t), { ...MANIFEST, entry: 'other.js' });
    t.expect(await failure(t, bad)).toEqual({
      code: 'entry-missing',
      message: `In ${join(bad, 'plugin.json')}, the entry "other.js" is not there: put the program there, or name another one.`,
    });
  });

  test('an older one is replaced whole, and comes back when the new one cannot take its place', async (t) => {
    const folder = join(temporaryFolder(t), 'plugins');
    const source = writePlugin(temporaryFolder(t), MANIFEST, { 'main.js': 'old', 'old.js': '' });
    const place = await installed(t, source, { folder });
    const newer = writePlugin(temporaryFolder(t), MANIFEST, { 'main.js': 'new' });
    await installed(t, newer, { folder });
    t.expect(readFileSync(join(place, 'main.js'), 'utf8')).toBe('new');
    t.expect(existsSync(join(place, 'old.js'))).toBe(false);
    const staged = await stage(readWish(source, '/'), { folder, registry: registry().url });
    t.onTestFinished(() => staged.discard());
    staged.discard(); // what was to be put there is gone
    t.expect(() => staged.place()).toThrow(t.expect.objectContaining({ code: 'plugin-not-placed' }));
    t.expect(readFileSync(join(place, 'main.js'), 'utf8')).toBe('new');
  });

  test('nothing but a plugin makes room for it', async (t) => {
    const folder = join(temporaryFolder(t), 'plugins');
    const source = writePlugin(temporaryFolder(t));
    const staged = await stage(readWish(source, '/'), { folder, registry: registry().url });
    t.onTestFinished(() => staged.discard());
    const place = join(folder, MANIFEST.id);
    writeFileSync(place, 'of the person');
    t.expect(() => staged.place()).toThrow(
      t.expect.objectContaining({
        code: 'plugin-not-placed',
        message: `The plugin could not be put into ${place}, for there is a file of that name, and all is as it was: move that away.`,
      }),
    );
    t.expect(readFileSync(place, 'utf8')).toBe('of the person');
  });

  test('a checksum is not passed over', async (t) => {
    const folder = writePlugin(temporaryFolder(t));
    t.expect(await failure(t, folder, { integrity: checksumOf(Buffer.from('x')) })).toEqual({
      code: 'integrity-of-folder',
      message: `${folder} is a folder, and a checksum is made of a tarball: leave --integrity out, or name the tarball.`,
    });
  });

  test('what the file system says on the way is told', (t) => {
    const error = Object.assign(new Error("EACCES: permission denied, open '/x'"), { syscall: 'open' });
    t.expect(copyFailure(error)).toMatchObject({
      code: 'plugin-not-copied',
      message:
        "The plugin could not be copied (EACCES: permission denied, open '/x'): see that you may read all of it, and that there is room on the disk.",
    });
    const bug = new TypeError('x is not a function');
    t.expect(copyFailure(bug)).toBe(bug);
  });
});
