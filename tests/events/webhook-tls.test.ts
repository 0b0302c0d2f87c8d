import { setDefaultCACertificates } from 'node:tls';
import { beforeAll, expect, test } from 'vitest';
import { selfSigned } from '../practice/self-signed.ts';
import { prepare, startHookServer, TRIGGER, until } from './hook-server.ts';

// For this file's process alone.
beforeAll(() => setDefaultCACertificates([selfSigned.cert]));

test.for(['127.0.0.1', 'localhost'])(
  'a webhook at https://%s is sent on the encrypted connection that was opened before',
  async (host, t) => {
    const server = await startHookServer(t, undefined, true);
    const url = server.url.replace('127.0.0.1', host);
    const { prepared, attempts } = prepare(t, { url }, { afterMs: 2000 });
    await until(() => server.connections.length === 1);
    await prepared.send(TRIGGER);
    expect(attempts).toMatchObject([{ attempt: 1, status: 204, error: null }]);
    expect(server.received).toMatchObject([{ connection: 0, headers: { host: new URL(url).host } }]);
    expect(JSON.parse(server.received[0].body)).toEqual(TRIGGER);
  },
);
