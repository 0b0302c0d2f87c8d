/**
 * Which processors a plugin may use, on Linux. One that has just started may be anything, so it begins on a few of them, and behind whatever
 * else runs there: what is told of a moment finds the others free. Who behaves is let on all of them; who takes too much is sent back.
 */
import { execFile } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';

/** Lists as `taskset` takes them, as in 0-3,8. */
export interface Processors {
  readonly few: string;
  readonly all: string;
}

/** Of all processors, those for newcomers. */
const SHARE = 1 / 4;
/** Of a session among the others (sched(7), "The autogroup feature"): the last, and as any other. */
const BEHIND = 19;
const AS_OTHERS = 0;

/** Those of this process; null where there is but one, or nobody tells. */
export function readProcessors(read = () => readFileSync('/proc/self/status', 'utf8')): Processors | null {
  try {
    return splitProcessors(/^Cpus_allowed_list:\s*(\S+)$/m.exec(read())?.[1] ?? '');
  } catch {
    return null;
  }
}

/** @param all as in 0-3,8 */
export function splitProcessors(all: string): Processors | null {
  const ids = all.split(',').flatMap((range) => {
    const [first, last = first] = range.split('-').map(Number);
    return Array.from({ length: last - first + 1 }, (_, k) => first + k);
  });
  if (ids.length < 2 || ids.some((id) => !Number.isInteger(id))) return null;
  return { few: ids.slice(-Math.max(1, Math.floor(ids.length * SHARE))).join(','), all };
}

/** One that has just started there. */
export function putBehind(pid: number): void {
  setAutogroup(pid, BEHIND);
}

export function letOnAll(pid: number, { all }: Processors): void {
  move(pid, all);
  setAutogroup(pid, AS_OTHERS);
}

export function sendBack(pid: number, { few }: Processors): void {
  move(pid, few);
  setAutogroup(pid, BEHIND);
}

/** With all its threads. */
function move(pid: number, list: string): void {
  execFile('taskset', ['-a', '-c', '-p', list, String(pid)], () => undefined); // it may have just ended
}

function setAutogroup(pid: number, nice: number): void {
  try {
    writeFileSync(`/proc/${pid}/autogroup`, String(nice));
  } catch {
    // There is no such feature, or it has just ended.
  }
}
