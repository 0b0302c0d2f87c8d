/** `ticketime token`: who may use the core besides the person at this computer. */
import type { Call } from '../../api/client/rest.ts';
import { PERMISSIONS, type Permission } from '../../api/protocol/permission.ts';
import { Failure } from '../failure.ts';
import { UsageError } from './arguments.ts';
import { dateOf, localZone } from './clock-face.ts';
import { withCore } from './core-access.ts';
import { EXIT } from './exit-code.ts';
import { HELP } from './help.ts';
import { printJson, printLines, tellOnStderr } from './output.ts';
import { folderOf } from './folder.ts';
import { namedWords, readSubcommand, type Subcommand } from './subcommand.ts';

const SUBCOMMANDS = { list: {}, create: { allow: { example: 'read,sync' } }, revoke: {} } as const;

export async function run(words: readonly string[]): Promise<number> {
  const subcommand = readSubcommand('token', words, SUBCOMMANDS);
  const { name, args } = subcommand;
  if (args.has('help')) {
    printLines([HELP.token]);
    return EXIT.ok;
  }
  const names = { list: [], create: ['token'], revoke: ['token by its id'] }[name] ?? [];
  const [word] = namedWords(subcommand, names, name === 'create' ? 'obs-overlay' : 'k3j2x9ab');
  const permissions = allowed(subcommand);
  const json = args.has('json');
  await withCore(folderOf(args.text('data-dir')), async ({ call }) => {
    if (name === 'create') await create(call, word, permissions, json);
    else if (name === 'revoke') await revoke(call, word, json);
    else await list(call, json);
  });
  return EXIT.ok;
}

function allowed({ command, args }: Subcommand): Permission[] | undefined {
  const words = args
    .text('allow')
    ?.split(',')
    .map((word) => word.trim());
  const unknown = words?.find((word) => !PERMISSIONS.some((permission) => permission === word));
  if (unknown !== undefined)
    throw new UsageError(
      'unknown-permission',
      `There is no permission "${unknown}": choose among ${PERMISSIONS.join(', ')}.`,
      command,
    );
  return words as Permission[] | undefined;
}

/** The secret stands alone on stdout, for a script to take. */
async function create(
  call: Call,
  name: string,
  permissions: Permission[] | undefined,
  json: boolean,
): Promise<void> {
  const made = await call('makeToken', { name, ...(permissions && { permissions }) });
  if (json) printJson({ id: made.id, token: made.token });
  else {
    tellOnStderr(
      `Token ${made.id}, named "${made.name}", allows ${made.permissions.join(', ')}. It is told this once:`,
    );
    printLines([made.token]);
  }
}

async function list(call: Call, json: boolean): Promise<void> {
  const tokens = await call('listTokens', {});
  if (json) printJson({ tokens });
  else if (tokens.length === 0) printLines(['There is no token: ticketime token create obs-overlay']);
  else {
    const width = Math.max(...tokens.map(({ name }) => name.length));
    const zone = localZone();
    printLines(
      tokens.map(
        ({ id, name, permissions, createdEpochMs }) =>
          `  ${id}  ${name.padEnd(width)}  made ${dateOf(zone, createdEpochMs)}, allows ${permissions.join(', ')}`,
      ),
    );
  }
}

async function revoke(call: Call, id: string, json: boolean): Promise<void> {
  const token = (await call('listTokens', {})).find((one) => one.id === id);
  if (!token) throw new Failure('no-such-token', `There is no token ${id}: ticketime token lists them.`);
  await call('revokeToken', { id });
  if (json) printJson({ revoked: id });
  else
    printLines([
      `Token ${id}, named "${token.name}", is revoked, and whoever was connected by it is cut off.`,
    ]);
}
