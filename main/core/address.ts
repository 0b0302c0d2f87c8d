/** What a person types as a server's address, as it is kept and compared. */
import { parseTarget } from '../sources/http-date/target.ts';

export interface Address {
  /** As it is kept: with its scheme if one was typed, else without, so that https and http are both tried. */
  readonly kept: string;
  readonly hostname: string;
  /** Of two spellings of one address the same. */
  readonly key: string;
  /** What to call it until it has a name. */
  readonly name: string;
}

/** Throws a Failure with the sentence to show. */
export function addressOf(typed: string): Address {
  const targets = parseTarget(typed);
  const [{ href, host, hostname }] = targets;
  const isEither = targets.length > 1;
  const bare = href.replace(/^https?:\/\//, '').replace(/\/$/, '');
  return { kept: isEither ? bare : href, hostname, key: href, name: host };
}
