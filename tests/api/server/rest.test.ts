import { Agent } from 'node:http';
import { connect as connectTcp } from 'node:net';
import { expect, test } from 'vitest';
import { ENDPOINTS } from '../../../api/protocol/endpoints.ts';
import { PROBLEM_MEDIA_TYPE } from '../../../api/protocol/problem-error.ts';
import { readAll } from '../../practice/ask.ts';
import {
  addServer,
  ALL,
  ANCHOR_MS,
  ask,
  problemOf,
  READING,
  startBridge,
  type TestBridge,
} from './bridge.ts';

/** Bytes as they are, and all that comes back until the connection ends. */
async function raw({ port }: TestBridge, bytes: string): Promise<string> {
  const socket = connectTcp({ host: '127.0.0.1', port });
  socket.write(bytes);
  return (await readAll(socket)).toString();
}

test('a server is registered, listed, shown, changed, synced and removed', async (t) => {
  const bridge = await startBridge(t);
  const added = await ask(bridge, { method: 'POST', path: '/servers', body: { url: 'tickets.test' } });
  expect(added.status).toBe(201);
  const { id } = added.json as { id: string };
  expect(added.headers.location).toBe(`/servers/${id}`);
  expect((await ask(bridge, { path: '/servers' })).json).toMatchObject([{ id, url: 'tickets.test' }]);
  const changed = await ask(bridge, { method: 'PATCH', path: `/servers/${id}`, body: { favourite: true } });
  expect(changed).toMatchObject({ status: 200, json: { id, favourite: true } });
  expect(await ask(bridge, { path: `/servers/${id}?limit=7` })).toMatchObject({
    status: 200,
    json: { id, favourite: true, history: { estimates: [], next: null } },
  });
  expect(bridge.core.asked.at(-1)?.input).toEqual({ id, limit: 7 });
  const started = await ask(bridge, { method: 'POST', path: `/servers/${id}/sync` });
  expect(started).toMatchObject({ status: 202, json: { isJoined: false } });
  const joined = await ask(bridge, { method: 'POST', path: `/servers/${id}/sync`, body: { mode: 'quick' } });
  expect(joined.json).toEqual({ ...(started.json as object), isJoined: true });
  expect((await ask(bridge, { method: 'DELETE', path: `/servers/${id}/sync` })).status).toBe(204);
  const removed = await ask(bridge, { method: 'DELETE', path: `/servers/${id}` });
  expect(removed).toMatchObject({ status: 204, text: '' });
  expect((await ask(bridge, { path: `/servers/${id}` })).status).toBe(404);
});

test('the same server twice is 409, with the one that exists', async (t) => {
  const bridge = await startBridge(t);
  const wish = { method: 'POST', path: '/servers', body: { url: 'tickets.test' } };
  const { id } = (await ask(bridge, wish)).json as { id: string };
  const again = await ask(bridge, wish);
  expect(again.status).toBe(409);
  expect(problemOf(again)).toMatchObject({ title: 'server-exists', existing: id });
});

test('events and settings go through the same table', async (t) => {
  const bridge = await startBridge(t);
  const serverId = await addServer(bridge);
  const event = {
    serverId,
    time: '2026-12-24T20:00',
    payload: { seat: 7 },
    webhook: { url: 'https://x.test/' },
  };
  const added = await ask(bridge, { method: 'POST', path: '/events', body: event });
  expect(added).toMatchObject({
    status: 201,
    json: { serverId, payload: { seat: 7 }, webhook: { method: 'POST' } },
  });
  const { id } = added.json as { id: string };
  expect(added.headers.location).toBe(`/events/${id}`);
  expect((await ask(bridge, { path: '/events' })).json).toMatchObject([{ id }]);
  expect((await ask(bridge, { path: `/events/${id}` })).json).toMatchObject({ id, attempts: [] });
  expect((await ask(bridge, { method: 'DELETE', path: `/events/${id}` })).status).toBe(204);
  const changed = await ask(bridge, {
    method: 'PATCH',
    path: '/settings',
    body: { sync: { mode: 'quick' } },
  });
  expect(changed.json).toMatchObject({ sync: { mode: 'quick', intervalMs: 3_600_000 } });
  expect((await ask(bridge, { path: '/settings' })).json).toEqual(changed.json);
});

