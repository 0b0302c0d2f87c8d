import { once } from 'node:events';
import { connect as connectTcp } from 'node:net';
import { networkInterfaces } from 'node:os';
import { expect, test, type TestContext } from 'vitest';
import { ask, connect, problemOf, refusal, startBridge, type TestBridge } from './bridge.ts';

async function pageFor(t: TestContext, bridge: TestBridge): Promise<{ code: string; cookie: string }> {
  const made = await ask(bridge, { method: 'POST', path: '/session-codes' });
  const { code } = made.json as { code: string };
  const opened = await ask(bridge, { method: 'POST', path: '/session', token: null, body: { code } });
  t.expect(opened.status).toBe(204);
  return { code, cookie: (opened.headers['set-cookie']?.[0] ?? '').split(';')[0] };
}

const ownOrigin = ({ port }: TestBridge) => ({
  Host: `127.0.0.1:${port}`,
  Origin: `http://127.0.0.1:${port}`,
});

test('without a token, or with a wrong one, nothing is told', async (t) => {
  const bridge = await startBridge(t);
  const none = await ask(bridge, { path: '/servers', token: null });
  expect(problemOf(none)).toMatchObject({ status: 401, title: 'token-missing' });
  expect(none.headers['www-authenticate']).toBe('Bearer realm="ticketime"');
  for (const token of [
    'x',
    `${bridge.person}x`,
    bridge.person.slice(0, -1),
    'tkt_'.padEnd(47, 'A'),
    'ä'.repeat(9),
  ]) {
    const headers = { Authorization: `Bearer ${encodeURI(token)}` };
    const wrong = await ask(bridge, { path: '/servers', token: null, headers });
    expect(problemOf(wrong)).toMatchObject({ status: 401, title: 'token-unknown' });
    expect(wrong.headers['www-authenticate']).toContain('invalid_token');
  }
  for (const scheme of ['Basic', 'Bearerx', ''])
    expect(
      (
        await ask(bridge, {
          path: '/servers',
          token: null,
          headers: { Authorization: `${scheme} ${bridge.person}` },
        })
      ).status,
    ).toBe(401);
  expect(bridge.core.asked).toEqual([]);
});

test('a token in the query opens nothing', async (t) => {
  const bridge = await startBridge(t);
  expect((await ask(bridge, { path: `/servers?token=${bridge.person}`, token: null })).status).toBe(401);
  expect((await refusal(bridge, { path: `/ws?token=${bridge.person}`, token: null })).status).toBe(401);
});

test('only this server’s own names are answered (DNS rebinding)', async (t) => {
  const bridge = await startBridge(t);
  const { port } = bridge;
  for (const host of [`127.0.0.1:${port}`, `localhost:${port}`, `LOCALHOST:${port}`])
    expect((await ask(bridge, { path: '/servers', headers: { Host: host } })).status).toBe(200);
  for (const host of [
    'evil.test',
    `evil.test:${port}`,
    '127.0.0.1',
    `127.0.0.1:${port + 1}`,
    `[::1]:${port}`,
    `127.0.0.1:${port}.evil.test`,
    `0.0.0.0:${port}`,
  ]) {
    const refused = await ask(bridge, { path: '/servers', headers: { Host: host } });
    expect([host, refused.status, problemOf(refused).title]).toEqual([host, 403, 'foreign-host']);
    expect((await refusal(bridge, { headers: { Host: host } })).status).toBe(403);
  }
  expect((await ask(bridge, { path: '/openapi.json', headers: { Host: 'evil.test' } })).status).toBe(403);
  expect((await ask(bridge, { path: '/nowhere', headers: { Host: 'evil.test' } })).status).toBe(403);
});

test('a page of another origin is refused even with a token', async (t) => {
  const bridge = await startBridge(t);
  const { port } = bridge;
  for (const origin of [
    'null',
    'https://evil.test',
    `http://127.0.0.1:${port + 1}`,
    `https://127.0.0.1:${port}`,
    `http://localhost:${port}`,
    `http://127.0.0.1:${port}.evil.test`,
    '',
  ]) {
    const refused = await ask(bridge, { path: '/servers', headers: { Origin: origin } });
    expect([origin, refused.status, problemOf(refused).title]).toEqual([origin, 403, 'foreign-origin']);
    expect((await refusal(bridge, { headers: { Origin: origin } })).status).toBe(403);
  }
  for (const site of ['cross-site', 'same-site']) {
    const refused = await ask(bridge, { path: '/servers', headers: { 'Sec-Fetch-Site': site } });
    expect([site, problemOf(refused).title]).toEqual([site, 'foreign-origin']);
  }
  expect((await ask(bridge, { path: '/servers', headers: ownOrigin(bridge) })).status).toBe(200);
  const local = { Host: `localhost:${port}`, Origin: `http://localhost:${port}` };
  expect((await ask(bridge, { path: '/servers', headers: local })).status).toBe(200);
});

