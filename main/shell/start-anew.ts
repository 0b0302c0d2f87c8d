/** Starts the app once more, in the place of this one, which has to exit after that. */
import { spawn } from 'node:child_process';
import { app } from 'electron';
import { ownFile, type Running } from './own-program.ts';

/**
 * On Linux not by app.relaunch: its helper runs from the mount that goes with an AppImage, and all that it starts may not ask for more
 * rights (PR_SET_NO_NEW_PRIVS), as fusermount, pkexec and Chromium's own sandbox have to.
 *
 * @param args all of them
 * @returns false when it cannot be started
 */
export function startAnew(
  args: readonly string[],
  running: Running = process,
  platform: NodeJS.Platform = process.platform,
): boolean {
  const execPath = ownFile(running);
  if (platform !== 'linux') {
    app.relaunch({ execPath, args: [...args] });
    return true;
  }
  app.releaseSingleInstanceLock();
  const child = spawn(execPath, args, { detached: true, stdio: 'inherit' });
  child.on('error', () => undefined); // that it has no id says so, and at once
  child.unref();
  return child.pid !== undefined;
}
