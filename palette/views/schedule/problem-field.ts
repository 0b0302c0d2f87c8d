/** Beside which field a problem of the core belongs; null: nobody can tell, and it stands at the form's foot. Pure. */
import type { FormField } from './event-form.ts';

const BY_CODE: Readonly<Record<string, FormField>> = {
  'no-such-server': 'serverId',
  'time-passed': 'time',
  'bad-time': 'time',
  'no-such-time': 'time',
  'no-such-day': 'date',
  'no-such-zone': 'zone',
  'unknown-zone': 'zone',
  'webhook-header': 'headers',
  'forbidden-address': 'url',
  'private-address': 'url',
  'unknown-action': 'action',
};

/** The protocol's names, as the core quotes them: "webhook.retry.intervalMs". */
const BY_NAME: Readonly<Record<string, FormField>> = {
  serverId: 'serverId',
  name: 'name',
  time: 'time',
  zone: 'zone',
  repeat: 'repeat',
  aim: 'aim',
  alarms: 'alarms',
  payload: 'payload',
  action: 'action',
  'webhook.method': 'method',
  'webhook.url': 'url',
  'webhook.headers': 'headers',
  'webhook.body': 'body',
  'webhook.retry.attempts': 'attempts',
  'webhook.retry.intervalMs': 'intervalS',
  'webhook.retry.jitter': 'jitterPercent',
  'webhook.retry.timeoutMs': 'timeoutS',
};

export function fieldOf({
  title,
  detail,
}: {
  readonly title: string;
  readonly detail: string;
}): FormField | null {
  if (Object.hasOwn(BY_CODE, title)) return BY_CODE[title] ?? null;
  if (title === 'action-input-invalid') {
    // What the action has no field for can stand beside none.
    const found = /^(?:The|The action \S+ needs the) field "([^"]*)"/.exec(detail);
    return found ? `action.${found[1]}` : 'action';
  }
  const [, quoted = ''] = /^The field "([^"]*)"/.exec(detail) ?? [];
  const path = quoted.split('.');
  if (path[0] === 'action' && path[1] === 'input' && path.length > 2) return `action.${path[2]}`;
  // "alarms.2.by" is of the alarms: the longest beginning that has a name.
  for (let length = path.length; length > 0; length--) {
    const name = path.slice(0, length).join('.');
    if (Object.hasOwn(BY_NAME, name)) return BY_NAME[name] ?? null;
  }
  return null;
}
