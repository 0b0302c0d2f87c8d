/** Plugins, for people. Pure. */
import type { Plugin, PluginAbout } from '../../api/protocol/plugin.ts';
import type { FoundPackage } from '../plugins/install/search.ts';
import type { Provenance } from '../plugins/install/provenance.ts';
import { printable } from './printable.ts';
import { row } from './row.ts';

/** A line each, in columns; what is wrong with one stands below it. */
export function pluginLines(plugins: readonly Plugin[]): string[] {
  const rows = plugins.map((plugin) => [
    plugin.id,
    plugin.about?.version ?? '?',
    plugin.source,
    stateWords(plugin),
    plugin.about ? `asks for ${permissionNames(plugin.about)}` : '',
    ...(plugin.usage ? [usageWords(plugin)] : []),
  ]);
  return columns(rows).flatMap((line, i) => {
    const { problem } = plugins[i];
    return problem ? [line, `    ${printable(problem.message)}`] : [line];
  });
}

function stateWords({ state, isEnabled }: Plugin): string {
  if (state !== 'off') return state;
  return isEnabled ? 'not started' : 'not enabled';
}

export const permissionNames = ({ permissions }: PluginAbout): string => permissions.join(', ') || 'nothing';

/** "41 of 128 MB (system), 3 of 25 % of a processor (watch)": in brackets who keeps it to that. */
function usageWords({ usage, about, keptBy }: Plugin): string {
  const used = (figure: number | undefined, cap: number | undefined) =>
    `${figure === undefined ? '?' : Math.round(figure)} of ${cap ?? '?'}`;
  const memory = `${used(usage?.memoryMb, about?.caps.memoryMb)} MB (${keptBy.memory})`;
  return `${memory}, ${used(usage?.cpuPercent, about?.caps.cpuPercent)} % of a processor (${keptBy.cpu})`;
}

export const packageLines = (packages: readonly FoundPackage[]): string[] =>
  columns(
    packages.map(({ name, version, description }) => [name, version, description ?? ''].map(printable)),
  );

function columns(rows: readonly (readonly string[])[]): string[] {
  const widths = [0, 1, 2, 3, 4, 5].map((i) => Math.max(...rows.map((row) => row.at(i)?.length ?? 0)));
  return rows.map((row) => `  ${row.map((text, i) => text.padEnd(widths[i])).join('  ')}`.trimEnd());
}

const PERMISSIONS = {
  read: 'see the servers, how their clocks are, the events and the settings',
  sync: 'start and end syncs',
  schedule: 'add and remove events',
  trigger: 'be told of triggers and alarms',
} as const satisfies Record<PluginAbout['permissions'][number], string>;

const RUNS = {
  node: 'with Node, which keeps it from your files and from starting programs; the network is open to it',
  python: 'with Python, as a program of yours: it can do whatever you can',
  program: 'as a program of yours: it can do whatever you can',
} as const satisfies Record<PluginAbout['runtime'], string>;

/** What a person should know before allowing it. */
export function aboutLines(id: string, about: PluginAbout, origin: Provenance | null): string[] {
  const { name, version, description, permissions, runtime, caps, actions } = about;
  const wishes = permissions.map((permission) => `${permission} (to ${PERMISSIONS[permission]})`);
  return [
    `${name} ${version} (${id})${origin ? `, from ${originWords(origin)}` : ''}`,
    ...(description === null ? [] : [row('Does', description)]),
    row('Asks for', wishes.join(', ') || 'nothing of the bridge'),
    row('May use', `${caps.memoryMb} MB of memory, and ${caps.cpuPercent} % of a processor`),
    row('Runs', RUNS[runtime]),
    ...(actions.length === 0 ? [] : [row('Actions', actions.map(({ kind }) => kind).join(', '))]),
  ];
}

export function originWords(origin: Provenance): string {
  switch (origin.from) {
    case 'registry':
      return `${origin.name} ${origin.version} at ${origin.registry}`;
    case 'tarball':
    case 'folder':
      return origin.path;
  }
}
