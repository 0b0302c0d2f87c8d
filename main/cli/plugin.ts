/** `ticketime plugin`: programs that the core starts itself, as far as a person allows it. */
import { UsageError } from './arguments.ts';
import { EXIT } from './exit-code.ts';
import { folderOf } from './folder.ts';
import { HELP } from './help.ts';
import type { Interruption } from './interruption.ts';
import { printLines } from './output.ts';
import type { Manner } from './plugin-consent.ts';
import { disable, enable, list, showLog } from './plugin-known.ts';
import { namedWords, readSubcommand, type Subcommand } from './subcommand.ts';

const REGISTRY = { example: 'https://registry.npmjs.org' };

const SUBCOMMANDS = {
  list: {},
  search: { registry: REGISTRY },
  install: { registry: REGISTRY, integrity: { example: 'sha512-...' }, yes: 'flag' },
  update: { yes: 'flag' },
  remove: {},
  enable: { yes: 'flag' },
  disable: {},
  log: { lines: { example: 100 } },
  new: { python: 'flag' },
} as const;

export async function run(words: readonly string[], interruption: Interruption): Promise<number> {
  const subcommand = readSubcommand('plugin', words, SUBCOMMANDS);
  const { name, args } = subcommand;
  if (args.has('help')) {
    printLines([HELP.plugin]);
    return EXIT.ok;
  }
  const manner: Manner = {
    folder: folderOf(args.text('data-dir')),
    json: args.has('json'),
    yes: args.has('yes'),
    signal: interruption.signal,
  };
  return (await dispatch(name as keyof typeof SUBCOMMANDS, subcommand, manner)) ?? EXIT.ok;
}

/** What is loaded with one of them is loaded for that one alone. */
async function dispatch(
  name: keyof typeof SUBCOMMANDS,
  subcommand: Subcommand,
  manner: Manner,
): Promise<number | undefined> {
  const { args } = subcommand;
  const { folder, json } = manner;
  const id = () => namedWords(subcommand, ['plugin by its id'], 'led-bridge')[0];
  switch (name) {
    case 'list':
      namedWords(subcommand, [], '');
      await list(manner);
      return;
    case 'search': {
      const registry = await registryOf(subcommand);
      const { search } = await import('./plugin-search.ts');
      await search(args.positionals, registry, manner);
      return;
    }
    case 'install': {
      const [word] = namedWords(subcommand, ['package, folder or tarball'], './door-sign');
      const source = { registry: await registryOf(subcommand), integrity: integrityOf(subcommand) };
      const { install } = await import('./plugin-install.ts');
      await install(word, source, manner);
      return;
    }
    case 'update': {
      const wanted = args.positionals.length === 0 ? undefined : id();
      const { update } = await import('./plugin-update.ts');
      return update(wanted, manner);
    }
    case 'remove': {
      const wanted = id();
      const { remove } = await import('./plugin-remove.ts');
      await remove(wanted, folder, json);
      return;
    }
    case 'enable':
      await enable(id(), manner);
      return;
    case 'disable':
      await disable(id(), manner);
      return;
    case 'log':
      await showLog(id(), linesOf(subcommand), manner);
      return;
    case 'new': {
      const [word] = namedWords(subcommand, ['plugin'], 'door-sign');
      const { makeNew } = await import('./plugin-new.ts');
      makeNew(word, args.has('python') ? 'python' : 'javascript', json);
    }
  }
}

async function registryOf({ command, args }: Subcommand): Promise<string> {
  const { NPM } = await import('../plugins/install/registry.ts');
  const word = args.text('registry') ?? NPM;
  const url = URL.parse(word);
  if (url && /^https?:$/.test(url.protocol)) return url.href;
  throw new UsageError(
    'bad-registry',
    `"${word}" is no address of a registry: type one as in --registry ${REGISTRY.example}.`,
    command,
  );
}

/** A word that is no checksum would be passed over by npm's library, and then nothing would be checked. */
function integrityOf({ command, args }: Subcommand): string | undefined {
  const word = args.text('integrity');
  if (word === undefined || /^sha512-[A-Za-z0-9+/]{86}==$/.test(word)) return word;
  throw new UsageError(
    'bad-integrity',
    '--integrity needs the checksum of a tarball, as npm view shows it: sha512- and 88 characters.',
    command,
  );
}

const MOST_LINES = 1000;

function linesOf({ command, args }: Subcommand): number | undefined {
  const lines = args.number('lines');
  if (lines === undefined || (Number.isInteger(lines) && lines >= 1 && lines <= MOST_LINES)) return lines;
  throw new UsageError('bad-lines', `--lines is a whole number from 1 to ${MOST_LINES}.`, command);
}
