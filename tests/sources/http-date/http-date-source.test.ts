import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import net from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { localClock } from '../../../main/clock/local-clock.ts';
import { makeCertificate, sourceOf, startHttp, startTcp, type Certificate } from './servers.ts';

describe('the least gap', () => {
  it('lies between any two requests: redirects, refusals and exchanges alike', async () => {
    const { port } = await startHttp((request, response) => {
      if (request.url === '/') response.writeHead(302, { Location: '/a' });
      else if (request.method === 'HEAD') response.writeHead(405);
      response.end();
    });
    const minGapMs = 60;
    const source = sourceOf(`127.0.0.1:${port}`, { minGapMs });
    const { exchanges } = await source.open();
    const all = [...exchanges, await source.exchange(0), await source.exchange(0)];
    expect(all.map(({ status }) => status)).toEqual([302, 405, 200, 200, 200]);
    for (let i = 1; i < all.length; i++)
      expect(all[i].sentAt - all[i - 1].sentAt).toBeGreaterThanOrEqual(minGapMs);
    expect(source.earliestSendAt()).toBeGreaterThanOrEqual(all[4].sentAt + minGapMs);
    expect(source.requestsSent()).toBe(5);
  });

  it('lies after a request that failed, too, and that one counts', async () => {
    const { port } = await startTcp((socket) => socket.destroy());
    const source = sourceOf(`http://127.0.0.1:${port}`, { minGapMs: 60 });
    const startedAt = localClock.now();
    await expect(source.open()).rejects.toMatchObject({ code: 'reset' });
    expect(localClock.now() - startedAt).toBeGreaterThanOrEqual(60);
    expect(source.requestsSent()).toBe(2);
  });
});

describe('a source', () => {
  it('says what is wrong with the input when it is opened', async () => {
    await expect(sourceOf('').open()).rejects.toMatchObject({ code: 'empty-address' });
  });

  it('refuses a proxy before it connects', async () => {
    const env = { HTTPS_PROXY: 'http://127.0.0.1:1' };
    await expect(sourceOf('nobody.invalid', { env }).open()).rejects.toMatchObject({ code: 'proxy' });
  });

  it('asks neither this computer nor its network where that is not allowed, and says so', async () => {
    const { port, connections } = await startHttp();
    const refused = (sentence: string) => ({ code: 'private-address', message: sentence });
    const rest =
      'is on this computer or its own network, where only what the person at this computer has added is asked: add it yourself, with the ticketime command.';
    for (const scheme of ['', 'http://', 'https://']) {
      const asked = (host: string) => sourceOf(`${scheme}${host}:${port}`, { allowsPrivate: false }).open();
      await expect(asked('127.0.0.1')).rejects.toMatchObject(refused(`127.0.0.1 ${rest}`));
      await expect(asked('0x7f.1')).rejects.toMatchObject(refused(`127.0.0.1 ${rest}`));
      await expect(asked('[::1]')).rejects.toMatchObject(refused(`::1 ${rest}`));
      await expect(asked('localhost')).rejects.toMatchObject({
        code: 'private-address',
        message: expect.stringMatching(/^localhost \((127\.0\.0\.1|::1)\) is on this computer/) as string,
      });
    }
    expect(connections).toEqual([]);
  });

  it('is never led to a forbidden address, by a redirect neither', async () => {
    const { port, requests } = await startHttp((_, response) =>
      response.writeHead(302, { Location: 'http://[::ffff:169.254.169.254]/latest/meta-data/' }).end(),
    );
    await expect(sourceOf(`http://127.0.0.1:${port}`).open()).rejects.toMatchObject({
      code: 'forbidden-address',
      message:
        '::ffff:a9fe:a9fe is an address that is never asked (link-local, metadata, multicast or unspecified): type the address of a web server.',
    });
    expect(requests).toEqual(['HEAD /']);
  });

  it('that is known to need GET is not asked HEAD in vain, wherever it redirects', async () => {
    const { port, requests } = await startHttp((request, response) => {
      if (request.method === 'HEAD') response.writeHead(405);
      else if (request.url === '/') response.writeHead(302, { Location: `http://localhost:${port}/a` });
      response.end();
    });
    const first = await sourceOf(`http://127.0.0.1:${port}/a`).open();
    expect(first.method).toBe('GET');
    expect(requests.splice(0)).toEqual(['HEAD /a', 'GET /a']);
    const again = sourceOf(`http://127.0.0.1:${port}`, { method: first.method });
    expect((await again.open()).method).toBe('GET');
    await again.exchange(0);
    expect(requests).toEqual(['GET /', 'GET /a', 'GET /a']);
  });

  it('has to be opened first', async () => {
    await expect(sourceOf('127.0.0.1').exchange(0)).rejects.toThrow('exchange() before open()');
  });

  it('is ended by close() wherever it waits', async () => {
    const silent = await startTcp(() => {});
    const waiting = sourceOf(`http://127.0.0.1:${silent.port}`, { timeoutMs: 60_000 });
    const opening = waiting.open();
    setTimeout(() => waiting.close(), 50);
    await expect(opening).rejects.toMatchObject({
      code: 'cancelled',
      message: 'The measurement was stopped.',
    });

    const { port, connections } = await startHttp();
    const sleeping = sourceOf(`http://127.0.0.1:${port}`);
    await sleeping.open();
    const exchange = sleeping.exchange(localClock.now() + 60_000);
    setTimeout(() => sleeping.close(), 50);
    await expect(exchange).rejects.toMatchObject({ code: 'cancelled' });
    if (!connections[0].destroyed) await new Promise((resolve) => connections[0].once('close', resolve));
  });

  it("is ended by its signal, with the signal's reason", async () => {
    const { port } = await startTcp(() => {});
    const stop = new AbortController();
    const reason = new Error('enough');
    setTimeout(() => stop.abort(reason), 30);
    const source = sourceOf(`https://127.0.0.1:${port}`, { signal: stop.signal });
    await expect(source.open()).rejects.toBe(reason);
    await expect(source.open()).rejects.toBe(reason);
  });
});

