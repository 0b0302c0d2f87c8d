import { describe, expect, it } from 'vitest';
import { decodeReply, encodeRequest, type TimeReply } from '../../../main/sources/sntp/packet.ts';
import { replyTo, type ReplyOptions } from './fake-server.ts';

const cookie = Buffer.from('0123456789abcdef', 'hex');
const request = encodeRequest(cookie);
const read = (options: ReplyOptions) => decodeReply(replyTo(request, options), cookie);

describe('a request', () => {
  it('is a client packet of version 4 that tells nothing but its cookie', () => {
    expect(request.toString('hex')).toBe(`23${'00'.repeat(39)}0123456789abcdef`);
  });
});

describe('a reply', () => {
  it('is read field by field', () => {
    const packet = Buffer.from(
      '64' + // leap: a second is inserted; version 4, server
        '02' + // stratum 2
        '06' + // poll
        'f6' + // precision 2^-10 s
        '00008000' + // root delay 0.5 s
        '00004000' + // root dispersion 0.25 s
        '47505300' +
        'e000000000000000' + // reference
        '0123456789abcdef' + // originate
        'e000000080000000' + // receive
        'e0000001c0000000' + // transmit
        '0001', // an extension field, or the beginning of one
      'hex',
    );
    const eraMs = 0xe000_0000 * 1000 - 2_208_988_800_000;
    expect(decodeReply(packet, cookie)).toEqual({
      kind: 'time',
      leap: 'insert',
      stratum: 2,
      rootErrorMs: 250 + 250 + 1000 / 1024,
      receivedEpochMs: eraMs + 500,
      sentEpochMs: eraMs + 1750,
    });
  });

  // RFC 5905 figure 4, and both sides of the eras' boundary.
  it.each([
    [2_272_060_800, '1972-01-01T00:00:00.000Z'],
    [3_155_673_600, '2000-01-01T00:00:00.000Z'],
    [0x8000_0000, '1968-01-20T03:14:08.000Z'],
    [0xffff_ffff, '2036-02-07T06:28:15.000Z'],
    [1, '2036-02-07T06:28:17.000Z'],
    [63_104, '2036-02-08T00:00:00.000Z'],
    [0x7fff_ffff, '2104-02-26T09:42:23.000Z'],
  ])('has %d s for %s', (seconds, iso) => {
    const packet = replyTo(request);
    for (const at of [32, 40]) {
      packet.writeUInt32BE(seconds, at);
      packet.writeUInt32BE(0, at + 4);
    }
    const { sentEpochMs } = decodeReply(packet, cookie) as TimeReply;
    expect(new Date(sentEpochMs).toISOString()).toBe(iso);
  });

  it('has fractions of a microsecond', () => {
    const packet = replyTo(request, { receivedEpochMs: 0 });
    packet.writeUInt32BE(4295, 36); // 4295 / 2^32 s: 1 µs
    const { receivedEpochMs } = decodeReply(packet, cookie) as TimeReply;
    expect(receivedEpochMs).toBeCloseTo(0.001, 5);
  });

  it.each(['DENY', 'RSTR', 'RATE'])('may be the kiss-o’-death %s', (kiss) => {
    // The other fields of a kiss mean nothing.
    expect(read({ stratum: 0, leap: 3, referenceId: kiss })).toEqual({ kind: 'kiss', kiss });
  });

  it.each<[string, ReplyOptions]>([
    ['leap indicator 3', { leap: 3 }],
    ['stratum 0', { stratum: 0, referenceId: 'INIT' }],
    ['stratum 16', { stratum: 16 }],
    ['stratum 255', { stratum: 255 }],
    ['off by 1 s or more, as it says', { rootDelayMs: 2000 }],
    ['off by 1 s or more, as it says', { rootDispersionMs: 1000 }],
    ['off by 1 s or more, as it says', { rootDelayMs: 65_535_000 }], // a negative one, read as RFC 5905 says
    ['off by 1 s or more, as it says', { precision: 10 }],
  ])('may show that its server does not know the time: %s', (sign, options) => {
    expect(read(options)).toEqual({ kind: 'unsynchronised', sign });
  });

  it.each<[string, ReplyOptions]>([
    ['from a client', { mode: 3 }],
    ['from a broadcaster', { mode: 5 }],
    ['of version 0', { version: 0 }],
    ['of a version to come', { version: 5 }],
    ['to another request', { originate: Buffer.alloc(8) }],
    ['a kiss to another request', { originate: Buffer.alloc(8), stratum: 0, referenceId: 'DENY' }],
    ['that left before it came', { receivedEpochMs: 1000, sentEpochMs: 999 }],
  ])('is none when it is %s', (_, options) => {
    expect(read(options)).toBeNull();
  });

  it('is none when it is short, or says no time', () => {
    const packet = replyTo(request);
    expect(decodeReply(packet, cookie)).not.toBeNull();
    for (const length of [0, 1, 47]) expect(decodeReply(packet.subarray(0, length), cookie)).toBeNull();
    for (const at of [32, 40])
      expect(decodeReply(Buffer.from(packet).fill(0, at, at + 8), cookie)).toBeNull();
  });
});
