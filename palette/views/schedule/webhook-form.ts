/** The webhook's part of the form: what was typed, and the webhook that it means. Pure. */
import type { NewEvent, ScheduledEvent, Settings } from '../../../api/client/client.ts';

export type Webhook = NonNullable<NewEvent['webhook']>;
type Retry = Settings['webhookRetry'];

export const METHODS = ['POST', 'PUT', 'PATCH', 'GET', 'DELETE'] as const;

/** As typed: numbers are texts, too. */
export interface WebhookValues {
  method: Webhook['method'];
  url: string;
  /** One a line: `Name: value`. */
  headers: string;
  /** JSON; empty for the trigger message. */
  body: string;
  attempts: string;
  intervalS: string;
  jitterPercent: string;
  timeoutS: string;
}

export type WebhookField = Exclude<keyof WebhookValues, 'method'>;
export type WebhookProblem = 'no-url' | 'bad-url' | 'bad-header' | 'bad-json' | 'bad-number';
export type WebhookProblems = Partial<Record<WebhookField, WebhookProblem>>;

/** From the protocol (`Retry`). */
export const LIMITS = {
  attempts: [1, 10],
  intervalS: [0.1, 600],
  jitterPercent: [0, 100],
  timeoutS: [0.1, 60],
} as const;

export function webhookValues(webhook: ScheduledEvent['webhook'], retry: Retry): WebhookValues {
  const { attempts, intervalMs, jitter, timeoutMs } = webhook?.retry ?? retry;
  const { method = 'POST', url = '', headers = {}, body } = webhook ?? {};
  return {
    method,
    url,
    headers: Object.entries(headers)
      .map(([name, value]) => `${name}: ${value}`)
      .join('\n'),
    body: body === undefined ? '' : JSON.stringify(body, null, 2),
    attempts: String(attempts),
    intervalS: String(intervalMs / 1000),
    jitterPercent: String(Math.round(jitter * 1e6) / 1e4),
    timeoutS: String(timeoutMs / 1000),
  };
}

export function readWebhook(values: WebhookValues): { webhook: Webhook; problems: WebhookProblems } {
  const problems: WebhookProblems = {};
  const url = values.url.trim();
  if (url === '') problems.url = 'no-url';
  else if (!/^https?:$/.test(URL.parse(url)?.protocol ?? '')) problems.url = 'bad-url';
  const headers = readHeaders(values.headers);
  if (headers === null) problems.headers = 'bad-header';
  const body = readJson(values.body);
  if (body === null) problems.body = 'bad-json';
  const figure = (field: keyof typeof LIMITS) => {
    const text = values[field].trim();
    const value = text === '' ? NaN : Number(text);
    const [least, most] = LIMITS[field];
    const isGood = value >= least && value <= most && (field !== 'attempts' || Number.isInteger(value));
    if (!isGood) problems[field] = 'bad-number';
    return value;
  };
  const retry = {
    attempts: figure('attempts'),
    intervalMs: Math.round(figure('intervalS') * 1000),
    jitter: figure('jitterPercent') / 100,
    timeoutMs: Math.round(figure('timeoutS') * 1000),
  };
  const webhook = {
    method: values.method,
    url,
    headers: headers ?? {},
    ...(body && 'value' in body && { body: body.value }),
    retry,
  };
  return { webhook, problems };
}

const HEADER = /^([!#$%&'*+.^_`|~0-9A-Za-z-]{1,100}):[ \t]*([\t\x20-\x7e]*)$/;

/** Null when a line is no header. */
export function readHeaders(text: string): Record<string, string> | null {
  const lines = text.split('\n').map((line) => line.trim());
  const headers: Record<string, string> = {};
  for (const line of lines) {
    if (line === '') continue;
    const found = HEADER.exec(line);
    if (!found) return null;
    headers[found[1]] = found[2];
  }
  return headers;
}

/** Nothing typed is no value; null when it is no JSON. */
export function readJson(text: string): { readonly value: unknown } | Record<string, never> | null {
  if (text.trim() === '') return {};
  try {
    return { value: JSON.parse(text) as unknown };
  } catch {
    return null;
  }
}
