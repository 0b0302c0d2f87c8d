import type { lookup, LookupAddress } from 'node:dns';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, test } from 'vitest';
import { Failure } from '../../main/failure.ts';
import { assertAllowed, guardedLookup } from '../../main/sources/address-guard.ts';

/** The code with which an address is refused; undefined when it may be asked. */
function refused(hostname: string, allowsPrivate: boolean): string | undefined {
  try {
    assertAllowed(hostname, allowsPrivate);
    return undefined;
  } catch (error) {
    if (error instanceof Failure) return error.code;
    throw error;
  }
}

describe('an address that no web server of a person’s lives at is never asked', () => {
  test.for([
    ['link-local, as the metadata of most clouds', '169.254.169.254'],
    ['the edges of link-local', '169.254.0.0'],
    ['the edges of link-local', '169.254.255.255'],
    ['metadata of Alibaba', '100.100.100.200'],
    ['metadata of Azure', '168.63.129.16'],
    ['metadata of Oracle', '192.0.0.192'],
    ['unspecified', '0.0.0.0'],
    ['this network', '0.1.2.3'],
    ['multicast', '224.0.0.1'],
    ['multicast', '239.255.255.255'],
    ['broadcast', '255.255.255.255'],
    ['unspecified', '::'],
    ['link-local', 'fe80::1'],
    ['link-local with a zone', 'fe80::1%eth0'],
    ['the edge of link-local', 'febf:ffff::1'],
    ['multicast', 'ff02::1'],
    ['metadata of Amazon', 'fd00:ec2::254'],
    ['metadata of Google', 'fd20:ce::254'],
    ['IPv4-mapped', '::ffff:169.254.169.254'],
    ['IPv4-compatible', '::169.254.169.254'],
    ['IPv4-translated', '::ffff:0:169.254.169.254'],
    ['NAT64', '64:ff9b::169.254.169.254'],
    ['a NAT64 of one’s own', '64:ff9b:1::169.254.169.254'],
    ['6to4', '2002:a9fe:a9fe::1'],
    ['Teredo', '2001:0:1:2:3:4:5601:5601'],
  ])('%s: %s', ([, address]) => {
    expect([refused(address, true), refused(address, false)]).toEqual([
      'forbidden-address',
      'forbidden-address',
    ]);
  });
});

describe('an address on this computer or its own network is asked only where that is allowed', () => {
  test.for([
    ['loopback', '127.0.0.1'],
    ['loopback', '127.255.255.254'],
    ['loopback', '::1'],
    ['private', '10.0.0.1'],
    ['private', '172.16.0.1'],
    ['private', '172.31.255.255'],
    ['private', '192.168.0.1'],
    ['behind a carrier’s NAT', '100.64.0.1'],
    ['behind a carrier’s NAT', '100.127.255.255'],
    ['reserved', '240.0.0.1'],
    ['private', 'fc00::1'],
    ['private', 'fdff::1'],
    ['once private', 'fec0::1'],
    ['a NAT64 of one’s own', '64:ff9b:1::1.1.1.1'],
    ['IPv4-mapped', '::ffff:127.0.0.1'],
    ['IPv4-mapped, in full', '0:0:0:0:0:ffff:0a00:0001'],
    ['NAT64', '64:ff9b::10.0.0.1'],
    ['6to4', '2002:7f00:1::1'],
    ['Teredo', '2001:0:1:2:3:4:80ff:fffe'],
  ])('%s: %s', ([, address]) => {
    expect([refused(address, true), refused(address, false)]).toEqual([undefined, 'private-address']);
  });
});

test.for([
  '1.1.1.1',
  '100.63.255.255',
  '100.128.0.0',
  '172.15.255.255',
  '172.32.0.0',
  '169.253.255.255',
  '169.255.0.0',
  '192.167.255.255',
  '223.255.255.255',
  '2606:4700:4700::1111',
  '64:ff9b::1.1.1.1',
  '2002:101:101::1',
  'fbff::1',
])('an address of the internet may be asked: %s', (address) => {
  expect([refused(address, true), refused(address, false)]).toEqual([undefined, undefined]);
});