test('the offset of this instant is reckoned here, without the core', async (t) => {
  const bridge = await startBridge(t);
  const asOf = bridge.now();
  const id = await addServer(bridge, {
    ...READING,
    shiftMs: ANCHOR_MS + 151,
    asOf,
    since: asOf,
    skewPpm: 100,
  });
  await ask(bridge, { path: `/servers/${id}/offset` });
  bridge.core.held = new Promise(() => undefined); // for good
  bridge.leap(60_000);
  const { status, json } = await ask(bridge, { path: `/servers/${id}/offset` });
  expect(status).toBe(200);
  const { offsetMs, ageMs, accuracyMs, serverEpochMs } = json as Record<string, number>;
  expect(ageMs).toBeGreaterThan(60_000);
  expect(offsetMs).toBeCloseTo(151 + ageMs / 1e4, 3); // 100 ppm
  expect(accuracyMs).toBeCloseTo(5 + ageMs / 1e4, 6);
  expect(serverEpochMs).toBeCloseTo(ANCHOR_MS + asOf + ageMs + offsetMs, 2);
  expect(bridge.core.asked.filter(({ name }) => name === 'readOffset')).toEqual([]);
});

test('an offset follows what the core says: a new reading, one that is lost, a server that is gone', async (t) => {
  const bridge = await startBridge(t);
  const id = await addServer(bridge);
  const path = `/servers/${id}/offset`;
  expect((await ask(bridge, { path })).json).toMatchObject({ offsetMs: expect.closeTo(151, 3) as number });
  bridge.core.measured(id, { ...READING, shiftMs: ANCHOR_MS - 40 });
  expect((await ask(bridge, { path })).json).toMatchObject({ offsetMs: expect.closeTo(-40, 3) as number });
  bridge.core.measured(id, null);
  expect(problemOf(await ask(bridge, { path }))).toMatchObject({ status: 409, title: 'not-measured' });
  await ask(bridge, { method: 'DELETE', path: `/servers/${id}` });
  expect(problemOf(await ask(bridge, { path }))).toMatchObject({ status: 404, title: 'no-such-server' });
});

test('tokens are made, listed without their secret, and revoked', async (t) => {
  const bridge = await startBridge(t);
  const made = await ask(bridge, { method: 'POST', path: '/tokens', body: { name: 'logger' } });
  expect(made.status).toBe(201);
  const { id, token } = made.json as { id: string; token: string };
  expect(token).toMatch(/^tkt_[\w-]{43}$/);
  expect((await ask(bridge, { path: '/servers', token })).status).toBe(200);
  const listed = await ask(bridge, { path: '/tokens' });
  expect(listed.json).toMatchObject([
    { id, name: 'logger', permissions: ['read', 'sync', 'schedule', 'trigger'] },
  ]);
  expect(listed.text).not.toContain(token);
  expect((await ask(bridge, { method: 'DELETE', path: `/tokens/${id}` })).status).toBe(204);
  expect((await ask(bridge, { path: '/servers', token })).status).toBe(401);
  expect(problemOf(await ask(bridge, { method: 'DELETE', path: `/tokens/${id}` }))).toMatchObject({
    status: 404,
    title: 'no-such-token',
  });
});

test('a token that is revoked is unknown on the connection that has used it, too', async (t) => {
  const bridge = await startBridge(t);
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  t.onTestFinished(() => agent.destroy());
  const { id, token } = bridge.tokens.make({ name: 'a', permissions: ['read'] }, 0);
  for (const wrong of [token, token, `${token}x`, token])
    expect((await ask(bridge, { path: '/servers', token: wrong, agent })).status).toBe(
      wrong === token ? 200 : 401,
    );
  expect((await ask(bridge, { method: 'DELETE', path: `/tokens/${id}`, agent })).status).toBe(204);
  expect((await ask(bridge, { path: '/servers', token, agent })).status).toBe(401);
});

test('the core’s health comes with the clients that are connected', async (t) => {
  const bridge = await startBridge(t);
  expect((await ask(bridge, { path: '/health' })).json).toMatchObject({ status: 'ok', clients: [] });
});

