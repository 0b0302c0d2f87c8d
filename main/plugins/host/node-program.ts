/**
 * What runs the host and the plugins: the Node that runs the core. The desktop app's own runs no other program (a fuse, so that nobody
 * turns the app into a Node of his), so it brings one along, beside the archive that only Electron reads.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { findProgram } from './find-program.ts';

/** What is asked of the process; given in tests. */
export interface Runtime {
  readonly platform: NodeJS.Platform;
  readonly execPath: string;
  /** Of Electron alone: its version, and where what came along with the app lies. */
  readonly electron: string | undefined;
  readonly resourcesPath: string | undefined;
  readonly path: string | undefined;
}

/** In development the app brings none, and npm's scripts have theirs on the path. */
export function nodeProgram({ platform, execPath, electron, resourcesPath, path }: Runtime): string {
  if (electron === undefined) return execPath;
  const name = platform === 'win32' ? 'node.exe' : 'node';
  const own = resourcesPath !== undefined && join(resourcesPath, 'node', name);
  return own && existsSync(own) ? own : (findProgram('node', path) ?? name);
}

/** A file of the app as another program finds it: what that is to read lies unpacked, beside the archive. */
export const unpacked = (path: string): string => path.replace(/(?<=[\\/]app\.asar)(?=[\\/])/, '.unpacked');

export function thisRuntime(): Runtime {
  const { platform, execPath, env, versions } = process;
  const { resourcesPath } = process as { resourcesPath?: string };
  return { platform, execPath, electron: versions['electron'], resourcesPath, path: env['PATH'] };
}
