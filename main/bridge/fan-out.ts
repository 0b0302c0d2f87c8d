/**
 * Tells what was prepared the moment it fires: to the clients first, then to its webhook. Each moment once, whatever is prepared
 * or fired again under its id.
 */
import type { CoreMessage } from '../../api/protocol/messages.ts';
import type { Fire } from '../clock/precise-timer.ts';
import { messageAt, type Moment, type Outlet } from '../events/moment.ts';
import type { PreparedWebhook, WebhookJob } from '../events/webhook.ts';

export interface FanOutOptions {
  readonly broadcast: (message: CoreMessage) => void;
  /** `at`: when it is due, monotonic. */
  readonly prepareWebhook: (job: WebhookJob, at: number) => PreparedWebhook;
}

interface Prepared {
  readonly moment: Moment;
  readonly webhook: PreparedWebhook | null;
}

/** Ids are remembered so many, the newest. A moment is prepared seconds before it fires, so a handful would do. */
const REMEMBERED = 1000;

export class FanOut implements Outlet {
  readonly #options: FanOutOptions;
  readonly #prepared = new Map<string, Prepared>();
  /** The timer's port and the main thread's have no order between them: what is due at once may fire before it is prepared. */
  readonly #early = new Map<string, Fire>();
  readonly #told = new Set<string>();
  readonly #sending = new Set<PreparedWebhook>();

  constructor(options: FanOutOptions) {
    this.#options = options;
  }

  prepare(moment: Moment): void {
    const { id, at, webhook: job } = moment;
    if (this.#told.has(id)) return;
    this.#prepared.get(id)?.webhook?.cancel();
    this.#prepared.set(id, { moment, webhook: job && this.#options.prepareWebhook(job, at) });
    const fire = this.#early.get(id);
    if (fire) this.fire(fire);
  }

  withdraw(id: string): void {
    this.#prepared.get(id)?.webhook?.cancel();
    this.#prepared.delete(id);
    this.#early.delete(id);
  }

  fire(fire: Fire): void {
    const { id, firedAt } = fire;
    if (this.#told.has(id)) return;
    const prepared = this.#prepared.get(id);
    if (!prepared) {
      this.#early.set(id, fire);
      dropOldest(this.#early, REMEMBERED);
      return;
    }
    const { moment, webhook } = prepared;
    const message = messageAt(moment, firedAt);
    this.#options.broadcast(message);
    this.#told.add(id);
    dropOldest(this.#told, REMEMBERED);
    this.#prepared.delete(id);
    this.#early.delete(id);
    if (webhook && message.type === 'trigger') void this.#send(webhook, message);
  }

  /** Ends what is still being sent. */
  close(): void {
    for (const { webhook } of this.#prepared.values()) webhook?.cancel();
    for (const webhook of this.#sending) webhook.cancel();
    this.#prepared.clear();
  }

  async #send(webhook: PreparedWebhook, trigger: Parameters<PreparedWebhook['send']>[0]): Promise<void> {
    this.#sending.add(webhook);
    try {
      await webhook.send(trigger);
    } finally {
      this.#sending.delete(webhook);
    }
  }
}

function dropOldest(kept: Set<string> | Map<string, unknown>, most: number): void {
  for (const id of kept.keys()) {
    if (kept.size <= most) return;
    kept.delete(id);
  }
}
