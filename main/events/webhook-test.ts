/** One call of a webhook at once, and what came of it: the same request that a moment would send. */
import type { WebhookAttempt } from '../../api/protocol/event.ts';
import type { Trigger } from '../../api/protocol/messages.ts';
import type { LocalClock } from '../clock/local-clock.ts';
import { prepareWebhook, type Attempt, type WebhookJob } from './webhook.ts';

/** Never tried again, whatever the job says; never rejects. */
export async function callOnce(
  job: WebhookJob,
  trigger: Trigger,
  clock: Pick<LocalClock, 'now' | 'anchor'>,
  signal: AbortSignal,
): Promise<WebhookAttempt> {
  const once = { ...job, webhook: { ...job.webhook, retry: { ...job.webhook.retry, attempts: 1 } } };
  const attempts: Attempt[] = [];
  const prepared = prepareWebhook(once, clock.now(), {
    clock,
    onAttempt: (attempt) => attempts.push(attempt),
  });
  const cancel = () => prepared.cancel();
  signal.addEventListener('abort', cancel);
  if (signal.aborted) cancel();
  await prepared.send(trigger);
  signal.removeEventListener('abort', cancel);
  cancel();
  const made = attempts.at(0);
  if (made) {
    const { scheduledEpochMs, attempt, startedEpochMs, status, latencyMs, error } = made;
    return { scheduledEpochMs, attempt, startedEpochMs, status, latencyMs, error };
  }
  const error = 'Ticketime was stopped before it was called.';
  const startedEpochMs = clock.now() + clock.anchor();
  const { scheduledEpochMs } = job;
  return { scheduledEpochMs, attempt: 1, startedEpochMs, status: null, latencyMs: 0, error };
}
