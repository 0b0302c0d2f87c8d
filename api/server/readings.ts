/** The last reading of every server, kept here, so that an offset is told without asking the core. */
import type { OffsetNow } from '../protocol/server.ts';
import type { CoreMessage } from '../protocol/messages.ts';
import { readAt, type Reading } from '../protocol/reading.ts';
import type { Core } from './core.ts';

export class Readings {
  readonly #core: Core;
  /** Undefined: removed before the first state came, which may still name it. */
  readonly #readings = new Map<string, Reading | null | undefined>();
  #first: Promise<void> | undefined;
  #isFilled = false;

  constructor(core: Core) {
    this.#core = core;
  }

  /** To be told everything that the core says. */
  note(message: CoreMessage): void {
    if (message.type === 'server') this.#readings.set(message.server.id, message.server.reading);
    else if (message.type === 'estimate') this.#readings.set(message.serverId, message.reading);
    else if (message.type === 'server-removed') this.#readings.set(message.serverId, undefined);
  }

  /** Resolves once every server's is known here. */
  async ready(): Promise<void> {
    if (!this.#isFilled) await (this.#first ??= this.#fill());
  }

  /**
   * Null when there is none, or none is known here yet: the core knows why.
   *
   * @param at the core's monotonic clock
   * @param anchorMs its wall clock minus that
   */
  offset(id: string, at: number, anchorMs: number): OffsetNow | null {
    const reading = this.#readings.get(id);
    return reading ? offsetOf(reading, at, anchorMs) : null;
  }

  /** What was told meanwhile is newer than the state, or in it. */
  async #fill(): Promise<void> {
    try {
      const { servers } = await this.#core.state();
      for (const { id, reading } of servers) if (!this.#readings.has(id)) this.#readings.set(id, reading);
      this.#isFilled = true;
    } finally {
      this.#first = undefined; // were it to fail, the next one asks again
    }
  }
}

function offsetOf(reading: Reading, at: number, anchorMs: number): OffsetNow {
  const { serverEpochMs, precisionMs, accuracyMs, ageMs } = readAt(reading, at);
  const { skewPpm, source, carriedBy } = reading;
  const offsetMs = serverEpochMs - (at + anchorMs);
  return { offsetMs, precisionMs, accuracyMs, ageMs, skewPpm, source, carriedBy, serverEpochMs };
}
