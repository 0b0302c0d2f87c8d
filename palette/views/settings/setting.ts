/** What one entry of the table of settings is, and the way from it to the value and back. Pure. */
import type { Settings } from '../../../api/client/client.ts';
import type { DesktopPreferences } from '../../../api/protocol/desktop.ts';
import type { Language } from '../../../overlay/page/language.svelte.ts';

/** In both languages; the table is searched in both whichever is shown. */
export type Said = Readonly<Record<Language, string>>;

type Single = string | number | boolean | null | readonly unknown[];
/** `display.theme`, `flash`: every value that can be set on its own. */
export type SettingKey = {
  [G in keyof Settings]: Settings[G] extends Single ? G : `${G}.${keyof Settings[G] & string}`;
}[keyof Settings];

/** What the desktop app keeps for itself. */
export type DesktopKey = `desktop.${keyof DesktopPreferences}`;

export const GROUPS = [
  'display',
  'alarms',
  'sync',
  'standard',
  'clock',
  'webhooks',
  'hotkeys',
  'page',
  'desktop',
] as const;
export type Group = (typeof GROUPS)[number];

export interface Option {
  readonly value: string | number;
  readonly name: Said;
}

/** A figure as a person types it: `perUnit` of the kept unit make one of the shown one. Limits are in the kept unit. */
export interface Figure {
  readonly unit: Said;
  readonly perUnit: number;
  readonly least: number;
  readonly most: number;
  readonly isWhole?: boolean;
  /** What 0 means, when it is allowed although it is less than the least. */
  readonly zero?: Said;
  /** What stands there when nothing is entered, when that may be (null). */
  readonly empty?: Said;
}

export type Kind =
  | { readonly is: 'switch' }
  | { readonly is: 'choice'; readonly options: readonly Option[] }
  | { readonly is: 'number'; readonly figure: Figure }
  | { readonly is: 'slider'; readonly least: number; readonly most: number; readonly step: number }
  | { readonly is: 'colour' }
  | { readonly is: 'hotkey' }
  | { readonly is: 'text' }
  | { readonly is: 'lines' }
  | { readonly is: 'order'; readonly options: readonly Option[]; readonly none: Said }
  | { readonly is: 'servers'; readonly most: number; readonly none: Said }
  | { readonly is: 'sound'; readonly options: readonly Option[] }
  | { readonly is: 'alarms' };

export interface Setting {
  readonly group: Group;
  readonly name: Said;
  /** What it does, one sentence. */
  readonly does: Said;
  /** What may go wrong with a value other than the default. */
  readonly warning?: Said;
  /** Other words that a person may look for it by, of both languages. */
  readonly also?: string;
  readonly kind: Kind;
}

export type Part = Partial<Record<SettingKey, Setting>>;

type Tree = Readonly<Record<string, unknown>>;

export function valueOf(settings: Settings, key: SettingKey): unknown {
  const [group, name] = key.split('.') as [string, string?];
  const found = (settings as unknown as Tree)[group];
  return name === undefined ? found : (found as Tree)[name];
}

/** What changeSettings is given: this value alone. */
export function changeOf(key: SettingKey, value: unknown): Tree {
  const [group, name] = key.split('.') as [string, string?];
  return { [group]: name === undefined ? value : { [name]: value } };
}

export function isSame(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

/** Every key that these settings have. */
export function keysOf(settings: Settings): string[] {
  return Object.entries(settings).flatMap(([group, value]: [string, unknown]) =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? Object.keys(value).map((name) => `${group}.${name}`)
      : [group],
  );
}