test('each endpoint is for its own permission alone', async (t) => {
  const bridge = await startBridge(t);
  for (const [name, { method, path, permission }] of Object.entries(ENDPOINTS)) {
    const others = bridge.tokenFor(...ALL.filter((each) => each !== permission));
    const wish = { method, path: path.replace(':id', 'abcd') };
    const refused = await ask(bridge, { ...wish, token: others });
    expect([name, problemOf(refused).title]).toEqual([name, 'permission-missing']);
    expect(refused.status).toBe(403);
    const allowed = await ask(bridge, { ...wish, token: bridge.tokenFor(permission) });
    expect(allowed.status).not.toBe(403);
  }
});

test('the core is told whether it is the person who asks', async (t) => {
  const bridge = await startBridge(t);
  await ask(bridge, { path: '/servers' });
  await ask(bridge, { path: '/servers', token: bridge.tokenFor('read') });
  expect(bridge.core.asked.map(({ caller }) => caller)).toEqual([{ isPerson: true }, { isPerson: false }]);
});

test.for<[string, string, number, string]>([
  ['GET', '/server', 404, 'path-unknown'],
  ['GET', '/servers/abcd/offset/more', 404, 'path-unknown'],
  ['GET', '/servers/__proto__', 400, 'input-invalid'],
  ['GET', '/servers/%2e%2e', 400, 'input-invalid'],
  ['GET', '/servers/abcd', 404, 'no-such-server'],
  ['GET', '/servers?all=1', 400, 'input-invalid'],
  ['GET', '/servers/abcd?limit=1&limit=2', 400, 'input-invalid'],
  ['GET', '/servers/abcd?limit=0', 400, 'input-invalid'],
  ['GET', '/servers/abcd?id=efgh', 400, 'input-invalid'],
  ['PUT', '/servers', 405, 'method-unknown'],
  ['POST', '/health', 405, 'method-unknown'],
  ['GET', '/ws', 426, 'upgrade-required'],
])('%s %s is %i %s', async ([method, path, status, title], t) => {
  const bridge = await startBridge(t);
  const answer = await ask(bridge, { method, path });
  expect(answer.status).toBe(status);
  expect(answer.headers['content-type']).toBe(PROBLEM_MEDIA_TYPE);
  expect(problemOf(answer)).toMatchObject({ type: `urn:ticketime:problem:${title}`, title, status });
  expect(problemOf(answer).detail).toMatch(/^[A-Z][^\n]+\.$/);
});

test('a path that takes other methods names them', async (t) => {
  const bridge = await startBridge(t);
  expect((await ask(bridge, { method: 'PUT', path: '/servers/abcd' })).headers.allow).toBe(
    'GET, HEAD, PATCH, DELETE, OPTIONS',
  );
  const options = await ask(bridge, { method: 'OPTIONS', path: '/events', token: null });
  expect(options).toMatchObject({ status: 204, text: '' });
  expect(options.headers.allow).toBe('GET, HEAD, POST, OPTIONS');
  expect((await ask(bridge, { method: 'OPTIONS', path: '*' })).headers.allow).toMatch(/^GET, /);
});

test('HEAD is GET without the body', async (t) => {
  const bridge = await startBridge(t);
  const [get, head] = [
    await ask(bridge, { path: '/settings' }),
    await ask(bridge, { method: 'HEAD', path: '/settings' }),
  ];
  expect(head).toMatchObject({ status: 200, text: '' });
  expect(head.headers['content-length']).toBe(get.headers['content-length']);
});

