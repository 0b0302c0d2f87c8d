import { describe, expect, it } from 'vitest';
import type { Failure } from '../../../main/failure.ts';
import { failureOf, inWords, quoted } from '../../../main/sources/http-date/failures.ts';
import { makeCertificate, refusedPort, sourceOf, startHttp, startTcp } from './servers.ts';

const failsWith = (input: string, code: string, message: string) =>
  expect(sourceOf(input).open()).rejects.toMatchObject({ name: 'Failure', code, message });

/** An error as Node makes it, where the day cannot be had on this machine. */
const systemError = (code: string) => Object.assign(new Error(code), { code });
const explained = (error: unknown) => failureOf(error, new URL('https://example.com/x'), 'connecting');

describe('a server that cannot be reached', () => {
  it('has a name that nobody knows, or that nobody can look up', async () => {
    const failure: unknown = await sourceOf('nobody.invalid')
      .open()
      .catch((error: unknown) => error);
    // Which of the two depends on whether this machine has a name server.
    expect(['unknown-host', 'no-name-server']).toContain((failure as Failure).code);
    expect(explained(systemError('ENOTFOUND'))).toMatchObject({
      code: 'unknown-host',
      message: 'There is no host named example.com: check the spelling of the address.',
    });
    expect(explained(systemError('EAI_AGAIN'))).toMatchObject({
      code: 'no-name-server',
      message:
        "The name example.com could not be looked up because no name server answers: check this computer's network connection.",
    });
  });

  it('refuses the connection', async () => {
    const port = await refusedPort();
    const message = `127.0.0.1 on port ${port} refused the connection: check the address and the port, or try again when the server is up.`;
    await failsWith(`http://127.0.0.1:${port}`, 'refused', message);
    await failsWith(`127.0.0.1:${port}`, 'refused', message);
  });

  it('is on a network to which there is no way', () => {
    expect(explained(systemError('ENETUNREACH'))).toMatchObject({
      code: 'unreachable',
      message:
        'example.com cannot be reached from this network (ENETUNREACH): check the network connection, VPN and firewall.',
    });
  });

  it('does not answer the kernel', () => {
    expect(explained(systemError('ETIMEDOUT'))).toMatchObject({
      code: 'connect-timeout',
      message:
        'example.com on port 443 does not answer: check the address, the network connection and any firewall.',
    });
  });

  it('of several addresses, is explained by the one that could be routed to', () => {
    const errors = [systemError('ENETUNREACH'), systemError('ECONNREFUSED')];
    expect(explained(new AggregateError(errors))).toMatchObject({ code: 'refused' });
    expect(explained(new AggregateError(errors.slice(0, 1)))).toMatchObject({ code: 'unreachable' });
  });

  it('never finishes its TLS handshake', async () => {
    const { port } = await startTcp(() => {});
    await expect(
      sourceOf(`https://127.0.0.1:${port}`, { connectTimeoutMs: 100 }).open(),
    ).rejects.toMatchObject({
      code: 'connect-timeout',
      message: `No connection to 127.0.0.1 on port ${port} within 0.1 s: check the address, the network and any firewall.`,
    });
  });
});

describe('a server that speaks something else', () => {
  it('has no TLS where https was typed', async () => {
    const { port } = await startHttp();
    await failsWith(
      `https://127.0.0.1:${port}`,
      'not-tls',
      `127.0.0.1 on port ${port} does not speak TLS: type http:// instead of https://, or check the port.`,
    );
  });

  it('hangs up on the TLS handshake', async () => {
    const { port } = await startTcp((socket) => socket.destroy());
    await failsWith(
      `https://127.0.0.1:${port}`,
      'tls-failed',
      `The TLS handshake with 127.0.0.1 on port ${port} failed (the server closed the connection): check the port, or type http:// if the server offers no TLS.`,
    );
  });

  it('speaks no HTTP', async () => {
    const { port } = await startTcp((socket) => socket.write('SSH-2.0-OpenSSH_9.6\r\n'));
    await failsWith(
      `http://127.0.0.1:${port}`,
      'not-http',
      `127.0.0.1 on port ${port} answers, but not in HTTP: check the address and the port.`,
    );
  });

  it('sends headers without end, fast', async () => {
    const { port } = await startTcp((socket) => {
      socket.write(`HTTP/1.1 200 OK\r\n${'X-Filler: and so on and on\r\n'.repeat(10_000)}`);
    });
    await failsWith(
      `http://127.0.0.1:${port}`,
      'headers-too-large',
      `127.0.0.1:${port} sends more than 64 KB of headers, so the reply was cut off: try another page of that site.`,
    );
  });

  it('drips headers without end', async () => {
    const { port } = await startTcp((socket) => {
      socket.write('HTTP/1.1 200 OK\r\n');
      const timer = setInterval(() => socket.write('X-Filler: and so on\r\n'), 20);
      socket.on('close', () => clearInterval(timer));
    });
    await expect(sourceOf(`http://127.0.0.1:${port}`, { timeoutMs: 200 }).open()).rejects.toMatchObject({
      code: 'headers-unfinished',
      message: `127.0.0.1:${port} began to answer but did not finish its headers within 0.2 s: try again later, or try another page of that site.`,
    });
  });

  it('never answers', async () => {
    const { port } = await startTcp(() => {});
    await expect(sourceOf(`http://127.0.0.1:${port}`, { timeoutMs: 100 }).open()).rejects.toMatchObject({
      code: 'reply-timeout',
      message: `127.0.0.1:${port} accepted the connection but did not answer within 0.1 s: try again later, or try another page of that site.`,
    });
  });

  it('hangs up instead of an answer', async () => {
    const { port } = await startTcp((socket) => socket.destroy());
    await failsWith(
      `http://127.0.0.1:${port}`,
      'reset',
      `127.0.0.1:${port} closed the connection before it answered: try again, or try another page of that site.`,
    );
  });
});

