/** Trying a webhook, over real sockets. */
import { describe, expect, test } from 'vitest';
import { connect } from '../../api/client/client.ts';
import { startHookServer } from '../events/hook-server.ts';
import { folderFor, problem, startedCore } from './started.ts';

const addressOfServer = { url: 'http://127.0.0.1:9/', name: 'The shop' };

describe.concurrent('a webhook that is tried', () => {
  test('is called once, now, as an event would call it', async (t) => {
    const hooks = await startHookServer(t);
    const { client } = await startedCore(t, folderFor(t));
    const { id: serverId } = await client.call('addServer', addressOfServer);
    const attempt = await client.call('testWebhook', {
      serverId,
      name: 'Sale',
      webhook: {
        method: 'PUT',
        url: hooks.url,
        headers: { 'X-Key': 'k' },
        body: { text: '{{event}} on {{server}}', late: '{{latenessMs}}', at: '{{scheduledEpochMs}}' },
      },
    });
    expect(attempt).toMatchObject({ attempt: 1, status: 204, error: null });
    expect(Math.abs(attempt.startedEpochMs - Date.now())).toBeLessThan(10_000);
    expect(hooks.received).toMatchObject([{ method: 'PUT', headers: { 'x-key': 'k' } }]);
    expect(hooks.received[0].headers['idempotency-key']).toMatch(/^ticketime-test-/);
    expect(JSON.parse(hooks.received[0].body)).toEqual({
      text: 'Sale on The shop',
      late: 0,
      at: attempt.scheduledEpochMs,
    });
  });

  test('without a body is sent the trigger message, with the payload', async (t) => {
    const hooks = await startHookServer(t);
    const { client } = await startedCore(t, folderFor(t));
    const { id: serverId } = await client.call('addServer', addressOfServer);
    await client.call('testWebhook', { serverId, webhook: { url: hooks.url }, payload: { row: 'A' } });
    expect(JSON.parse(hooks.received[0].body)).toMatchObject({
      type: 'trigger',
      eventId: 'test',
      serverId,
      name: 'Event',
      clock: 'local',
      accuracyMs: null,
      payload: { row: 'A' },
    });
  });

  test('is never tried again, and says what went wrong', async (t) => {
    const hooks = await startHookServer(t, (response) => response.writeHead(503).end());
    const { client } = await startedCore(t, folderFor(t));
    const { id: serverId } = await client.call('addServer', addressOfServer);
    const retry = { attempts: 5, intervalMs: 100 };
    const refused = await client.call('testWebhook', { serverId, webhook: { url: hooks.url, retry } });
    const host = new URL(hooks.url).host;
    expect(refused).toMatchObject({ status: 503, error: `${host} answered 503 (Service Unavailable).` });
    expect(hooks.received).toHaveLength(1);
    const webhook = { url: 'http://127.0.0.1:9/' };
    const gone = await client.call('testWebhook', { serverId, webhook });
    expect(gone).toMatchObject({
      status: null,
      error: expect.stringContaining('refused the connection') as string,
    });
  });

  test('is refused where an event’s would be', async (t) => {
    const { client, running } = await startedCore(t, folderFor(t));
    const { id: serverId } = await client.call('addServer', addressOfServer);
    const { token } = await client.call('makeToken', { name: 'robot', permissions: ['read', 'schedule'] });
    const robot = connect({ url: running.address ?? '', token });
    t.onTestFinished(() => robot.close());
    await robot.ready();
    const webhook = { url: 'http://127.0.0.1:9/' };
    await expect(robot.call('testWebhook', { serverId, webhook })).rejects.toEqual(
      problem('private-address'),
    );
    const meta = { url: 'http://169.254.169.254/' };
    await expect(client.call('testWebhook', { serverId, webhook: meta })).rejects.toEqual(
      problem('forbidden-address'),
    );
    const own = { ...webhook, headers: { Host: 'other.example' } };
    await expect(client.call('testWebhook', { serverId, webhook: own })).rejects.toEqual(
      problem('webhook-header'),
    );
    await expect(client.call('testWebhook', { serverId: 'none1234', webhook })).rejects.toEqual(
      problem('no-such-server'),
    );
  });

  test('that nobody answers does not hold up the end of the core', { timeout: 30_000 }, async (t) => {
    const hooks = await startHookServer(t, () => undefined);
    const { client, stop } = await startedCore(t, folderFor(t));
    const { id: serverId } = await client.call('addServer', addressOfServer);
    const asking = client
      .call('testWebhook', { serverId, webhook: { url: hooks.url, retry: { timeoutMs: 60_000 } } })
      .catch(() => undefined);
    await t.expect.poll(() => hooks.received.length).toBe(1);
    await stop();
    await asking;
  });
});