test('nothing is kept by a cache or taken for another type, whatever the answer', async (t) => {
  const bridge = await startBridge(t);
  for (const path of ['/servers', '/nowhere', '/openapi.json']) {
    const { headers } = await ask(bridge, { path });
    expect(headers).toMatchObject({ 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' });
    expect(Object.keys(headers).filter((name) => name.startsWith('access-control'))).toEqual([]);
  }
});

test.for<[string, string, number]>([
  ['text/plain', 'not-json', 415],
  ['application/x-www-form-urlencoded', 'not-json', 415],
  ['application/json; charset=latin1', 'not-json', 415],
  ['application/json; charset=utf-8', 'input-invalid', 400], // read, then found to lack its url
])('a body of the type %s is %s', async ([type, title, status], t) => {
  const bridge = await startBridge(t);
  const headers = { 'Content-Type': type };
  const answer = await ask(bridge, { method: 'POST', path: '/servers', body: '{}', headers });
  expect(problemOf(answer)).toMatchObject({ title, status });
});

test('a body that is compressed, broken, no object, or not UTF-8 changes nothing', async (t) => {
  const bridge = await startBridge(t);
  const post = (body: string, headers = {}) =>
    ask(bridge, { method: 'POST', path: '/servers', body, headers });
  expect((await post('{}', { 'Content-Encoding': 'gzip' })).status).toBe(415);
  for (const body of ['{', '[]', '"a"', 'null', '{"url":1}}', '\u0000'])
    expect(problemOf(await post(body))).toMatchObject({ status: 400, title: 'json-invalid' });
  const latin = await raw(
    bridge,
    `POST /servers HTTP/1.1\r\nHost: 127.0.0.1:${bridge.port}\r\nAuthorization: Bearer ${bridge.person}\r\n` +
      'Content-Type: application/json\r\nContent-Length: 4\r\nConnection: close\r\n\r\n"\xff"\n',
  );
  expect(latin).toContain('400 Bad Request');
  expect((await ask(bridge, { path: '/servers' })).json).toEqual([]);
});

test('a request without a body must not have one, and a request with one has no query', async (t) => {
  const bridge = await startBridge(t);
  const deleted = await ask(bridge, { method: 'DELETE', path: '/servers/abcd', body: {} });
  expect(problemOf(deleted)).toMatchObject({ status: 400, title: 'body-unexpected' });
  const posted = await ask(bridge, { method: 'POST', path: '/servers?url=a.test', body: { url: 'b.test' } });
  expect(problemOf(posted).detail).toContain('no query');
});

test('lists within lists without end are refused, not followed', async (t) => {
  const bridge = await startBridge(t);
  const serverId = await addServer(bridge);
  const payload = '['.repeat(30_000) + ']'.repeat(30_000);
  const body = `{"serverId":"${serverId}","time":"2026-12-24T20:00","payload":${payload}}`;
  const answer = await ask(bridge, { method: 'POST', path: '/events', body });
  expect(problemOf(answer)).toMatchObject({ status: 400, title: 'input-invalid' });
  expect(problemOf(answer).detail).toContain('32 deep');
});

test('fields that every object has by nature are unknown here like any other', async (t) => {
  const bridge = await startBridge(t);
  for (const name of ['__proto__', 'constructor', 'toString']) {
    const answer = await ask(bridge, {
      method: 'POST',
      path: '/servers',
      body: `{"url":"a.test","${name}":{}}`,
    });
    expect([name, answer.status]).toEqual([name, 400]);
  }
  expect((await ask(bridge, { path: '/servers' })).json).toEqual([]);
});

test('a bug is a 500 that says so, and its log has the rest', async (t) => {
  const bridge = await startBridge(t);
  bridge.core.held = Promise.reject(new TypeError('x is not a function'));
  bridge.core.held.catch(() => undefined);
  const answer = await ask(bridge, { path: '/servers' });
  expect(problemOf(answer)).toMatchObject({ status: 500, title: 'bug' });
  expect(answer.text).not.toContain('x is not');
  expect(bridge.told).toEqual([expect.stringContaining('x is not a function')]);
});

test('a request that wants to change over to something else is answered as it is', async (t) => {
  const bridge = await startBridge(t);
  const answer = await ask(bridge, { path: '/servers', headers: { Connection: 'Upgrade', Upgrade: 'h2c' } });
  expect(answer.status).toBe(200);
});

test('what is not HTTP is told so, in a problem', async (t) => {
  const bridge = await startBridge(t);
  const host = `Host: 127.0.0.1:${bridge.port}\r\n`;
  expect(await raw(bridge, 'nonsense\r\n\r\n')).toMatch(/^HTTP\/1.1 400 [\s\S]*request-unreadable/);
  expect(await raw(bridge, `GET / HTTP/1.1\r\n${host}A: ${'a'.repeat(20_000)}\r\n\r\n`)).toMatch(
    /^HTTP\/1.1 431 [\s\S]*headers-too-large/,
  );
  expect(await raw(bridge, `CONNECT example.com:443 HTTP/1.1\r\n${host}\r\n`)).toMatch(/^HTTP\/1.1 405 /);
  expect(await raw(bridge, `GET / HTTP/1.1\r\n${host}Expect: tea\r\nConnection: close\r\n\r\n`)).toMatch(
    /^HTTP\/1.1 417 [\s\S]*expectation-unknown/,
  );
});