describe('a certificate', () => {
  const openWith = async (certificate: { cert: string; key: string }, host = '127.0.0.1') => {
    const { port } = await startHttp(undefined, certificate);
    const failure = await sourceOf(`${host}:${port}`)
      .open()
      .then(
        () => new Error('opened'),
        (error: unknown) => error,
      );
    const { code, message } = failure as Failure;
    return [code, message.replaceAll(`:${port}`, '')];
  };

  it('that is signed by itself is refused, and never passed by over plain HTTP', async () => {
    expect(await openWith(makeCertificate())).toEqual([
      'certificate-self-signed',
      'The certificate of 127.0.0.1 is signed by itself: if you trust it, name a file with its PEM certificate in NODE_EXTRA_CA_CERTS.',
    ]);
  });

  it('from an unknown issuer is refused', async () => {
    expect(await openWith(makeCertificate({ issuer: makeCertificate() }))).toEqual([
      'certificate-unknown-issuer',
      "The certificate of 127.0.0.1 comes from an issuer that this computer does not know: if you trust it, name a file with the issuer's PEM certificate in NODE_EXTRA_CA_CERTS.",
    ]);
  });

  // Node may see two faults and name one: an expired or misnamed certificate is trusted in a child process,
  // see http-date-source.test.ts.
  it.each([
    [
      'CERT_HAS_EXPIRED',
      'certificate-expired',
      'The certificate of example.com has expired: its owner must renew it, unless the date of this computer is wrong.',
    ],
    [
      'CERT_NOT_YET_VALID',
      'certificate-not-yet-valid',
      'The certificate of example.com is not valid yet: check the date of this computer, or wait until the certificate begins.',
    ],
    [
      'ERR_TLS_CERT_ALTNAME_INVALID',
      'certificate-wrong-host',
      'The certificate shown by example.com belongs to another host: check the spelling of the address, or use the name that the certificate has.',
    ],
    [
      'CERT_REVOKED',
      'certificate-invalid',
      'The certificate of example.com is not valid (CERT_REVOKED): its owner must repair it.',
    ],
    [
      'ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION',
      'tls-failed',
      'The TLS handshake with example.com on port 443 failed (ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION): check the port, or type http:// if the server offers no TLS.',
    ],
  ])('that fails with %s has its sentence', (code, expected, message) => {
    expect(explained(systemError(code))).toMatchObject({ code: expected, message });
  });
});

describe('a sentence', () => {
  it('names a host as a person reads it', () => {
    const url = new URL('http://한글.kr:8080/');
    expect(failureOf(systemError('ECONNRESET'), url, 'sent')).toMatchObject({
      message:
        '한글.kr:8080 closed the connection before it answered: try again, or try another page of that site.',
    });
  });

  it('is found for a code that nobody thought of, and a bug stays a bug', () => {
    expect(failureOf(systemError('EMFILE'), new URL('http://example.com'), 'sent')).toMatchObject({
      code: 'request-failed',
      message: 'The request to example.com failed (EMFILE): try again.',
    });
    const bug = new TypeError('x is not a function');
    expect(explained(bug)).toBe(bug);
  });

  it('quotes what came from outside without control characters, and shortened', () => {
    expect(quoted('a\u001b[31m\r\nb\u202ec')).toBe('"a [31m b c"');
    expect(quoted('x'.repeat(100))).toBe(`"${'x'.repeat(59)}…"`);
  });

  it.each([
    [200, '0.2 s'],
    [5000, '5 s'],
    [119_000, '119 s'],
    [150_000, '3 minutes'],
    [7_300_000, '3 hours'],
  ])('says %d ms as %j', (ms, words) => {
    expect(inWords(ms)).toBe(words);
  });

  it('is made by nothing that is still connected', async () => {
    const { port, connections } = await startTcp((socket) => socket.write('garbage\r\n'));
    await sourceOf(`http://127.0.0.1:${port}`)
      .open()
      .catch(() => {});
    const [connection] = connections;
    if (!connection.destroyed) await new Promise((resolve) => connection.once('close', resolve));
    expect(connection.destroyed).toBe(true);
  });
});
