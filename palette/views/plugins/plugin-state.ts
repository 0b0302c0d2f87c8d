/** What a plugin's state means for whoever looks at it. Pure. */
import type { Plugin } from '../../../api/client/client.ts';
import type { Level } from '../../../overlay/page/level.ts';

export type PluginState = Plugin['state'];
export type Usage = NonNullable<Plugin['usage']>;

/** Its process runs, or is started again by itself. */
export const isKept = ({ state }: Pick<Plugin, 'state'>) =>
  state === 'starting' || state === 'running' || state === 'pausing';

/** Of each, a person can make it run, and keep it from running. */
export function canStart({ state }: Pick<Plugin, 'state'>): boolean {
  return state === 'off' || state === 'pausing' || state === 'stopped' || state === 'ended';
}

export const canStop = (plugin: Pick<Plugin, 'state' | 'isEnabled'>) => plugin.isEnabled || isKept(plugin);

/** A person has to see what it asks for before it runs. */
export function needsConsent({ isEnabled, problem }: Pick<Plugin, 'isEnabled' | 'problem'>): boolean {
  return !isEnabled || problem?.code === 'consent-outgrown';
}

/** Node keeps what it runs from files and other programs (its permission model); nothing else is kept so. */
export const isConfined = ({ runtime }: Pick<NonNullable<Plugin['about']>, 'runtime'>) => runtime === 'node';

export function levelOf({ state, problem }: Pick<Plugin, 'state' | 'problem'>): Level {
  switch (state) {
    case 'running':
      return problem ? 'fair' : 'good';
    case 'starting':
    case 'pausing':
      return 'fair';
    case 'stopped':
    case 'broken':
      return 'poor';
    case 'off':
    case 'ended':
      return 'unknown';
  }
}

/** What cannot be used stands at the end; the rest by name. */
export function inOrder(plugins: readonly Plugin[]): Plugin[] {
  return [...plugins].sort(
    (one, other) =>
      Number(one.state === 'broken') - Number(other.state === 'broken') ||
      nameOf(one).localeCompare(nameOf(other)) ||
      one.folder.localeCompare(other.folder),
  );
}

export const nameOf = ({ about, id }: Pick<Plugin, 'about' | 'id'>) => about?.name ?? id;

/** From this share of a cap on, the core warns. */
const NEAR = 0.8;

export function levelOfUse(used: number, cap: number): Level {
  return used > cap ? 'poor' : used >= cap * NEAR ? 'fair' : 'good';
}
