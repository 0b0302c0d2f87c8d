/** All plugins that run, or are to: each is kept by itself, and all are measured at once. */
import type { PluginStatus } from '../../../api/protocol/plugin.ts';
import { signalGroup } from './kill-group.ts';
import { KeptPlugin, type KeptPluginOptions } from './kept-plugin.ts';
import type { Launch } from './launch.ts';
import type { FromHost, Usage } from './messages.ts';
import type { Meter } from './meter.ts';

export interface KeeperOptions extends Omit<KeptPluginOptions, 'report'> {
  readonly meter: Pick<Meter, 'measure'>;
  /** Between two measurements, ms. */
  readonly measureMs: number;
  readonly say: (message: FromHost) => void;
}

export class Keeper {
  readonly #options: KeeperOptions;
  readonly #kept = new Map<string, KeptPlugin>();
  /** Once there was a plugin, it goes on. */
  #isMeasuring = false;

  constructor(options: KeeperOptions) {
    this.#options = options;
  }

  start(launch: Launch, restarts: number): void {
    this.#of(launch.id).start(launch, restarts);
    if (!this.#isMeasuring) this.#measureLater();
  }

  async stop(id: string): Promise<void> {
    await this.#of(id).stop();
  }

  /** Ends all of them. */
  async close(): Promise<void> {
    await Promise.all([...this.#kept.values()].map((kept) => kept.stop()));
  }

  /** At once, for when there is no time left. */
  kill(): void {
    for (const { run } of this.#kept.values()) if (run) signalGroup(run.pid, 'SIGKILL');
  }

  #of(id: string): KeptPlugin {
    const known = this.#kept.get(id);
    if (known) return known;
    const { say, ...options } = this.#options;
    const report = (status: PluginStatus) => {
      if (status.state === 'off') this.#kept.delete(id);
      say({ type: 'status', id, status });
    };
    const kept = new KeptPlugin({ ...options, report });
    this.#kept.set(id, kept);
    return kept;
  }

  #measureLater(): void {
    const { after, measureMs } = this.#options;
    this.#isMeasuring = true;
    after(measureMs, () => void this.#measure());
  }

  async #measure(): Promise<void> {
    const { meter, say } = this.#options;
    const running = [...this.#kept].flatMap(([id, kept]) => (kept.run ? [{ id, kept, run: kept.run }] : []));
    if (running.length > 0) {
      const measures = await meter.measure(running.map(({ run }) => run.measured));
      const usages: Record<string, Usage> = {};
      for (const { id, kept, run } of running) {
        const measure = measures.get(run.pid);
        // It may have ended meanwhile.
        if (measure && kept.run === run) kept.judge(measure);
        if (run.usage && kept.run === run) usages[id] = run.usage;
      }
      say({ type: 'usages', usages });
    }
    this.#measureLater();
  }
}
