/**
 * The 48 bytes of an SNTP packet (RFC 5905 section 7.3, RFC 4330 section 4). Pure.
 *
 * What does not answer the request is told apart from what answers it badly: the former is nobody's word (a spoofed
 * or stray packet) and is ignored; the latter is the server's.
 */
import type { Leap } from '../reference/reference-time.ts';

export type Reply =
  | TimeReply
  /** Kiss-o'-death: the server wants to be left alone (RFC 5905 section 7.4). */
  | { readonly kind: 'kiss'; readonly kiss: Kiss }
  /** The server does not know the time itself; `sign` says by what it shows. */
  | { readonly kind: 'unsynchronised'; readonly sign: string };

export type Kiss = 'DENY' | 'RSTR' | 'RATE';

export interface TimeReply {
  readonly kind: 'time';
  readonly leap: Leap;
  /** 1 to 15. */
  readonly stratum: number;
  /** The server's own worst error against its reference clock: half its root delay plus its root dispersion, ms. */
  readonly rootErrorMs: number;
  /** T2: when the request arrived, by the server's clock, ms since the Unix epoch. */
  readonly receivedEpochMs: number;
  /** T3: when the reply left, by the server's clock, ms since the Unix epoch. */
  readonly sentEpochMs: number;
}

const LENGTH = 48;
const VERSION = 4;
const CLIENT = 3;
const SERVER = 4;
const ORIGINATE = 24;
const RECEIVE = 32;
const TRANSMIT = 40;
const LEAPS: readonly Leap[] = ['none', 'insert', 'delete'];
const KISSES: readonly string[] = ['DENY', 'RSTR', 'RATE'] satisfies Kiss[];
/** A server that may itself be this far off is not synchronised (MAXDIST, RFC 5905 section 11.2.3), ms. */
const MOST_ROOT_ERROR_MS = 1000;
/** From the NTP era's beginning, 1900, to the Unix epoch (RFC 5905 figure 4), s. */
const UNIX_EPOCH_S = 2_208_988_800;
const TWO_32 = 2 ** 32;

/** A request. `cookie` (8 random bytes) stands where the client's time would: the reply repeats it, and nothing is told. */
export function encodeRequest(cookie: Uint8Array): Buffer {
  const packet = Buffer.alloc(LENGTH);
  packet[0] = (VERSION << 3) | CLIENT;
  packet.set(cookie, TRANSMIT);
  return packet;
}

/** The reply to the request with this cookie; null when it is none. What follows the 48 bytes is not looked at. */
export function decodeReply(packet: Buffer, cookie: Uint8Array): Reply | null {
  if (packet.length < LENGTH) return null;
  const [leap, version, mode] = [packet[0] >> 6, (packet[0] >> 3) & 7, packet[0] & 7];
  const answers = packet.subarray(ORIGINATE, ORIGINATE + 8).equals(cookie);
  if (mode !== SERVER || version < 1 || version > VERSION || !answers) return null;

  const stratum = packet[1];
  const kiss = packet.toString('latin1', 12, 16);
  if (stratum === 0 && isKiss(kiss)) return { kind: 'kiss', kiss };
  const unsynchronised = (sign: string): Reply => ({ kind: 'unsynchronised', sign });
  if (leap === 3) return unsynchronised('leap indicator 3');
  if (stratum < 1 || stratum > 15) return unsynchronised(`stratum ${stratum}`);
  const precisionMs = 1000 * 2 ** packet.readInt8(3);
  const rootErrorMs = readShort(packet, 4) / 2 + readShort(packet, 8) + precisionMs;
  if (rootErrorMs >= MOST_ROOT_ERROR_MS) return unsynchronised('off by 1 s or more, as it says');

  const [receivedEpochMs, sentEpochMs] = [readTimestamp(packet, RECEIVE), readTimestamp(packet, TRANSMIT)];
  if (receivedEpochMs === null || sentEpochMs === null || sentEpochMs < receivedEpochMs) return null;
  return { kind: 'time', leap: LEAPS[leap], stratum, rootErrorMs, receivedEpochMs, sentEpochMs };
}

function isKiss(code: string): code is Kiss {
  return KISSES.includes(code);
}

/** 16.16 bits of seconds, as ms. A negative root delay (RFC 4330 allows it) reads as hours, and is refused as such. */
function readShort(packet: Buffer, at: number): number {
  return packet.readUInt32BE(at) / 65.536;
}

/**
 * 32.32 bits of seconds since 1900, as ms since the Unix epoch, to 0.25 µs (what a double holds); null for zero, which
 * means unknown. The seconds run over on 2036-02-07T06:28:16Z: below half, they belong to the next era (RFC 4330
 * section 3), so this reads 1968 to 2104.
 */
function readTimestamp(packet: Buffer, at: number): number | null {
  const [seconds, fraction] = [packet.readUInt32BE(at), packet.readUInt32BE(at + 4)];
  if (seconds === 0 && fraction === 0) return null;
  const era = seconds < TWO_32 / 2 ? TWO_32 : 0;
  return (era + seconds - UNIX_EPOCH_S) * 1000 + (fraction * 1000) / TWO_32;
}
