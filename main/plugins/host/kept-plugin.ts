/** One plugin, kept running for as long as it is wanted: started, and started again after a crash, unless it crashes always. */
import type { PluginStatus } from '../../../api/protocol/plugin.ts';
import { Failure } from '../../failure.ts';
import type { End } from './end.ts';
import { OFF, type Launch } from './launch.ts';
import type { PluginEnd, PluginProcess } from './plugin-process.ts';
import { crashed, crashing } from './problems.ts';
import { afterCrash, type RestartPolicy } from './restart-policy.ts';
import { Run, type After } from './run.ts';
import type { Measure } from './watch.ts';

export interface KeptPluginOptions {
  /** Rejects with a Failure when it cannot be started. */
  readonly spawn: (launch: Launch) => Promise<PluginProcess>;
  readonly report: (status: PluginStatus) => void;
  readonly now: () => number;
  readonly epochMs: () => number;
  readonly after: After;
  readonly policy: RestartPolicy;
}

export class KeptPlugin {
  readonly #options: KeptPluginOptions;
  /** What is to run; null when it is to stop. */
  #wanted: Launch | null = null;
  /** What runs, perhaps not for much longer. */
  #run: Run | null = null;
  #isStarting = false;
  #status = OFF;
  #crashesInARow = 0;
  #callOffRetry = () => {};
  #stops: (() => void)[] = [];

  constructor(options: KeptPluginOptions) {
    this.#options = options;
  }

  get run(): Run | null {
    return this.#run;
  }

  /** What runs already ends first. `restarts`: how often it was started again so far. */
  start(launch: Launch, restarts = 0): void {
    this.#wanted = launch;
    this.#crashesInARow = 0;
    this.#status = { ...this.#status, restarts };
    this.#callOffRetry();
    if (this.#run) this.#run.end();
    else if (!this.#isStarting) void this.#begin(launch);
  }

  /** Resolves when what runs has ended. */
  stop(): Promise<void> {
    this.#wanted = null;
    this.#callOffRetry();
    this.#run?.end();
    return new Promise((resolve) => {
      this.#stops.push(resolve);
      if (!this.#run && !this.#isStarting) this.#goOn();
    });
  }

  judge(measure: Measure): void {
    if (!this.#run) return;
    const hasChanged = this.#run.judge(measure);
    const { usage, warning } = this.#run;
    this.#status = { ...this.#status, usage };
    if (hasChanged) this.#report({ ...this.#status, problem: warning });
  }

  async #begin(launch: Launch): Promise<void> {
    const { spawn, now, epochMs, after } = this.#options;
    this.#report({ ...OFF, state: 'starting', restarts: this.#status.restarts });
    this.#isStarting = true;
    const process = await spawn(launch).catch(asFailure);
    this.#isStarting = false;
    if (process instanceof Failure) {
      const { code, message } = process;
      if (this.#wanted === launch) this.#rest({ state: 'stopped', problem: { code, message } });
      else this.#goOn();
      return;
    }
    const run = new Run(launch, process, now(), after);
    const { pid, keptBy } = run;
    this.#run = run;
    this.#report({ ...this.#status, state: 'running', pid, keptBy, startedEpochMs: epochMs() });
    if (this.#wanted !== launch) run.end();
    const end = await run.ended;
    this.#run = null;
    if (this.#wanted === launch) this.#endedUnasked(run, end);
    else this.#goOn();
  }

  /** Nothing runs: does what was asked for meanwhile. */
  #goOn(): void {
    if (this.#wanted) void this.#begin(this.#wanted);
    else this.#report(OFF);
    for (const resolve of this.#stops.splice(0)) resolve();
  }

  #endedUnasked(run: Run, end: PluginEnd): void {
    const problem = run.stoppedFor(end);
    if (problem) this.#rest({ state: 'stopped', problem });
    else if (end.code === 0) this.#rest({ state: 'ended' });
    else this.#crashed(run, end);
  }

  #crashed({ launch, startedAt }: Run, end: End): void {
    const { policy, now, epochMs, after } = this.#options;
    const { inARow, pauseMs } = afterCrash(policy, this.#crashesInARow, now() - startedAt);
    this.#crashesInARow = inARow;
    if (pauseMs === null) {
      this.#rest({ state: 'stopped', problem: crashing(launch, end, inARow) });
      return;
    }
    this.#callOffRetry = after(pauseMs, () => {
      this.#status = { ...this.#status, restarts: this.#status.restarts + 1 };
      void this.#begin(launch);
    });
    const retryEpochMs = epochMs() + pauseMs;
    this.#rest({ state: 'pausing', problem: crashed(launch, end, pauseMs), retryEpochMs });
  }

  #rest(how: Pick<PluginStatus, 'state'> & Partial<PluginStatus>): void {
    this.#report({ ...OFF, restarts: this.#status.restarts, ...how });
  }

  #report(status: PluginStatus): void {
    this.#status = status;
    this.#options.report(status);
  }
}

/** What is no Failure is a bug. */
function asFailure(error: unknown): Failure {
  if (error instanceof Failure) return error;
  throw error;
}
