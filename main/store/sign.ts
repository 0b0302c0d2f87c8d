/**
 * The keyed checksum: HMAC-SHA256 with 256 random bits that lie in a file of their own beside the database. Who can change
 * the database but not read that file cannot make a row that holds.
 */
import { createHmac, createSecretKey } from 'node:crypto';
import type { Stored } from './sqlite.ts';

/** The checksum of a list of values. The first one says what is signed, so that nothing passes for something else. */
export type Sign = (values: readonly Stored[]) => Buffer;

/** What stands before the first row of a chain. */
export const NOTHING = Buffer.alloc(32);

export function signer(key: Buffer): Sign {
  const secret = createSecretKey(key);
  return (values) =>
    createHmac('sha256', secret)
      .update(JSON.stringify(values.map(plain)))
      .digest();
}

/** Each value has one spelling in JSON, and no two share one. */
function plain(value: Stored): unknown {
  if (Buffer.isBuffer(value)) return { blob: value.toString('base64') };
  return typeof value === 'number' && !Number.isFinite(value) ? { number: String(value) } : value;
}

/** Whether what is stored is this checksum. */
export function isSame(stored: Stored, checksum: Buffer): boolean {
  return Buffer.isBuffer(stored) && stored.equals(checksum);
}
