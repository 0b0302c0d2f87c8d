/** What the bridge refuses, each in one sentence that says what to do. */
import type { Permission } from '../protocol/permission.ts';
import { ProblemError } from '../protocol/problem-error.ts';

/** A refusal with what HTTP wants beside it. */
export class Refusal extends ProblemError {
  readonly headers: Readonly<Record<string, string>>;

  constructor(status: number, code: string, detail: string, headers: Readonly<Record<string, string>> = {}) {
    super(status, code, detail);
    this.headers = headers;
  }
}

const AUTHENTICATE = { 'WWW-Authenticate': 'Bearer realm="ticketime"' };

export const foreignHost = (address: string) =>
  new Refusal(403, 'foreign-host', `This is only served under its own address: use ${address}.`);

export const foreignOrigin = () =>
  new Refusal(
    403,
    'foreign-origin',
    'A web page of another origin may not use this: use a program with a token, or the page that Ticketime opens.',
  );

export const originMissing = () =>
  new Refusal(
    403,
    'origin-missing',
    'A cookie counts only together with the Origin of its own page: use a token in the Authorization header.',
  );

export const tokenMissing = () =>
  new Refusal(
    401,
    'token-missing',
    'A token is needed: make one with "ticketime token create <name>" and send it as "Authorization: Bearer <token>".',
    AUTHENTICATE,
  );

export const tokenUnknown = () =>
  new Refusal(
    401,
    'token-unknown',
    'This token is not known or was revoked: make one with "ticketime token create <name>".',
    { 'WWW-Authenticate': `${AUTHENTICATE['WWW-Authenticate']}, error="invalid_token"` },
  );

export const cookieUnknown = () =>
  new Refusal(
    401,
    'session-ended',
    'This page’s session has ended: open the page from Ticketime again.',
    AUTHENTICATE,
  );

export const codeUnknown = () =>
  new Refusal(
    401,
    'code-spent',
    'This code was used already or is older than a minute: open the page from Ticketime again.',
    AUTHENTICATE,
  );

export const permissionMissing = (permission: Permission) =>
  new Refusal(
    403,
    'permission-missing',
    `This token does not allow "${permission}": make one that does with "ticketime token create <name> --allow ${permission}".`,
  );

export const tooMany = (waitS: number) =>
  new Refusal(
    429,
    'too-many-requests',
    `Too many requests at once: go on in ${waitS === 1 ? 'a second' : `${waitS} seconds`}, and more slowly.`,
    { 'Retry-After': String(waitS) },
  );

export const tooManyConnections = (most: number) =>
  new Refusal(429, 'too-many-connections', `A plugin has ${most} connections at the most: close one first.`);

export const tooManyFailures = (waitS: number) =>
  new Refusal(
    429,
    'too-many-failures',
    `Too many tokens and codes were not known: try again in ${waitS === 1 ? 'a second' : `${waitS} seconds`}, with one that is.`,
    { 'Retry-After': String(waitS) },
  );

export const pathUnknown = () =>
  new Refusal(404, 'path-unknown', 'There is nothing under this path: /openapi.json lists what there is.');

export const pagesMissing = () =>
  new Refusal(404, 'pages-missing', 'The pages are not built: run npm run build, and try again.');

export const assetUnknown = () =>
  new Refusal(404, 'asset-unknown', 'No page has a part of this name any more: open the page again.');

export const methodUnknown = (allowed: string) =>
  new Refusal(405, 'method-unknown', `This path does not take that method: use ${allowed}.`, {
    Allow: allowed,
  });

export const upgradeMissing = () =>
  new Refusal(426, 'upgrade-required', 'This path speaks WebSocket only: connect with ws:// instead.', {
    Connection: 'Upgrade',
    Upgrade: 'websocket',
  });

export const bodyTooLarge = (mostBytes: number) =>
  new Refusal(413, 'body-too-large', `A body has ${mostBytes / 1024} kB at the most: send less.`);

export const bodyUnexpected = (method: string) =>
  new Refusal(
    400,
    'body-unexpected',
    `A ${method} request has no body: put its fields in the query, or leave them out.`,
  );

export const bodyIncomplete = () =>
  new Refusal(400, 'body-incomplete', 'The body ended too early: send it whole.');

export const notJson = () =>
  new Refusal(
    415,
    'not-json',
    'A body must be JSON in UTF-8, not compressed: send it with "Content-Type: application/json".',
    { Accept: 'application/json' },
  );

export const jsonInvalid = () =>
  new Refusal(400, 'json-invalid', 'This is not JSON: send one JSON object in UTF-8.');

export const expectationUnknown = () =>
  new Refusal(417, 'expectation-unknown', 'Only "Expect: 100-continue" is known: leave the other out.');

export const inputInvalid = (detail: string) => new Refusal(400, 'input-invalid', detail);

export const messageInvalid = (detail: string) => new Refusal(400, 'message-invalid', detail);

export const tooManyUnanswered = (most: number) =>
  new Refusal(429, 'too-many-requests', `${most} requests wait for their answers: wait for one first.`);

export const tokenIdUnknown = (id: string) =>
  new Refusal(404, 'no-such-token', `There is no token ${id}: GET /tokens lists those that there are.`);

export const bug = () =>
  new Refusal(
    500,
    'bug',
    'Ticketime made a mistake here, and has told its log what: please report it with what was asked.',
  );

/** What node:http's parser could not read. */
export function requestUnreadable(code: string | undefined): Refusal {
  if (code === 'HPE_HEADER_OVERFLOW')
    return new Refusal(431, 'headers-too-large', 'The headers are longer than 16 kB: send fewer.');
  if (code === 'HPE_CHUNK_EXTENSIONS_OVERFLOW')
    return new Refusal(
      413,
      'body-too-large',
      'The chunks of the body have too long extensions: leave them out.',
    );
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT')
    return new Refusal(408, 'request-too-slow', 'The request did not come whole in time: send it at once.');
  return new Refusal(400, 'request-unreadable', 'This is not a request that HTTP/1.1 knows: send one.');
}
