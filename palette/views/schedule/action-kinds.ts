/** What plugins can do when an event fires: which kinds of action there are, and whose. Pure. */
import type { ActionKind, Plugin } from '../../../api/client/client.ts';
import { isKept } from '../plugins/plugin-state.ts';

/** A kind of action, with the plugin that does it. */
export interface KnownKind extends ActionKind {
  readonly plugin: Plugin;
}

export const kindsOf = (plugins: readonly Plugin[]): KnownKind[] =>
  plugins.flatMap((plugin) => (plugin.about?.actions ?? []).map((kind) => ({ ...kind, plugin })));

/** The core takes an action of a plugin that is enabled. */
export const isOffered = ({ plugin }: KnownKind) => plugin.isEnabled;

/** Whether somebody would act on it now. */
export const isServed = ({ plugin }: KnownKind) => plugin.isEnabled && isKept(plugin);
