/** Makes what a caller asks for into an event that is complete, and shows what became of it. */
import type { Action } from '../../api/protocol/action.ts';
import type { ValidInput } from '../../api/protocol/endpoints.ts';
import type { EventDetail, ScheduledEvent } from '../../api/protocol/event.ts';
import type { Caller } from '../../api/server/core.ts';
import { Failure } from '../failure.ts';
import type { Scheduler } from '../events/scheduler.ts';
import type { Attempt } from '../events/webhook.ts';
import type { KeptSettings } from '../store/settings.ts';
import type { Attempts } from '../store/attempts.ts';
import { assertAllowed } from '../sources/address-guard.ts';
import { given } from './given.ts';
import { checkInput } from '../plugins/action-input.ts';
import type { Plugins } from './plugins.ts';
import { unknownAction } from './problems.ts';
import type { Servers } from './servers.ts';

export interface EventsOptions {
  readonly servers: Servers;
  readonly scheduler: Scheduler;
  readonly settings: KeptSettings;
  readonly attempts: Attempts;
  readonly plugins: Pick<Plugins, 'kinds'>;
  readonly tell: (sentence: string) => void;
}

const MOST_ATTEMPTS = 100;

export class Events {
  private readonly options: EventsOptions;

  constructor(options: EventsOptions) {
    this.options = options;
  }

  add(input: ValidInput<'addEvent'>, { isPerson }: Caller): ScheduledEvent {
    const { servers, scheduler, settings } = this.options;
    const { record } = servers.get(input.serverId);
    const { alarms, webhookRetry } = settings.values();
    const { serverId, name, time, repeat, aim, payload, webhook, action } = input;
    if (webhook) assertAllowed(new URL(webhook.url).hostname, isPerson);
    return scheduler.add({
      serverId,
      name,
      time,
      zone: input.zone ?? record.zone ?? Intl.DateTimeFormat().resolvedOptions().timeZone,
      repeat,
      aim,
      alarms: input.alarms ?? alarms,
      ...(payload !== undefined && { payload }),
      webhook: webhook ? { ...webhook, retry: { ...webhookRetry, ...given(webhook.retry ?? {}) } } : null,
      action: action ? this.checked(action) : null,
      allowsPrivate: isPerson,
    });
  }

  /** With its defaults filled in; throws where no enabled plugin does this, or not with such an input. */
  private checked({ kind, input }: Action): Action {
    const kinds = this.options.plugins.kinds();
    const known = kinds.find((other) => other.kind === kind);
    if (!known)
      throw unknownAction(
        kind,
        kinds.map((other) => other.kind),
      );
    return { kind, input: checkInput(known, input) };
  }

  /** A webhook has been tried. */
  keepAttempt({ scheduledEpochMs, ...attempt }: Attempt): void {
    try {
      this.options.attempts.add({ ...attempt, occurrenceEpochMs: scheduledEpochMs });
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      this.options.tell(error.message);
    }
  }

  detail(id: string): EventDetail {
    const { scheduler, attempts } = this.options;
    return {
      ...scheduler.show(id),
      attempts: attempts
        .forEvent(id, MOST_ATTEMPTS)
        .map(({ occurrenceEpochMs, attempt, startedEpochMs, status, latencyMs, error }) => ({
          scheduledEpochMs: occurrenceEpochMs,
          attempt,
          startedEpochMs,
          status,
          latencyMs,
          error,
        })),
    };
  }
}
