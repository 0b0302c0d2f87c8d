/** One run of a plugin: warned and ended at its caps, ended politely or else by force. */
import type { PluginStatus } from '../../../api/protocol/plugin.ts';
import type { Launch } from './launch.ts';
import type { Measured } from './meter.ts';
import type { PluginEnd, PluginProcess } from './plugin-process.ts';
import { nearCpu, nearMemory, overCpu, overMemory, type Problem } from './problems.ts';
import { Watch, type Level, type Measure, type Verdict } from './watch.ts';

/** Calls back after so many ms; returns how to call that off. */
export type After = (ms: number, callBack: () => void) => () => void;

/** So long a plugin that is asked to end has to do it, ms. */
const STOP_MS = 3000;
/** And one that is beyond a cap, which was warned, ms. */
const STOP_OVER_MS = 500;
/** One that was not warned for its use of the processors for so long is no newcomer any more, ms. */
const NEWCOMER_MS = 5000;
/** What the kernel ended at this share of its memory or above was ended for its memory. */
const NEAR_FULL = 0.8;

export class Run {
  readonly launch: Launch;
  readonly startedAt: number;
  readonly pid: number;
  readonly keptBy: PluginStatus['keptBy'];
  readonly ended: Promise<PluginEnd>;
  usage: PluginStatus['usage'] = null;
  /** What it should heed; null when it runs well. */
  warning: Problem | null = null;
  readonly #process: PluginProcess;
  readonly #after: After;
  readonly #watch: Watch;
  #level: { readonly memory: Level; readonly cpu: Level } = { memory: 'fine', cpu: 'fine' };
  #isNewcomer = true;
  #isEnding = false;
  /** Why it is ended, when a cap is why. */
  #over: Problem | null = null;

  constructor(launch: Launch, process: PluginProcess, startedAt: number, after: After) {
    const { pid, keptBy, ended } = process;
    this.launch = launch;
    this.startedAt = startedAt;
    this.pid = pid;
    this.keptBy = keptBy;
    this.#process = process;
    this.#after = after;
    this.#watch = new Watch(launch.caps, keptBy, startedAt);
    this.ended = ended;
  }

  get measured(): Measured {
    // Node's permission model lets a plugin start nothing.
    return { pid: this.pid, hasChildren: this.launch.runtime !== 'node' };
  }

  /** Whether `warning` has changed. */
  judge(measure: Measure): boolean {
    const verdict = this.#watch.judge(measure);
    const { usage, memory, cpu } = verdict;
    this.usage = usage;
    if (this.#isEnding) return false;
    if (this.#isNewcomer && cpu === 'fine' && measure.at - this.startedAt >= NEWCOMER_MS) {
      this.#isNewcomer = false;
      this.#process.letIn();
    }
    if (memory === 'stop') this.#endFor(overMemory(this.launch, usage.memoryMb));
    else if (cpu === 'stop') this.#endFor(overCpu(this.launch, usage.cpuPercent));
    else if (memory !== this.#level.memory || cpu !== this.#level.cpu) return this.#warn(verdict);
    return false;
  }

  /** Asks it to end, and ends it when it has not. */
  end(graceMs = STOP_MS): void {
    if (this.#isEnding) return;
    this.#isEnding = true;
    this.#process.terminate();
    const callOff = this.#after(graceMs, () => this.#process.kill());
    void this.ended.then(callOff);
  }

  /** Why it is not started again, though it was to run: it was beyond a cap. Null when that is not how it ended. */
  stoppedFor({ signal, isOutOfMemory }: PluginEnd): Problem | null {
    if (this.#over) return this.#over;
    const { memoryMb } = this.launch.caps;
    const isFull = (this.usage?.memoryMb ?? 0) > memoryMb * NEAR_FULL;
    const isByKernel = signal === 'SIGKILL' && this.keptBy.memory === 'system' && isFull;
    return isOutOfMemory || isByKernel ? overMemory(this.launch, null) : null;
  }

  #warn({ usage, memory, cpu }: Verdict): boolean {
    if (this.#level.cpu === 'fine' && cpu !== 'fine') {
      this.#isNewcomer = false; // it stays where it is sent
      this.#process.slowDown();
    }
    this.#level = { memory, cpu };
    const before = this.warning;
    if (memory !== 'fine') this.warning = nearMemory(this.launch, usage.memoryMb);
    else if (cpu !== 'fine')
      this.warning = nearCpu(this.launch, usage.cpuPercent, this.keptBy.cpu === 'system');
    else this.warning = null;
    if (this.warning) this.#process.note(this.warning.message);
    return before !== this.warning;
  }

  #endFor(problem: Problem): void {
    this.#over = problem;
    this.#process.note(problem.message);
    this.end(STOP_OVER_MS);
  }
}
