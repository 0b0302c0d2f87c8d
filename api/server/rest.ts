/** REST: a route for each endpoint of the protocol's table, and the few that belong to HTTP alone. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import polka from 'polka';
import * as v from 'valibot';
import { ENDPOINTS, type Endpoint, type EndpointName } from '../protocol/endpoints.ts';
import { ProblemError } from '../protocol/problem-error.ts';
import { hasBody, readJson } from './body.ts';
import type { Desk } from './desk.ts';
import type { Door } from './door.ts';
import type { Guard } from './guard.ts';
import type { Limits } from './limits.ts';
import { PAGE_NAMES, type Pages } from './pages.ts';
import { bodyUnexpected, bug, inputInvalid, methodUnknown, pathUnknown, upgradeMissing } from './problems.ts';
import { sendJson, sendProblem, sendText } from './reply.ts';
import { validate } from './validate.ts';

export interface RestOptions {
  readonly desk: Desk;
  readonly door: Door;
  readonly limits: Limits;
  readonly version: string;
  readonly tellBug: (error: unknown) => void;
  /** Of the port that is listened on. */
  readonly guard: Guard;
  readonly cookieName: string;
  readonly pages: Pages;
}

export type Rest = (request: IncomingMessage, response: ServerResponse) => void;

/** What polka has found in a request. */
interface Routed extends IncomingMessage {
  readonly params: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string | string[]>>;
}
type Serve = (request: Routed, response: ServerResponse) => Promise<void> | undefined;

const METHODS = ['GET', 'HEAD', 'POST', 'PATCH', 'DELETE'] as const;
const SAFE = new Set(['GET', 'HEAD', 'OPTIONS']);
const SessionWish = v.strictObject({ code: v.pipe(v.string(), v.maxLength(100)) });

export function createRest(options: RestOptions): Rest {
  const { desk, door, limits, version, guard, cookieName, pages } = options;
  const app = polka({ onNoMatch: guarded(noMatch) });

  for (const name of Object.keys(ENDPOINTS) as EndpointName[]) {
    const { method, path, status } = ENDPOINTS[name];
    const takesBody = method === 'POST' || method === 'PATCH';
    route(method, path, async (request, response) => {
      const identity = door.admit(request, cookieName, SAFE.has(request.method ?? ''));
      desk.allow(name, identity);
      const input = takesBody ? await inBody(request) : inQuery(request);
      const answer = desk.answer(name, input, identity);
      const output = answer instanceof Promise ? ((await answer) as unknown) : answer; // without delay where it can be
      const location = status === 201 && locationOf(path, output);
      sendJson(response, status, output, location ? { Location: location } : undefined);
    });
  }

  let document: string | undefined;
  route('GET', '/openapi.json', async (_request, response) => {
    // Seldom asked for, and not small.
    document ??= JSON.stringify((await import('./openapi.ts')).openApi(version));
    sendText(response, 200, document);
  });

  route('POST', '/session', async (request, response) => {
    const { code } = validate(SessionWish, await readJson(request, limits.bodyBytes));
    const cookie = `${cookieName}=${door.redeem(code, cookieName)}; HttpOnly; SameSite=Strict; Path=/`;
    sendJson(response, 204, undefined, { 'Set-Cookie': cookie });
  });

  // A page is the same for everybody, and shows nothing before it has shown its cookie: no token is asked for.
  for (const name of PAGE_NAMES)
    route(
      'GET',
      `/${name}`,
      ({ headers }, response) => pages.sendPage(response, name, headers.host ?? ''),
      arrive,
    );
  route('GET', '/assets/:name', ({ params }, response) => pages.sendAsset(response, params.name));
  route(
    'GET',
    '/',
    (_request, response) => {
      sendJson(response, 303, undefined, { Location: '/palette' });
    },
    arrive,
  );

  route('GET', '/ws', () => {
    throw upgradeMissing();
  });

  return (request, response) => app.handler(request as polka.Request, response);

  function route(method: Endpoint['method'], path: string, serve: Serve, check = enter): void {
    app.add(method, path, guarded(serve, check) as never);
    if (method === 'GET') app.add('HEAD', path, guarded(serve, check) as never); // node:http leaves the body out
  }

  function enter({ headers }: Routed): void {
    guard.check(headers);
  }

  function arrive({ headers }: Routed): void {
    guard.checkPage(headers);
  }

  function guarded(serve: Serve, check = enter) {
    return (request: Routed, response: ServerResponse): void => {
      try {
        check(request);
        serve(request, response)?.catch((error: unknown) => fail(response, error));
      } catch (error) {
        fail(response, error);
      }
    };
  }

  function fail(response: ServerResponse, error: unknown): void {
    if (!(error instanceof ProblemError)) options.tellBug(error);
    sendProblem(response, error instanceof ProblemError ? error : bug());
  }

  function noMatch(request: Routed, response: ServerResponse): undefined {
    const path = (request.url ?? '').split('?', 1)[0];
    const known = METHODS.filter((method) => path === '*' || app.find(method, path));
    if (known.length === 0) throw pathUnknown();
    const allowed = [...known, 'OPTIONS'].join(', ');
    if (request.method !== 'OPTIONS') throw methodUnknown(allowed);
    sendJson(response, 204, undefined, { Allow: allowed });
  }

  async function inBody(request: Routed): Promise<unknown> {
    const given = await readJson(request, limits.bodyBytes);
    if (Object.keys(request.query).length > 0)
      throw inputInvalid('This request has no query: put its fields in the JSON body.');
    return withPath(given, request);
  }
}

function inQuery(request: Routed): unknown {
  if (hasBody(request)) throw bodyUnexpected(request.method ?? '');
  return withPath(request.query, request);
}

/** The fields that were given, and those in the path. */
function withPath(given: Readonly<Record<string, unknown>>, { params }: Routed): unknown {
  for (const name in params)
    if (Object.hasOwn(given, name))
      throw inputInvalid(`The field "${name}" is in the path already: leave it out.`);
  return { ...given, ...params };
}

/** Where what was made can be found. */
function locationOf(path: string, output: unknown): string | undefined {
  const { id } = output as { id?: string };
  return id === undefined ? undefined : `${path}/${id}`;
}
