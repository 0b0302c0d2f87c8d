/**
 * What electron-builder is told. Each package is made on a machine of its own system and processor, for the Node that comes along
 * is the one that npm installed there.
 */
import { Arch, type Configuration } from 'electron-builder';
import { contents } from './contents.ts';
import type { Circumstances } from './circumstances.ts';

/** In the desktop entry: native Wayland knows no window that floats above others, none that is placed, none that lets clicks through. */
const ON_LINUX = ['--ozone-platform=x11'];

/** Throws when the app is not built. */
export function configuration(
  root: string,
  { platform, arch, repository, signing }: Circumstances,
): Configuration {
  const { files, unpacked } = contents(root);
  const node = platform === 'win32' ? 'node.exe' : 'node';
  // macOS puts no update in place of an app that nobody signed: such a one is not to promise it.
  const feed = platform === 'darwin' && !signing.mac ? null : repository;
  return {
    appId: 'io.github.ticketime',
    productName: 'Ticketime',
    directories: { output: 'dist', buildResources: 'main/packaging/icons' },
    artifactName: '${productName}-${version}-${os}-${arch}.${ext}',
    files: [...files],
    asarUnpack: [...unpacked],
    // For the plugins and their host: Electron's own is fused shut.
    extraResources: [{ from: `node_modules/node/bin/${node}`, to: `node/${node}` }],
    electronLanguages: ['en-US', 'ko'],
    // Its runtime needs no libfuse2, which newer systems come without.
    toolsets: { appimage: '1.0.3' },
    // better-sqlite3 brings binaries that fit every version of Node and of Electron.
    npmRebuild: false,
    electronFuses: {
      runAsNode: false,
      enableCookieEncryption: true,
      enableNodeOptionsEnvironmentVariable: false,
      enableNodeCliInspectArguments: false,
      enableEmbeddedAsarIntegrityValidation: true,
      onlyLoadAppFromAsar: true,
      loadBrowserProcessSpecificV8Snapshot: false,
      grantFileProtocolExtraPrivileges: false,
      // Without a signature of ours, Electron's own must fit the changed file, or macOS does not run it.
      resetAdHocDarwinSignature: !signing.mac,
    },
    protocols: [{ name: 'Ticketime', schemes: ['ticketime'] }],
    beforePack: refuseOthers({ platform, arch }),
    publish: feed && {
      provider: 'github',
      ...feed,
      releaseType: 'draft',
      // The packages of the two are made on two machines: neither may overwrite what the other tells of updates.
      ...(platform === 'darwin' && arch === 'arm64' && { channel: 'latest-arm64' }),
    },
    // As Electron calls itself: in menus and notifications, and to a desktop that looks for the entry of a window.
    extraMetadata: {
      productName: 'Ticketime',
      desktopName: 'ticketime.desktop',
      ...(repository && { homepage: homepage(repository) }),
    },
    win: { target: ['nsis', 'portable'], icon: 'main/packaging/icons/icon.ico' },
    nsis: {
      // For this person alone, so that neither it nor an update asks for an administrator.
      perMachine: false,
      deleteAppDataOnUninstall: false,
      include: 'main/packaging/uninstall.nsh',
      artifactName: '${productName}-${version}-${os}-${arch}-setup.${ext}',
    },
    portable: { artifactName: '${productName}-${version}-${os}-${arch}-portable.${ext}' },
    mac: {
      // What updates are put in place from is the zip.
      target: ['dmg', 'zip'],
      icon: 'main/packaging/icons/icon.icns',
      category: 'public.app-category.utilities',
      extendInfo: { LSUIElement: true },
      entitlements: 'main/packaging/entitlements.plist',
      entitlementsInherit: 'main/packaging/entitlements.plist',
      // An app that nobody signed would be kept by it from loading its own parts.
      hardenedRuntime: signing.mac,
      notarize: signing.notarization,
      ...(!signing.mac && { identity: '-' }),
    },
    // Without the version: an update takes the place of the file, which keeps its name, and so does what starts it with the session.
    appImage: { artifactName: '${productName}-${os}-${arch}.${ext}' },
    linux: {
      syncDesktopName: true,
      // A deb names a person to write to, and a page: both are the repository's.
      target: ['AppImage', ...(repository ? ['deb'] : [])],
      icon: 'main/packaging/icons',
      executableName: 'ticketime',
      executableArgs: ON_LINUX,
      category: 'Utility',
      synopsis: 'The clock of any web server, to the millisecond',
      desktop: {
        entry: {
          Comment: 'The clock of any web server, to the millisecond',
          'Comment[ko]': '웹 서버의 시계를 밀리초까지 보여 줍니다',
          Keywords: 'clock;time;server;ticket;',
        },
      },
      ...(repository && { maintainer: `${repository.owner} <${repository.owner}@users.noreply.github.com>` }),
    },
  };
}

const homepage = ({ owner, repo }: { owner: string; repo: string }) => `https://github.com/${owner}/${repo}`;

/** The app for another system or processor would get a Node that it cannot run. */
const refuseOthers =
  (here: Pick<Circumstances, 'platform' | 'arch'>) =>
  ({ electronPlatformName, arch }: { electronPlatformName: string; arch: Arch }): void => {
    if (electronPlatformName === here.platform && Arch[arch] === here.arch) return;
    throw new Error(
      `The Node that comes along was installed for ${here.platform} ${here.arch}: make the package for ${electronPlatformName} ${Arch[arch]} on such a machine.`,
    );
  };
