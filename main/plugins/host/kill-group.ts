/** Signals a process that was started as the first of its group, and all that it started in turn. */
import { spawn } from 'node:child_process';

export function signalGroup(pid: number, signal: 'SIGTERM' | 'SIGKILL'): void {
  if (process.platform === 'win32') {
    // There are neither groups nor signals: what it started is found by whose child it is, and ended (/F), as no other way is heeded.
    if (signal === 'SIGKILL')
      spawn('taskkill', ['/PID', String(pid), '/T', '/F'], { stdio: 'ignore', windowsHide: true }).on(
        'error',
        () => undefined,
      );
    return;
  }
  try {
    process.kill(-pid, signal);
  } catch (error) {
    // Nobody is left in it; macOS says EPERM of one whose members have ended and were not waited for.
    const { code } = error as NodeJS.ErrnoException;
    if (code !== 'ESRCH' && code !== 'EPERM') throw error;
  }
}