describe('NODE_EXTRA_CA_CERTS', () => {
  async function openTrusting(trusted: Certificate, address: string): Promise<Record<string, unknown>> {
    const folder = mkdtempSync(join(tmpdir(), 'ticketime-trust-'));
    const file = join(folder, 'trusted.pem');
    writeFileSync(file, trusted.cert);
    try {
      const { stdout } = await promisify(execFile)(
        process.execPath,
        [join(import.meta.dirname, 'child.ts'), address],
        { env: { ...process.env, NODE_EXTRA_CA_CERTS: file } },
      );
      return JSON.parse(stdout) as Record<string, unknown>;
    } finally {
      rmSync(folder, { recursive: true });
    }
  }

  it('makes a certificate trusted: one warm connection, and its handshakes before t0', async () => {
    const issuer = makeCertificate();
    const { port, requests } = await startHttp(undefined, makeCertificate({ issuer }));
    // A way to the server on which everything the client says first takes 200 ms.
    let connections = 0;
    const way = net.createServer((client) => {
      connections++;
      const server = net.connect(port, '127.0.0.1');
      for (const socket of [client, server]) socket.on('error', () => {});
      setTimeout(() => client.pipe(server).pipe(client), 200);
    });
    await new Promise<void>((resolve) => way.listen(0, '127.0.0.1', resolve));
    const { port: wayPort } = way.address() as net.AddressInfo;
    const result = await openTrusting(issuer, `127.0.0.1:${wayPort}`);
    way.close();
    expect(result).toMatchObject({ url: `https://127.0.0.1:${wayPort}/`, method: 'HEAD' });
    expect(result['waitedMs']).toBeGreaterThanOrEqual(190);
    expect(connections).toBe(1);
    expect(requests).toEqual(['HEAD /', 'HEAD /']);
  });

  it('trusts neither an expired certificate nor one of another host', async () => {
    const expired = makeCertificate({ isExpired: true });
    const other = makeCertificate({ names: 'DNS:other.example' });
    const expiredServer = await startHttp(undefined, expired);
    const otherServer = await startHttp(undefined, other);
    expect(await openTrusting(expired, `127.0.0.1:${expiredServer.port}`)).toMatchObject({
      code: 'certificate-expired',
      message: `The certificate of 127.0.0.1:${expiredServer.port} has expired: its owner must renew it, unless the date of this computer is wrong.`,
    });
    expect(await openTrusting(other, `127.0.0.1:${otherServer.port}`)).toMatchObject({
      code: 'certificate-wrong-host',
      message: `The certificate shown by 127.0.0.1:${otherServer.port} belongs to another host: check the spelling of the address, or use the name that the certificate has.`,
    });
    expect([...expiredServer.requests, ...otherServer.requests]).toEqual([]);
  });
});
