/** Measures what processes use: one question for all of them. */
import { execFile } from 'node:child_process';
import pidusage from 'pidusage';
import type { Measure } from './watch.ts';

export interface Measured {
  /** Of the process that was started, and on POSIX systems its group. */
  readonly pid: number;
  /** Whether it can start others, which count as its own. */
  readonly hasChildren: boolean;
}

/** What pidusage tells of a process. */
export interface Used {
  /** Bytes. */
  readonly memory: number;
  /** Given by processors since it began, ms. */
  readonly ctime: number;
}

export interface MeterOptions {
  readonly now: () => number;
  /** By pid; a process that has ended is missing. */
  readonly use?: (pids: number[]) => Promise<Readonly<Record<string, Used | undefined>>>;
  /** Every process with its group. */
  readonly groups?: () => Promise<readonly (readonly [pid: number, group: number])[]>;
}

/** Who belongs to a group is asked for this often, ms: on a large machine it takes some 20 ms. */
const GROUPS_MS = 2000;
/** A system that does not answer is asked again the next time, ms. */
const PATIENCE_MS = 2000;

export class Meter {
  readonly #options: Required<MeterOptions>;
  #groups: readonly (readonly [pid: number, group: number])[] = [];
  #groupsAt = -Infinity;
  /** Group -> its members' time at the processors, and that of those that have ended, ms. */
  readonly #times = new Map<number, { lastOf: Map<number, number>; totalMs: number }>();

  constructor(options: MeterOptions) {
    this.#options = { use: pidusage, groups: askGroups, ...options };
  }

  /** By pid; one that has ended is missing. */
  async measure(all: readonly Measured[]): Promise<Map<number, Measure>> {
    const { now, use } = this.#options;
    const membersOf = await this.#members(all);
    const at = now();
    const used = await use([...new Set([...membersOf.values()].flat())]).catch(() => ({}));
    for (const pid of this.#times.keys()) if (!membersOf.has(pid)) this.#times.delete(pid);
    const measures = new Map<number, Measure>();
    for (const [pid, members] of membersOf) {
      const there = new Map<number, Used>();
      for (const member of members) {
        const its = (used as Readonly<Record<string, Used | undefined>>)[member];
        if (its) there.set(member, its);
      }
      if (!there.has(pid)) continue;
      const bytes = [...there.values()].reduce((sum, { memory }) => sum + memory, 0);
      measures.set(pid, { at, memoryMb: bytes / 1024 ** 2, cpuMs: this.#cpuMs(pid, there) });
    }
    return measures;
  }

  async #members(all: readonly Measured[]): Promise<Map<number, number[]>> {
    const { now, groups } = this.#options;
    if (all.some(({ hasChildren }) => hasChildren) && now() - this.#groupsAt >= GROUPS_MS) {
      this.#groupsAt = now();
      this.#groups = await groups();
    }
    const members = ({ pid, hasChildren }: Measured) =>
      hasChildren ? this.#groups.filter(([its, group]) => group === pid && its !== pid) : [];
    return new Map(
      all.map((measured) => [measured.pid, [measured.pid, ...members(measured).map(([pid]) => pid)]]),
    );
  }

  /** It never goes back when a member ends. */
  #cpuMs(group: number, there: ReadonlyMap<number, Used>): number {
    const times = this.#times.get(group) ?? { lastOf: new Map<number, number>(), totalMs: 0 };
    for (const [pid, { ctime }] of there) times.totalMs += Math.max(0, ctime - (times.lastOf.get(pid) ?? 0));
    times.lastOf = new Map([...there].map(([pid, { ctime }]) => [pid, ctime]));
    this.#times.set(group, times);
    return times.totalMs;
  }
}

/** Windows has no groups, and no ps: there a plugin's children are not measured. */
function askGroups(): Promise<[number, number][]> {
  return new Promise((resolve) => {
    execFile('ps', ['-A', '-o', 'pid=,pgid='], { timeout: PATIENCE_MS }, (_error, stdout) => {
      const rows = stdout.split('\n').map((line) => line.trim().split(/\s+/).map(Number));
      resolve(rows.filter((row) => row.length === 2).map(([pid, group]) => [pid, group]));
    });
  });
}