test.for([
  ['http://0x7f.1/', 'private-address'],
  ['http://2130706433/', 'private-address'],
  ['http://017700000001/', 'private-address'],
  ['http://127.0.0.1./', 'private-address'],
  ['http://１２７.0.0.1/', 'private-address'],
  ['http://[::ffff:7f00:1]/', 'private-address'],
  ['http://[0:0::1]/', 'private-address'],
  ['http://0xa9.0xfe.0xa9.0xfe/', 'forbidden-address'],
  ['http://2852039166/', 'forbidden-address'],
  ['http://0/', 'forbidden-address'],
  ['http://[::]/', 'forbidden-address'],
])('%s is an address in other clothes, and is known as one: %s', ([address, code]) => {
  expect(refused(new URL(address).hostname, false)).toBe(code);
});

test('what is refused is told in one sentence', () => {
  expect(() => assertAllowed('[fe80::1]', true)).toThrow(
    new Failure(
      'forbidden-address',
      'fe80::1 is an address that is never asked (link-local, metadata, multicast or unspecified): type the address of a web server.',
    ),
  );
  expect(() => assertAllowed('10.0.0.1', false)).toThrow(
    new Failure(
      'private-address',
      '10.0.0.1 is on this computer or its own network, where only what the person at this computer has added is asked: add it yourself, with the ticketime command.',
    ),
  );
});

describe('a name', () => {
  /** Looks a name up that stands for these addresses. */
  async function lookUp(addresses: readonly string[], allowsPrivate: boolean, options = {}) {
    const found: LookupAddress[] = addresses.map((address) => ({
      address,
      family: address.includes(':') ? 6 : 4,
    }));
    const names = ((_: string, asked: object, callback: (error: null, all: LookupAddress[]) => void) => {
      expect(asked).toEqual({ ...options, all: true });
      callback(null, found);
    }) as unknown as typeof lookup;
    return new Promise<unknown[]>((resolve, reject) =>
      guardedLookup(allowsPrivate, names)('name.example', options, (error, ...answer) =>
        error ? reject(error) : resolve(answer),
      ),
    );
  }

  test('passes, for its addresses are looked at when they are known', () => {
    expect(refused('localhost', false)).toBeUndefined();
  });

  test('stands only for those of its addresses that may be asked', async () => {
    const all = ['169.254.169.254', '10.0.0.1', 'fe80::1', '1.1.1.1', '2606:4700::1'];
    expect(await lookUp(all, false, { all: true, family: 0 })).toEqual([
      [
        { address: '1.1.1.1', family: 4 },
        { address: '2606:4700::1', family: 6 },
      ],
    ]);
    expect(await lookUp(all, false)).toEqual(['1.1.1.1', 4]);
    expect(await lookUp(all, true)).toEqual(['10.0.0.1', 4]);
  });

  test('of which none may be asked is refused, and the sentence tells what it stands for', async () => {
    await expect(lookUp(['169.254.169.254', '10.0.0.1'], false, { all: true })).rejects.toEqual(
      new Failure(
        'private-address',
        'name.example (10.0.0.1) is on this computer or its own network, where only what the person at this computer has added is asked: add it yourself, with the ticketime command.',
      ),
    );
    await expect(lookUp(['::ffff:169.254.169.254'], true)).rejects.toMatchObject({
      code: 'forbidden-address',
      message: expect.stringMatching(/^name\.example \(::ffff:169\.254\.169\.254\) is an address/) as string,
    });
  });

  test('that nobody knows keeps the system’s own error', async () => {
    const unknown = ((name: string, _: object, callback: (error: Error) => void) =>
      callback(Object.assign(new Error(name), { code: 'ENOTFOUND' }))) as unknown as typeof lookup;
    const answer = await new Promise((resolve) =>
      guardedLookup(false, unknown)('nobody.invalid', { all: true }, resolve),
    );
    expect(answer).toMatchObject({ code: 'ENOTFOUND' });
  });

  test('is guarded in a real request, too', async (t) => {
    const server = http.createServer((_, response) => response.end());
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    t.onTestFinished(() => void server.close());
    const { port } = server.address() as AddressInfo;
    const ask = (allowsPrivate: boolean) =>
      new Promise((resolve, reject) =>
        http
          .get({ host: 'localhost', port, agent: false, lookup: guardedLookup(allowsPrivate) }, (response) =>
            resolve(response.resume().statusCode),
          )
          .on('error', reject),
      );
    expect(await ask(true)).toBe(200);
    await expect(ask(false)).rejects.toMatchObject({ code: 'private-address' });
  });
});
