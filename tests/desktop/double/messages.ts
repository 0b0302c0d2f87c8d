/** What the app on the double, in a process of its own, and the test that shows its windows say to each other. */
import type { Rectangle } from 'electron';
import type { Stalls } from '../../bench/stalls.ts';

/** A value that went through a page: JSON, and `undefined`. */
export type Value = unknown;

export type ToTest =
  | {
      readonly type: 'window-open';
      readonly window: number;
      readonly size: { readonly width: number; readonly height: number };
      readonly preload: string | null;
    }
  | { readonly type: 'window-load'; readonly window: number; readonly url: string; readonly id: number }
  | { readonly type: 'window-reload'; readonly window: number }
  | {
      readonly type: 'window-resize';
      readonly window: number;
      readonly size: { readonly width: number; readonly height: number };
    }
  | { readonly type: 'window-close'; readonly window: number }
  | { readonly type: 'window-crash'; readonly window: number }
  /** To the page's preload; `ports` are ends of channels. */
  | {
      readonly type: 'to-page';
      readonly window: number;
      readonly channel: string;
      readonly args: readonly Value[];
      readonly ports: readonly number[];
    }
  | { readonly type: 'port-say'; readonly port: number; readonly data: Value }
  | { readonly type: 'port-close'; readonly port: number }
  /** How what a page asked for ended. */
  | { readonly type: 'invoked'; readonly id: number; readonly ok: boolean; readonly value: Value }
  /** How what was asked of a protocol's handler ended. */
  | {
      readonly type: 'served';
      readonly id: number;
      readonly status: number;
      readonly headers: Readonly<Record<string, string>>;
      /** Base64. */
      readonly body: string;
    }
  /** Whether the app lets a page go, or open, there. */
  | { readonly type: 'allowed'; readonly id: number; readonly is: boolean }
  | { readonly type: 'commanded'; readonly id: number; readonly ok: boolean; readonly value: Value };

export type ToApp =
  | { readonly type: 'loaded'; readonly id: number; readonly problem: string | null }
  | { readonly type: 'page-ready'; readonly window: number; readonly url: string }
  | {
      readonly type: 'from-page';
      readonly window: number;
      readonly url: string;
      readonly channel: string;
      readonly args: readonly Value[];
    }
  | {
      readonly type: 'invoke';
      readonly id: number;
      readonly window: number;
      readonly url: string;
      readonly channel: string;
      readonly args: readonly Value[];
    }
  | { readonly type: 'port-said'; readonly port: number; readonly data: Value }
  | { readonly type: 'port-closed'; readonly port: number }
  | {
      readonly type: 'serve';
      readonly id: number;
      readonly url: string;
      readonly method: string;
      readonly headers: Readonly<Record<string, string>>;
    }
  | {
      readonly type: 'may-go';
      readonly id: number;
      readonly window: number;
      readonly url: string;
      readonly how: 'navigate' | 'open';
    }
  | { readonly type: 'page-gone'; readonly window: number; readonly reason: 'crashed' | 'killed' }
  | { readonly type: 'page-focus'; readonly window: number; readonly isOn: boolean }
  | { readonly type: 'command'; readonly id: number; readonly name: CommandName; readonly input: Value };

/** What a test has the double do, or tell. */
export interface Commands {
  windows: { input: undefined; output: WindowState[] };
  /** Presses a hotkey of the whole system; whether anybody has it, and how long until a window was shown, ms. */
  press: { input: string; output: { readonly isHeard: boolean; readonly shownAfterMs: number | null } };
  hotkeys: { input: undefined; output: string[] };
  /** Has another program take these. */
  takeHotkeys: { input: string[]; output: unknown };
  tray: { input: undefined; output: TrayState | null };
  /** Clicks an entry of the tray's menu, by its id. */
  clickMenu: { input: string; output: unknown };
  clickTray: { input: undefined; output: unknown };
  displays: { input: DisplayWish[]; output: unknown };
  power: { input: 'suspend' | 'resume' | 'lock-screen' | 'unlock-screen' | 'shutdown'; output: unknown };
  blockers: { input: undefined; output: number };
  notifications: { input: undefined; output: NotificationState[] };
  clickNotification: { input: number; output: unknown };
  dialogs: { input: undefined; output: { readonly title: string; readonly content: string }[] };
  /** What the app told Electron of itself. */
  said: { input: undefined; output: Readonly<Record<string, unknown>> };
  opened: { input: undefined; output: string[] };
  mayDo: { input: { readonly window: number; readonly permission: string }; output: boolean };
  gpuGone: { input: undefined; output: unknown };
  openUrl: { input: string; output: unknown };
  /** Has the main process throw what nobody catches. */
  throw: { input: string; output: unknown };
  /** Another program takes the focus. */
  focusElsewhere: { input: undefined; output: unknown };
  /** Moves a window as a person drags it. */
  drag: { input: { readonly window: number; readonly x: number; readonly y: number }; output: unknown };
  dark: { input: boolean; output: unknown };
  /** What the benchmark has watched in the main thread since it was asked last (tests/bench/desktop-stalls.ts). */
  stalled: { input: undefined; output: Stalls };
  quit: { input: undefined; output: unknown };
}
export type CommandName = keyof Commands;

export interface WindowState {
  readonly id: number;
  readonly url: string;
  readonly bounds: Rectangle;
  readonly isVisible: boolean;
  readonly isFocused: boolean;
  readonly isFocusable: boolean;
  /** Null when it is not on top. */
  readonly level: string | null;
  readonly ignoresMouse: boolean;
  readonly onAllWorkspaces: boolean;
  readonly options: Readonly<Record<string, unknown>>;
}

export interface TrayState {
  readonly image: string;
  readonly tooltip: string;
  readonly menu: readonly MenuState[];
}

export interface MenuState {
  readonly id: string;
  readonly label: string;
  readonly type: string;
  readonly isEnabled: boolean;
  readonly isChecked: boolean;
  readonly accelerator: string;
  readonly submenu: readonly MenuState[];
}

export interface DisplayWish {
  readonly id: number;
  readonly bounds: Rectangle;
  readonly workArea: Rectangle;
  readonly scaleFactor: number;
}

export interface NotificationState {
  readonly id: number;
  readonly title: string;
  readonly body: string;
  readonly isOpen: boolean;
}
