/** Secrets of 256 bits: told once, kept as their SHA-256. So many bits cannot be guessed, so no slower hash is needed. */
import { hash, randomBytes, timingSafeEqual } from 'node:crypto';

export const newSecret = (): string => randomBytes(32).toString('base64url');

/** What a client shows. It is known for what it is when it turns up in a log or a repository. */
export const newToken = (): string => `tkt_${newSecret()}`;

export const hashOf = (secret: string): Buffer => hash('sha256', secret, 'buffer');

/** The entry of this hash. It takes as long whichever it is, and whether there is one. */
export function findHash<T extends { readonly hash: Uint8Array }>(
  entries: Iterable<T>,
  sought: Uint8Array,
): T | null {
  let found: T | null = null;
  for (const entry of entries) if (timingSafeEqual(entry.hash, sought)) found = entry;
  return found;
}
