/** What the core refuses, in the words of the protocol. */
import type { Permission } from '../../api/protocol/permission.ts';
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

export const noLead = (name: string) =>
  new ProblemError(
    409,
    'no-lead',
    `When a request arrives at ${name} is not known, because its own clock could not be measured: press by server time instead.`,
  );

export const pressTooSoon = (name: string) =>
  new ProblemError(
    429,
    'press-too-soon',
    `${name} is sent one press a second at the most, and none before the last one was answered: press again in a moment.`,
  );

export const pressNotNow = () =>
  new ProblemError(
    400,
    'press-not-now',
    'The field "pressedAt" is not of this moment on the core\'s monotonic clock: give what that shows at the press.',
  );

export const hotkeyTwice = (key: string, one: string, other: string) =>
  new ProblemError(
    400,
    'hotkey-twice',
    `${key} would be the hotkey of both "${one}" and "${other}": choose another one for either, or leave it empty.`,
  );

export const serverShownTwice = (id: string) =>
  new ProblemError(400, 'server-shown-twice', `The overlay shows each server once, so name ${id} once.`);

export const noPlugin = (id: string) =>
  new ProblemError(
    404,
    'no-such-plugin',
    `There is no plugin ${id}: GET /plugins lists those that there are.`,
  );

/** What is wrong with it has a sentence of its own. */
export const pluginBroken = (problem: { readonly code: string; readonly message: string } | null) =>
  new ProblemError(409, problem?.code ?? 'manifest-missing', problem?.message ?? 'It has no manifest.');

export const consentDiffers = (id: string, asked: readonly Permission[]) =>
  new ProblemError(
    409,
    'consent-differs',
    `The plugin ${id} asks for ${asked.length > 0 ? asked.join(', ') : 'no permission'}: allow exactly that, or leave it disabled.`,
  );

export const unknownAction = (kind: string, known: readonly string[]) =>
  new ProblemError(
    400,
    'unknown-action',
    `No enabled plugin has the action ${kind}: ${known.length > 0 ? `choose from ${known.join(', ')}` : 'enable a plugin that has one'}.`,
  );

/** Statuses of the failures that are not simply bad input. */
const STATUS: Readonly<Record<string, number>> = {
  'no-such-event': 404,
  'too-many-events': 409,
  'too-many-servers': 409,
  'too-many-syncs': 429,
  'too-many-webhook-tests': 429,
  'forbidden-address': 403,
  'private-address': 403,
  'consents-not-saved': 507,
  'disk-full': 507,
  'store-unwritable': 507,
  'folder-unwritable': 507,
  'folder-unusable': 507,
  'not-a-folder': 507,
};

/** A Failure as a problem; anything else is a bug, and stays what it is. */
export function asProblem(error: unknown): unknown {
  if (!(error instanceof Failure)) return error;
  return new ProblemError(STATUS[error.code] ?? 400, error.code, error.message);
}