test('a preflight of another origin is told nothing that would let it pass', async (t) => {
  const bridge = await startBridge(t);
  const headers = { Origin: 'https://evil.test', 'Access-Control-Request-Method': 'POST' };
  const answer = await ask(bridge, { method: 'OPTIONS', path: '/servers', token: null, headers });
  expect(answer.status).toBe(403);
  expect(Object.keys(answer.headers).filter((name) => name.startsWith('access-control'))).toEqual([]);
});

test('a code opens a page once, with a cookie that no script and no other site sees', async (t) => {
  const bridge = await startBridge(t);
  const made = await ask(bridge, { method: 'POST', path: '/session-codes' });
  const { code, expiresEpochMs } = made.json as { code: string; expiresEpochMs: number };
  expect(code).toMatch(/^[\w-]{43}$/);
  expect(expiresEpochMs - (bridge.now() + 1_700_000_000_000)).toBeCloseTo(60_000, -3);
  const exchange = () => ask(bridge, { method: 'POST', path: '/session', token: null, body: { code } });
  const opened = await exchange();
  expect(opened).toMatchObject({ status: 204, text: '' });
  expect(opened.headers['set-cookie']).toEqual([
    expect.stringMatching(
      new RegExp(`^ticketime-${bridge.port}=[\\w-]{43}; HttpOnly; SameSite=Strict; Path=/$`),
    ),
  ]);
  const replayed = await exchange();
  expect(replayed.headers['set-cookie']).toBeUndefined();
  expect(problemOf(replayed)).toMatchObject({
    status: 401,
    title: 'code-spent',
    detail: 'This code was used already or is older than a minute: open the page from Ticketime again.',
  });
});

test('a code is good for a minute, and a made-up one never', async (t) => {
  const bridge = await startBridge(t);
  const { code } = (await ask(bridge, { method: 'POST', path: '/session-codes' })).json as { code: string };
  bridge.leap(60_001);
  for (const body of [{ code }, { code: 'made-up' }])
    expect((await ask(bridge, { method: 'POST', path: '/session', token: null, body })).status).toBe(401);
  for (const body of [{}, { code: 5 }, { code, more: 1 }])
    expect((await ask(bridge, { method: 'POST', path: '/session', token: null, body })).status).toBe(400);
  const foreign = { Origin: 'https://evil.test' };
  expect(
    (await ask(bridge, { method: 'POST', path: '/session', token: null, body: { code }, headers: foreign }))
      .status,
  ).toBe(403);
});

test('a cookie reads, and does more only for its own page', async (t) => {
  const bridge = await startBridge(t);
  const { cookie } = await pageFor(t, bridge);
  const get = (headers: object) =>
    ask(bridge, { path: '/servers', token: null, headers: { Cookie: cookie, ...headers } });
  const post = (headers: object) =>
    ask(bridge, {
      method: 'POST',
      path: '/servers',
      token: null,
      body: { url: `${Math.random()}.test` },
      headers: { Cookie: `a=b; ${cookie}; c=d`, ...headers },
    });
  expect((await get({})).status).toBe(200);
  expect((await get({ 'Sec-Fetch-Site': 'none' })).status).toBe(200);
  expect(problemOf(await post({}))).toMatchObject({ status: 403, title: 'origin-missing' });
  expect((await post({ 'Sec-Fetch-Site': 'none' })).status).toBe(403);
  expect((await post({ Origin: 'https://evil.test' })).status).toBe(403);
  expect((await post({ 'Sec-Fetch-Site': 'same-site' })).status).toBe(403);
  expect(bridge.core.asked.map(({ name }) => name)).not.toContain('addServer');
  expect((await post(ownOrigin(bridge))).status).toBe(201);
  expect((await post({ 'Sec-Fetch-Site': 'same-origin' })).status).toBe(201);
  expect(bridge.core.asked.at(-1)?.caller).toEqual({ isPerson: true });
});

