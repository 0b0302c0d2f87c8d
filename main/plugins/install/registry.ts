/** A registry of packages, as npm's is: asked with npm's own libraries, which are loaded when somebody asks. */
import type { Options } from 'pacote';
import { Failure } from '../../failure.ts';
import { registryFailure } from './registry-failure.ts';
import { tooBig, MOST_BYTES } from './tree.ts';

export const NPM = 'https://registry.npmjs.org/';

/** For one request unless told otherwise, ms. */
const PATIENCE_MS = 30_000;

/** Semantic Versioning 2.0.0, as far as it matters here: nothing else that npm could understand looks like this. */
const VERSION = /^\d+\.\d+\.\d+(?:[-+][0-9A-Za-z.+-]+)?$/;

export interface Registry {
  readonly url: string;
  /** A folder for what is fetched, which is removed afterwards; needed for tarballs alone. */
  readonly cache?: string;
  readonly signal?: AbortSignal | undefined;
  /** For one request. */
  readonly timeoutMs?: number | undefined;
}

export interface Release {
  readonly name: string;
  readonly version: string;
}

/** What `wanted` (a version, a range or a tag) is at present. Rejects with a Failure. */
export async function findRelease(name: string, wanted: string, registry: Registry): Promise<Release> {
  const { default: pacote } = await import('pacote');
  try {
    const { version } = await pacote.manifest(`${name}@${wanted}`, optionsFor(registry));
    if (!VERSION.test(version)) throw strangeVersion(name, version, registry);
    return { name, version };
  } catch (error) {
    throw registryFailure(error, { name, wanted }, registry);
  }
}

const strangeVersion = (name: string, version: string, { url }: Registry) =>
  new Failure(
    'registry-unusable',
    `The registry ${url} names a version of ${name} that is none (${JSON.stringify(version.slice(0, 100))}), so nothing was fetched: name another registry with --registry.`,
  );

/** Its tarball, of the checksum that the registry states, and of the one that a person has, if any. Rejects with a Failure. */
export async function fetchRelease(
  { name, version }: Release,
  registry: Registry,
  integrity: string | undefined,
): Promise<Buffer> {
  const { default: pacote } = await import('pacote');
  const options = { ...optionsFor(registry), ...(integrity !== undefined && { integrity }) };
  try {
    return await pacote.tarball.stream(`${name}@${version}`, (stream) => collect(stream, name), options);
  } catch (error) {
    throw registryFailure(error, { name, wanted: version }, registry);
  }
}

async function collect(stream: NodeJS.ReadableStream, label: string): Promise<Buffer> {
  // Nobody listens any more when the rest of one that is too big is broken off, and that would end this process.
  stream.on('error', () => undefined);
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of stream) {
    chunks.push(chunk as Buffer);
    bytes += chunk.length;
    if (bytes > MOST_BYTES) throw tooBig(`The package ${label}`);
  }
  return Buffer.concat(chunks);
}

/** Also of a search. */
export function optionsFor({ url, cache, signal, timeoutMs = PATIENCE_MS }: Registry): Options {
  return {
    registry: url,
    ...(cache !== undefined && { cache }),
    // What a registry calls a version is looked for there alone: nothing that it names is cloned, built or run.
    ...{
      ignoreScripts: true,
      allowGit: 'none',
      allowRemote: 'none',
      allowFile: 'none',
      allowDirectory: 'none',
    },
    preferOnline: true,
    timeout: timeoutMs,
    // Once more, after 300 ms.
    ...{ fetchRetries: 1, fetchRetryFactor: 1, fetchRetryMintimeout: 300, fetchRetryMaxtimeout: 300 },
    ...(signal && { signal }),
  };
}
