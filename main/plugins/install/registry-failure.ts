/** What keeps a package from being fetched, in a sentence. */
import { Failure } from '../../failure.ts';
import type { Registry } from './registry.ts';

/** As npm's libraries throw it: "type" is the part of a request that failed, where it is one that did. */
interface RegistryError extends NodeJS.ErrnoException {
  readonly type?: string;
}

interface Asked {
  readonly name: string;
  /** A version, a range or a tag. */
  readonly wanted: string;
}

/** What is no failure of a registry, or one already, is returned as it is. `asked`: null of a search. */
export function registryFailure(error: unknown, asked: Asked | null, { url, signal }: Registry): unknown {
  if (error instanceof Failure || !(error instanceof Error)) return error;
  if (signal?.aborted)
    return new Failure('interrupted', 'The registry was not asked to the end, and nothing was changed.');
  const [code, sentence] = reasonOf(error, asked, url) ?? [];
  return code && sentence ? new Failure(code, sentence, { cause: error }) : error;
}

function reasonOf(
  { code = '', type, syscall, message }: RegistryError,
  asked: Asked | null,
  url: string,
): [code: string, sentence: string] | null {
  const status = /^E([45]\d\d)$/.exec(code)?.[1];
  if (asked && (code === 'E404' || code === 'ENOVERSIONS'))
    return [
      'no-such-package',
      `There is no package ${asked.name} at ${url}: see which plugins there are with ticketime plugin search.`,
    ];
  if (asked && code === 'ETARGET')
    return [
      'no-such-version',
      `The package ${asked.name} has no version ${asked.wanted} at ${url}: leave it out for the newest, or name another one.`,
    ];
  if (asked && code === 'EINTEGRITY')
    return [
      'integrity-differs',
      `What ${url} sent as ${asked.name}@${asked.wanted} is not what the checksum was made of, so nothing of it was used: try again, and if it stays so, tell whoever runs that registry.`,
    ];
  if (status !== undefined)
    return [
      'registry-refused',
      `The registry ${url} answered with HTTP ${status}: check its address, or try again later.`,
    ];
  if (type === 'system' || type === 'request-timeout')
    return [
      'registry-unreachable',
      `The registry ${url} could not be reached (${type === 'system' ? code : 'no answer in time'}): check the network, or name another one with --registry.`,
    ];
  // With a system call it is the disk that failed.
  if (code !== '' && syscall === undefined)
    return [
      'registry-unusable',
      `What ${url} answered cannot be used (${message.split('\n')[0]}): check that it is a registry of packages.`,
    ];
  return null;
}
