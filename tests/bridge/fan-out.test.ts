import { expect, test } from 'vitest';
import type { Trigger } from '../../api/protocol/messages.ts';
import { FanOut } from '../../main/bridge/fan-out.ts';
import type { Moment } from '../../main/events/moment.ts';
import type { WebhookJob } from '../../main/events/webhook.ts';

const JOB: WebhookJob = {
  eventId: 'event1',
  scheduledEpochMs: 5000,
  serverName: 'Tickets',
  webhook: {
    method: 'POST',
    url: 'https://hook.test/',
    headers: {},
    retry: { attempts: 1, intervalMs: 100, jitter: 0, timeoutMs: 100 },
  },
  allowsPrivate: false,
  idempotencyKey: 'key',
};

const moment = (at: number, changes: Partial<Moment> = {}): Moment => ({
  id: 'event1/5000',
  at,
  message: {
    type: 'trigger',
    eventId: 'event1',
    serverId: 'server1',
    name: 'Sale',
    scheduledEpochMs: 5000,
    clock: 'server',
    accuracyMs: 2,
    precisionMs: 1,
  },
  serverEpochMs: 5000,
  webhook: null,
  ...changes,
});

/** What happened, in order. */
function fanOut() {
  const told: string[] = [];
  const out = new FanOut({
    broadcast: (message) =>
      told.push(
        message.type === 'trigger' ? `trigger ${message.firedEpochMs} +${message.latenessMs}` : message.type,
      ),
    prepareWebhook: (job, at) => {
      told.push(`warm ${job.eventId} for ${at}`);
      return {
        send: (trigger: Trigger) => {
          told.push(`send ${trigger.firedEpochMs}`);
          return Promise.resolve();
        },
        cancel: () => void told.push('cancel'),
      };
    },
  });
  const fire = (firedAt: number, id = 'event1/5000') => out.fire({ id, dueAt: 100, firedAt });
  return { told, out, fire };
}

test('clients are told first, then the webhook is sent', () => {
  const { told, out, fire } = fanOut();
  out.prepare(moment(100, { webhook: JOB }));
  fire(100.25);
  expect(told).toEqual(['warm event1 for 100', 'trigger 5000.25 +0.25', 'send 5000.25']);
});

test('a moment is told once, whatever is prepared or fired again', () => {
  const { told, out, fire } = fanOut();
  out.prepare(moment(100));
  fire(100);
  fire(101);
  out.prepare(moment(200, { webhook: JOB }));
  fire(200);
  expect(told).toEqual(['trigger 5000 +0']);
});

test('what fires before it is prepared is told when it is, once', () => {
  const { told, out, fire } = fanOut();
  fire(100.5);
  expect(told).toEqual([]);
  out.prepare(moment(100));
  fire(100.6);
  expect(told).toEqual(['trigger 5000.5 +0.5']);
});

test('what is withdrawn is not told, and its connection is let go', () => {
  const { told, out, fire } = fanOut();
  out.prepare(moment(100, { webhook: JOB }));
  out.withdraw('event1/5000');
  fire(100);
  expect(told).toEqual(['warm event1 for 100', 'cancel']);
});

test('what is prepared anew counts, and the connection of before is let go', () => {
  const { told, out, fire } = fanOut();
  out.prepare(moment(100, { webhook: JOB }));
  out.prepare(moment(150, { webhook: JOB }));
  fire(150);
  expect(told).toEqual([
    'warm event1 for 100',
    'cancel',
    'warm event1 for 150',
    'trigger 5000 +0',
    'send 5000',
  ]);
});

test('an alarm is told as it is', () => {
  const { told, out, fire } = fanOut();
  const message = {
    type: 'alarm',
    eventId: 'event1',
    serverId: 'server1',
    name: 'Sale',
    scheduledEpochMs: 5000,
    beforeMs: 10,
    by: ['sound'],
  } as const;
  out.prepare(moment(90, { id: 'event1/5000/10', message: { ...message, by: ['sound'] } }));
  fire(90, 'event1/5000/10');
  expect(told).toEqual(['alarm']);
});

test('what is left at the end is let go', () => {
  const { told, out, fire } = fanOut();
  out.prepare(moment(100, { webhook: JOB }));
  out.close();
  fire(100);
  expect(told).toEqual(['warm event1 for 100', 'cancel']);
});
