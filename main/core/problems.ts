/** What the core refuses, in the words of the protocol. */
import { ProblemError } from '../../api/protocol/problem-error.ts';
import { Failure } from '../failure.ts';

export const noServer = (id: string) =>
  new ProblemError(
    404,
    'no-such-server',
    `There is no server ${id}: GET /servers lists those that there are.`,
  );

export const noReading = (name: string, why: string | null) =>
  new ProblemError(
    409,
    'not-measured',
    why ?? `The clock of ${name} has not been measured yet: start a sync and ask again.`,
  );

/** Statuses of the failures that are not simply bad input. */
const STATUS: Readonly<Record<string, number>> = {
  'no-such-event': 404,
  'too-many-events': 409,
  'too-many-servers': 409,
  'too-many-syncs': 429,
  'forbidden-address': 403,
  'private-address': 403,
  'disk-full': 507,
  'store-unwritable': 507,
};

/** A Failure as a problem; anything else is a bug, and stays what it is. */
export function asProblem(error: unknown): unknown {
  if (!(error instanceof Failure)) return error;
  return new ProblemError(STATUS[error.code] ?? 400, error.code, error.message);
}
