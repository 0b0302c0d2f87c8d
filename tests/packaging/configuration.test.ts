import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { Arch } from 'app-builder-lib';
import { validateConfiguration } from 'app-builder-lib/out/util/config/config.js';
import { DebugLogger } from 'builder-util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  circumstances,
  notices,
  signingEnvironment,
  type Circumstances,
} from '../../main/packaging/circumstances.ts';
import { configuration } from '../../main/packaging/configuration.ts';

const ROOT = resolve(import.meta.dirname, '../..');
/** An app of four programs that import nothing. */
const root = mkdtempSync(join(tmpdir(), 'ticketime-configuration-'));
beforeAll(() => {
  mkdirSync(join(root, 'out/main'), { recursive: true });
  for (const name of ['index', 'plugin-host', 'plugin-hook', 'client'])
    writeFileSync(join(root, `out/main/${name}.js`), '');
  writeFileSync(join(root, 'package.json'), '{ "dependencies": {} }');
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

const SIGNED = {
  CSC_LINK: 'a certificate',
  CSC_KEY_PASSWORD: 'its password',
  WIN_CSC_LINK: 'a certificate',
  WIN_CSC_KEY_PASSWORD: 'its password',
  APPLE_API_KEY: 'a key',
  APPLE_API_KEY_ID: 'its name',
  APPLE_API_ISSUER: 'its issuer',
};
const PUBLISHED = { GITHUB_REPOSITORY: 'someone/ticketime' };
/** As GitHub gives secrets that are not set. */
const UNSET = Object.fromEntries(Object.keys(SIGNED).map((name) => [name, '']));

const SYSTEMS = ['linux', 'win32', 'darwin'] as const;
const on = (
  platform: (typeof SYSTEMS)[number],
  environment: Readonly<Record<string, string>> = {},
  arch = 'x64',
): Circumstances => circumstances(environment, platform, arch);

describe.each(SYSTEMS)('on %s', (platform) => {
  test.each([
    ['with nothing set', {}],
    ['with everything set', { ...SIGNED, ...PUBLISHED }],
  ])("%s the configuration is valid by electron-builder's own schema", async (_, environment) => {
    await expect(
      validateConfiguration(configuration(root, on(platform, environment)), new DebugLogger(false)),
    ).resolves.not.toThrow();
  });
});

test("electron-builder's schema is really asked", async () => {
  const wrong = { ...configuration(root, on('linux')), asarUnpacked: true };
  await expect(validateConfiguration(wrong, new DebugLogger(false))).rejects.toThrow(/asarUnpacked/);
});

test('an app that is not built is not packaged', () => {
  expect(() => configuration(tmpdir(), on('linux'))).toThrow(
    'The desktop app is not built: run npm run build, and then package again.',
  );
});

test('updates are looked for where the repository is, and nowhere without one', () => {
  expect(configuration(root, on('win32', PUBLISHED)).publish).toEqual({
    provider: 'github',
    owner: 'someone',
    repo: 'ticketime',
    releaseType: 'draft',
  });
  expect(configuration(root, on('win32')).publish).toBeNull();
  expect(configuration(root, on('win32', { GITHUB_REPOSITORY: 'no repository' })).publish).toBeNull();
});

test('an app that macOS would not put an update in place of looks for none', () => {
  expect(configuration(root, on('darwin', PUBLISHED)).publish).toBeNull();
});

test('each processor of macOS has its own feed, for each is packaged on a machine of its own', () => {
  const channel = (arch: string) =>
    configuration(root, on('darwin', { ...PUBLISHED, ...SIGNED }, arch)).publish;
  expect(channel('arm64')).toMatchObject({ channel: 'latest-arm64' });
  expect(channel('x64')).not.toHaveProperty('channel');
});

test("a package for another system or processor is refused, for its Node would be this one's", () => {
  const { beforePack } = configuration(root, on('darwin', {}, 'arm64'));
  if (typeof beforePack !== 'function') throw new Error('nothing is checked before packing');
  const pack = (electronPlatformName: string, arch: Arch) =>
    beforePack({ electronPlatformName, arch } as Parameters<typeof beforePack>[0]);
  expect(pack('darwin', Arch.arm64)).toBeUndefined();
  expect(() => pack('darwin', Arch.x64)).toThrow(
    'The Node that comes along was installed for darwin arm64: make the package for darwin x64 on such a machine.',
  );
  expect(() => pack('win32', Arch.arm64)).toThrow('win32 arm64 on such a machine');
});

test('each file that is made has the system and the processor in its name, and the version unless it is updated in place', () => {
  const { artifactName, nsis, portable, appImage } = configuration(root, on('win32'));
  const names = [artifactName, nsis?.artifactName, portable?.artifactName];
  for (const name of names)
    expect(name).toMatch(/^\$\{productName\}-\$\{version\}-\$\{os\}-\$\{arch\}.*\.\$\{ext\}$/);
  expect(new Set(names).size).toBe(3);
  // An update takes the place of the file, which a person or the session starts by its name.
  expect(appImage?.artifactName).toBe('${productName}-${os}-${arch}.${ext}');
});

test('what the app tells Windows of itself is taken back when it is uninstalled, under the names that it has there', () => {
  const { appId, nsis, protocols } = configuration(root, on('win32'));
  const script = readFileSync(join(ROOT, nsis?.include ?? ''), 'utf8');
  const [{ schemes }] = [protocols ?? []].flat();
  expect(script).toContain(`DeleteRegKey HKCU "Software\\Classes\\${schemes[0]}"`);
  // By the name that the app gives itself, for which the macro's APP_ID stands.
  expect(readFileSync(join(ROOT, 'main/index.ts'), 'utf8')).toContain(`const APP_ID = '${appId ?? ''}';`);
  expect(script.match(/"\$\{APP_ID\}"/g)).toHaveLength(2);
});

test('what a system asks for is made: an installer, and what updates are put in place from', () => {
  const { win, mac, linux } = configuration(root, on('linux', PUBLISHED));
  expect(win?.target).toEqual(['nsis', 'portable']);
  expect(mac?.target).toEqual(['dmg', 'zip']);
  expect(linux?.target).toEqual(['AppImage', 'deb']);
  // A deb has to name whom to write to.
  expect(configuration(root, on('linux')).linux?.target).toEqual(['AppImage']);
});

test('on macOS it has no icon in the dock, and the hardened runtime once it is signed; unsigned, a signature that fits', () => {
  expect(configuration(root, on('darwin', SIGNED)).mac).toMatchObject({
    extendInfo: { LSUIElement: true },
    hardenedRuntime: true,
    notarize: true,
  });
  expect(configuration(root, on('darwin', SIGNED)).mac).not.toHaveProperty('identity');
  expect(configuration(root, on('darwin', UNSET)).mac).toMatchObject({
    hardenedRuntime: false,
    notarize: false,
    identity: '-',
  });
  const withoutKey = { ...SIGNED, APPLE_API_KEY: '' };
  expect(configuration(root, on('darwin', withoutKey)).mac).toMatchObject({
    hardenedRuntime: true,
    notarize: false,
  });
  expect(
    readFileSync(join(ROOT, 'main/packaging/entitlements.plist'), 'utf8').match(/<key>.*<\/key>/g),
  ).toEqual(['<key>com.apple.security.cs.allow-jit</key>']);
});

test.each<[(typeof SYSTEMS)[number], Record<string, string>, string[]]>([
  ['linux', PUBLISHED, []],
  ['win32', { ...SIGNED, ...PUBLISHED }, []],
  ['darwin', { ...SIGNED, ...PUBLISHED }, []],
  [
    'win32',
    { ...UNSET, ...PUBLISHED },
    ['Not signed, so Windows will warn before it runs: set WIN_CSC_LINK and WIN_CSC_KEY_PASSWORD to sign.'],
  ],
  [
    'darwin',
    { ...UNSET, ...PUBLISHED },
    [
      'Not signed, so macOS will refuse it at first, and it will not update itself: set CSC_LINK and CSC_KEY_PASSWORD to sign.',
    ],
  ],
  [
    'darwin',
    { ...SIGNED, ...PUBLISHED, APPLE_API_ISSUER: '' },
    [
      'Signed but not notarised, so macOS will refuse it at first: set APPLE_API_KEY, APPLE_API_KEY_ID, APPLE_API_ISSUER to notarise.',
    ],
  ],
  [
    'linux',
    {},
    [
      'It will look for no updates, and no deb is made: set GITHUB_REPOSITORY (owner/name) to where its releases are.',
    ],
  ],
])('on %s a package tells what it will be without (%j)', (platform, environment, expected) => {
  expect(notices(on(platform, environment))).toEqual(expected);
});

test('of what it could be signed with, only whole groups reach electron-builder, and a key as a file', () => {
  const kept: string[] = [];
  const keep = (key: string) => `/keys/${kept.push(key)}`;
  const given = (environment: Readonly<Record<string, string>>) =>
    Object.fromEntries(
      Object.entries(signingEnvironment(environment, keep)).filter(([, value]) => value !== undefined),
    );
  expect(given(SIGNED)).toEqual(SIGNED);
  expect(given({ ...UNSET, PATH: '/bin' })).toEqual({});
  expect(given({ ...SIGNED, CSC_KEY_PASSWORD: '', APPLE_API_KEY_ID: '' })).toEqual({
    WIN_CSC_LINK: 'a certificate',
    WIN_CSC_KEY_PASSWORD: 'its password',
  });
  // Each name stands there, so that what is not given is taken away.
  expect(Object.keys(signingEnvironment({}, keep)).sort()).toEqual(Object.keys(SIGNED).sort());
  expect(kept).toEqual([]);
  const text = '-----BEGIN PRIVATE KEY-----\nMIGT\n-----END PRIVATE KEY-----\n';
  expect(given({ ...SIGNED, APPLE_API_KEY: text })).toEqual({ ...SIGNED, APPLE_API_KEY: '/keys/1' });
  expect(kept).toEqual([text]);
});