test('a WebSocket by cookie needs the Origin of its own page, whatever else the browser says', async (t) => {
  const bridge = await startBridge(t);
  const { cookie } = await pageFor(t, bridge);
  const by = (headers: object) => ({ token: null, headers: { Cookie: cookie, ...headers } });
  expect(problemOf(await refusal(bridge, by({})))).toMatchObject({ status: 403, title: 'origin-missing' });
  expect((await refusal(bridge, by({ 'Sec-Fetch-Site': 'same-origin' }))).status).toBe(403);
  expect((await refusal(bridge, by({ Origin: 'https://evil.test' }))).status).toBe(403);
  const client = await connect(t, bridge, by(ownOrigin(bridge)));
  expect((await client.next('hello')).permissions).toContain('manage');
});

test('a cookie that is unknown, of another port, or a day old opens nothing', async (t) => {
  const bridge = await startBridge(t);
  const { cookie } = await pageFor(t, bridge);
  const status = async (text: string) =>
    (await ask(bridge, { path: '/servers', token: null, headers: { Cookie: text } })).status;
  expect(await status(cookie)).toBe(200);
  expect(await status(`${cookie}x`)).toBe(401);
  expect(await status(cookie.replace('=', '0='))).toBe(401);
  expect(await status('=;;=')).toBe(401);
  bridge.leap(24 * 3_600_000);
  expect(await status(cookie)).toBe(401);
});

test('a page opened by a token may do no more than the token, and ends with it', async (t) => {
  const bridge = await startBridge(t);
  const maker = bridge.tokens.make({ name: 'maker', permissions: ['manage'] }, 0);
  const made = await ask(bridge, { method: 'POST', path: '/session-codes', token: maker.token });
  const { code } = made.json as { code: string };
  const opened = await ask(bridge, { method: 'POST', path: '/session', token: null, body: { code } });
  const cookie = (opened.headers['set-cookie']?.[0] ?? '').split(';')[0];
  const page = (path: string, method = 'GET', body?: unknown) =>
    ask(bridge, { method, path, body, token: null, headers: { Cookie: cookie, ...ownOrigin(bridge) } });
  expect((await page('/servers')).status).toBe(403);
  expect((await page('/servers', 'POST', { url: 'a.test' })).status).toBe(201);
  expect(bridge.core.asked.at(-1)?.caller).toEqual({ isPerson: false });
  await ask(bridge, { method: 'DELETE', path: `/tokens/${maker.id}` });
  expect((await page('/tokens')).status).toBe(401);
});

test('whoever fails too often is told to wait, and nobody else', async (t) => {
  const bridge = await startBridge(t, { failures: { burst: 3, perSecond: 0.5 } });
  const wrong = () => ask(bridge, { path: '/servers', token: 'tkt_wrong' });
  for (let attempt = 0; attempt < 3; attempt += 1) expect((await wrong()).status).toBe(401);
  const refused = await wrong();
  expect(problemOf(refused)).toMatchObject({ status: 429, title: 'too-many-failures' });
  expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
  const code = await ask(bridge, { method: 'POST', path: '/session', token: null, body: { code: 'x' } });
  expect(code.status).toBe(429);
  expect((await refusal(bridge, { token: 'tkt_wrong' })).status).toBe(429);
  expect((await ask(bridge, { path: '/servers' })).status).toBe(200);
  bridge.leap(2000);
  expect((await wrong()).status).toBe(401);
});

test('no other address of this computer is listened on', async (t) => {
  const { port } = await startBridge(t);
  const others = ['::1', ...Object.values(networkInterfaces()).flatMap((each) => each ?? [])]
    .map((each) => (typeof each === 'string' ? each : each.address))
    .filter((address) => address !== '127.0.0.1' && !address.startsWith('fe80:'));
  for (const host of others) {
    const socket = connectTcp({ host, port });
    t.onTestFinished(() => void socket.destroy());
    await expect(once(socket, 'connect'), host).rejects.toMatchObject({
      code: expect.stringMatching(/^(ECONNREFUSED|EADDRNOTAVAIL|EAFNOSUPPORT|ENETUNREACH)$/) as string,
    });
  }
});
