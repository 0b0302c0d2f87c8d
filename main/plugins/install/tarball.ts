/** A package's tarball, unpacked: never more than a plugin may have, and nothing of it is run. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { Failure } from '../../failure.ts';
import { MOST_BYTES, tooBig } from './tree.ts';

/** How gzip (RFC 1952) and Zstandard (RFC 8878) begin: tar would unpack that once more, to any size, whatever else stands there. */
const PACKED = [Buffer.from('1f8b', 'hex'), Buffer.from('28b52ffd', 'hex')];

/** Into `folder`/package, which is returned; `folder` is one for this alone. Links are left out. Rejects with a Failure. */
export async function unpack(bytes: Buffer, folder: string, label: string): Promise<string> {
  const { default: pacote } = await import('pacote');
  const into = join(folder, 'package');
  // Unpacked here to a known size: a small file can hold any amount of zeros.
  const archive = await inflated(bytes, label);
  const isPacked = PACKED.some((start) => archive.subarray(0, start.length).equals(start));
  if (isPacked || archive.toString('latin1', 257, 262) !== 'ustar')
    throw unreadable(label, new Error('it holds no tar archive'));
  writeFileSync(join(folder, 'package.tar'), archive);
  try {
    // With a cache, it would still be writing there when this has failed.
    await pacote.extract('./package.tar', into, { where: folder });
  } catch (error) {
    const { code, syscall } = error as NodeJS.ErrnoException;
    // It has no package.json, as whoever looks for that will tell; anything else that the file system says is no fault of the package.
    if (code !== 'ENOENT') throw syscall === undefined ? unreadable(label, error) : error;
  }
  return into;
}

async function inflated(bytes: Buffer, label: string): Promise<Buffer> {
  try {
    return await promisify(gunzip)(bytes, { maxOutputLength: MOST_BYTES });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') throw tooBig(label);
    throw unreadable(label, error);
  }
}

function unreadable(label: string, error: unknown): Failure {
  const { message } = error as Error;
  return new Failure(
    'package-unreadable',
    `${label} is not a package as npm pack makes it (${message.split('\n')[0]}): fetch it or make it anew.`,
    { cause: error },
  );
}
