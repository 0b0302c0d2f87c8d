/** Calls a webhook once, now, as an event of that server would: a person sees whether it works before it matters. */
import type { ValidInput } from '../../api/protocol/endpoints.ts';
import type { WebhookAttempt } from '../../api/protocol/event.ts';
import type { Trigger } from '../../api/protocol/messages.ts';
import type { Caller } from '../../api/server/core.ts';
import type { EventClock } from '../events/event-clock.ts';
import { callOnce } from '../events/webhook-test.ts';
import { checkWebhook } from '../events/webhook.ts';
import { Failure } from '../failure.ts';
import { assertAllowed } from '../sources/address-guard.ts';
import type { KeptSettings } from '../store/settings.ts';
import { given } from './given.ts';
import { newId } from './new-id.ts';
import type { Servers } from './servers.ts';

export interface WebhookTestsOptions {
  readonly servers: Servers;
  readonly settings: KeptSettings;
  readonly clockOf: (serverId: string) => EventClock;
  /** Monotonic ms. */
  readonly now: () => number;
  /** Wall minus monotonic clock, ms. */
  readonly anchorMs: () => number;
}

/** Each waits for a server that may not answer. */
const MOST_AT_ONCE = 8;

export class WebhookTests {
  private readonly options: WebhookTestsOptions;
  private readonly closed = new AbortController();
  private count = 0;

  constructor(options: WebhookTestsOptions) {
    this.options = options;
  }

  /** Rejects with a Failure when it may not be called at all; what comes of the call is in the attempt. */
  async call(input: ValidInput<'testWebhook'>, { isPerson }: Caller): Promise<WebhookAttempt> {
    const { servers, settings, now, anchorMs } = this.options;
    const { serverId, name, webhook, payload } = input;
    const { record } = servers.get(serverId);
    assertAllowed(new URL(webhook.url).hostname, isPerson);
    const retry = { ...settings.values().webhookRetry, ...given(webhook.retry ?? {}) };
    const complete = { ...webhook, retry };
    checkWebhook(complete);
    if (this.count >= MOST_AT_ONCE)
      throw new Failure(
        'too-many-webhook-tests',
        `${MOST_AT_ONCE} webhooks are being tried already: try this one when one of them has been answered.`,
      );
    const id = newId();
    const trigger = this.triggerNow(serverId, name, payload);
    const job = {
      eventId: trigger.eventId,
      scheduledEpochMs: trigger.scheduledEpochMs,
      serverName: record.name,
      webhook: complete,
      allowsPrivate: isPerson,
      idempotencyKey: `ticketime-test-${id}`,
    };
    this.count++;
    try {
      return await callOnce(job, trigger, { now, anchor: anchorMs }, this.closed.signal);
    } finally {
      this.count--;
    }
  }

  close(): void {
    this.closed.abort();
  }

  private triggerNow(serverId: string, name: string, payload: unknown): Trigger {
    const clock = this.options.clockOf(serverId);
    const at = this.options.now();
    const epochMs = clock.epochMs(at);
    return {
      type: 'trigger',
      eventId: 'test',
      serverId,
      name,
      scheduledEpochMs: epochMs,
      firedEpochMs: epochMs,
      latenessMs: 0,
      clock: clock.kind,
      accuracyMs: clock.accuracyMs(at),
      precisionMs: clock.precisionMs(at),
      ...(payload !== undefined && { payload }),
    };
  }
}
