/**
 * Whether a plugin stays within its caps, by what was measured of it. Beyond a cap it is warned, and stopped when it stays there: on
 * measures that span two seconds, so that a peak is let pass, and what does not pass ends well within five.
 */
import type { PluginStatus } from '../../../api/protocol/plugin.ts';
import type { Launch } from './launch.ts';

export interface Measure {
  /** Monotonic. */
  readonly at: number;
  /** Resident, MiB. */
  readonly memoryMb: number;
  /** Time that it was given by processors since it was started, ms. */
  readonly cpuMs: number;
}

/** `near`: close to the cap · `over`: beyond it · `stop`: beyond it for too long, or by too much. */
export type Level = 'fine' | 'near' | 'over' | 'stop';

export interface Verdict {
  readonly usage: NonNullable<PluginStatus['usage']>;
  readonly memory: Level;
  readonly cpu: Level;
}

/** Near begins at this share of a cap. */
const NEAR = 0.8;
/** And ends at this one, so that what moves about there is not told again and again. */
const FAR = 0.7;
/** So long it may be beyond a cap, ms. */
const PATIENCE_MS = 2000;
/** Beyond this multiple of the cap, memory is not waited for: what it takes next is others'. */
const FAR_BEYOND = 1.5;
/** Use of a processor is an average over this time, ms: work comes in bursts. */
const AVERAGED_MS = 3000;

export class Watch {
  readonly #caps: Launch['caps'];
  readonly #keptBy: PluginStatus['keptBy'];
  readonly #memory: Side = { isNear: false, overSinceAt: null };
  readonly #cpu: Side = { isNear: false, overSinceAt: null };
  /** Oldest first; from its start on, then from the last one that an average needs. */
  #measures: readonly Measure[];

  constructor(caps: Launch['caps'], keptBy: PluginStatus['keptBy'], startedAt: number) {
    this.#caps = caps;
    this.#keptBy = keptBy;
    this.#measures = [{ at: startedAt, memoryMb: 0, cpuMs: 0 }];
  }

  judge(measure: Measure): Verdict {
    const { at, memoryMb } = measure;
    const needed = this.#measures.findLastIndex((earlier) => at - earlier.at >= AVERAGED_MS);
    this.#measures = [...this.#measures.slice(Math.max(0, needed)), measure];
    const cpuPercent = this.#percentOver(AVERAGED_MS, measure);
    return {
      usage: { memoryMb: rounded(memoryMb), cpuPercent: rounded(cpuPercent) },
      memory: this.#memoryLevel(measure),
      cpu: this.#cpuLevel(measure, cpuPercent),
    };
  }

  #memoryLevel({ at, memoryMb }: Measure): Level {
    const share = memoryMb / this.#caps.memoryMb;
    const level = levelOf(this.#memory, at, share);
    return share > FAR_BEYOND ? 'stop' : level;
  }

  #cpuLevel(measure: Measure, percent: number): Level {
    const cap = this.#caps.cpuPercent;
    const level = levelOf(this.#cpu, measure.at, percent / cap);
    // Held back by the system it may stay at its cap: what is measured beyond is the measure's own error.
    if (this.#keptBy.cpu === 'system' && level !== 'fine') return 'near';
    // What it did before it was warned does not count against it.
    if (level === 'stop' && this.#percentOver(PATIENCE_MS, measure) <= cap) return 'over';
    return level;
  }

  /** Before it was started it used nothing. */
  #percentOver(ms: number, { at, cpuMs }: Measure): number {
    const from = this.#measures.findLast((earlier) => at - earlier.at >= ms);
    return (100 * (cpuMs - (from?.cpuMs ?? 0))) / (at - (from?.at ?? at - ms));
  }
}

interface Side {
  isNear: boolean;
  overSinceAt: number | null;
}

function levelOf(side: Side, at: number, share: number): Level {
  side.isNear = share >= (side.isNear ? FAR : NEAR);
  if (share <= 1) {
    side.overSinceAt = null;
    return side.isNear ? 'near' : 'fine';
  }
  side.overSinceAt ??= at;
  return at - side.overSinceAt >= PATIENCE_MS ? 'stop' : 'over';
}

const rounded = (figure: number) => Math.round(figure * 10) / 10;
