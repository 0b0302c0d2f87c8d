/** The hotkeys of the whole computer: each registered alone, so that one that another program has keeps no other. */
import { globalShortcut } from 'electron';
import type { HotkeyName, HotkeyState } from '../../api/protocol/desktop.ts';
import type { Settings } from '../../api/protocol/settings.ts';
import type { Session } from './session.ts';
import { difference, HOTKEY_NAMES, stateOf, wantedKeys, type Wanted } from './shortcut-table.ts';

export type HotkeyStates = Readonly<Record<HotkeyName, HotkeyState>>;

export interface ShortcutsOptions {
  readonly session: Session;
  readonly actions: Readonly<Record<HotkeyName, () => void>>;
  /** `states` has changed. */
  readonly onChange: () => void;
}

const NONE: Wanted = { palette: '', sync: '', overlay: '', move: '', nextServer: '' };

export class Shortcuts {
  private readonly options: ShortcutsOptions;
  private readonly registered = new Map<HotkeyName, string>();
  /** Of the settings. */
  private asked = NONE;
  /** What was tried of that: while they are suspended, nothing can be. */
  private wanted = NONE;
  private isSuspended = false;

  constructor(options: ShortcutsOptions) {
    this.options = options;
  }

  get states(): HotkeyStates {
    const { session } = this.options;
    const entries = HOTKEY_NAMES.map((name) => [name, stateOf(name, this.registered, this.wanted, session)]);
    return Object.fromEntries(entries) as HotkeyStates;
  }

  /** The keys of those that another program has. */
  get taken(): string[] {
    const { states } = this;
    return HOTKEY_NAMES.filter((name) => states[name] === 'taken').map((name) => this.wanted[name]);
  }

  follow(hotkeys: Settings['hotkeys']): void {
    const asked = wantedKeys(hotkeys, this.options.session);
    if (HOTKEY_NAMES.every((name) => asked[name] === this.asked[name])) return;
    this.asked = asked;
    this.tryAll();
  }

  /** What another program had may have come free. */
  tryAll(): void {
    if (this.isSuspended) return;
    const before = JSON.stringify(this.states);
    this.wanted = this.asked;
    const { release, register } = difference(this.registered, this.wanted);
    for (const keys of release) globalShortcut.unregister(keys);
    for (const [name, keys] of this.registered) if (release.includes(keys)) this.registered.delete(name);
    for (const { name, keys } of register)
      if (isHad(keys, this.options.actions[name])) this.registered.set(name, keys);
    if (JSON.stringify(this.states) !== before) this.options.onChange();
  }

  /** While a hotkey is being recorded, none of them does anything. */
  setSuspended(isSuspended: boolean): void {
    if (this.options.session === 'wayland' || isSuspended === this.isSuspended) return;
    this.isSuspended = isSuspended;
    globalShortcut.setSuspended(isSuspended);
    this.tryAll();
  }

  close(): void {
    if (this.isSuspended) globalShortcut.setSuspended(false);
    for (const keys of this.registered.values()) globalShortcut.unregister(keys);
    this.registered.clear();
  }
}

/** Electron throws at keys that it cannot read: those that no keyboard has, as F99. */
function isHad(keys: string, action: () => void): boolean {
  try {
    return globalShortcut.register(keys, action);
  } catch {
    return false;
  }
}
