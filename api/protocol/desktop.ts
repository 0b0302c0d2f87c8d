/**
 * What a page and the desktop app say to each other about windows, keys and the computer; everything else goes over the core's own
 * protocol. A page finds it as `window.ticketime`; in a browser there is none.
 */
import * as v from 'valibot';
import type { Settings } from './settings.ts';

export type HotkeyName = keyof Settings['hotkeys'];

/** `taken`: another program has it. `unavailable`: this system lets no program have any (Wayland). */
export type HotkeyState = 'on' | 'off' | 'taken' | 'unavailable';

/** What is less here than it could be, told in one sentence each. */
export type DesktopNote =
  /** No floating, no click-through, no hotkeys. */
  | 'wayland'
  | 'no-tray'
  /** The overlay has a ground of its own. */
  | 'no-compositor'
  /** Drawn without the graphics processor, which had failed. */
  | 'no-gpu'
  /** Another program has the API's port: it is at another one. */
  | 'other-port';

export const DesktopPreferences = v.strictObject({
  /** Null where the system does not tell. */
  opensAtLogin: v.boolean(),
  /** `auto`: where nothing draws shadows and transparency. */
  ground: v.picklist(['auto', 'transparent', 'opaque']),
  /** Looked for, and fetched in the background. */
  updates: v.boolean(),
});
export type DesktopPreferences = v.InferOutput<typeof DesktopPreferences>;

export type UpdateState =
  /** This copy is not updated from within: a package manager's, a portable one, or one from a checkout. */
  | { readonly is: 'never' }
  | { readonly is: 'none' }
  | { readonly is: 'fetching'; readonly version: string }
  /** Put in place when the app ends; `waitsFor`: the name of an event that is near, before which it is not. */
  | { readonly is: 'ready'; readonly version: string; readonly waitsFor: string | null };

export interface DesktopState {
  readonly platform: 'win32' | 'darwin' | 'linux';
  /** What starts this app, as a POSIX shell takes it: with a switch after it, the one that runs is told. */
  readonly command: string;
  readonly hotkeys: Readonly<Record<HotkeyName, HotkeyState>>;
  readonly isOverlayShown: boolean;
  readonly isMoving: boolean;
  /** Whether the overlay needs a ground of its own. */
  readonly isOpaque: boolean;
  readonly notes: readonly DesktopNote[];
  readonly preferences: DesktopPreferences;
  readonly update: UpdateState;
}

/** How setting this computer's clock by standard time ended. `command`: what was run. */
export interface ClockSet {
  readonly isDone: boolean;
  readonly command: string;
  /** `declined`: the person did not allow it; `missing`: no such program; `failed`: see `output`. */
  readonly why: 'declined' | 'missing' | 'failed' | null;
  /** What the program printed, a few lines at the most. */
  readonly output: string;
}

const Nothing = v.undefined_();
const Switch = v.boolean();
/** CSS px. */
const Length = v.pipe(v.number(), v.minValue(1), v.maxValue(10_000));

/** What a page may ask for, and with what. */
export const DESKTOP_CALLS = {
  /** The clock's size: the window of the overlay takes it. */
  sizeOverlay: v.strictObject({ width: Length, height: Length }),
  showOverlay: Switch,
  /** It can be dragged until this is ended. */
  moveOverlay: Switch,
  hidePalette: Nothing,
  /** While something is being edited, the palette stays when it loses the focus. */
  setEditing: Switch,
  /** While a hotkey is recorded, none of them does anything. */
  recordHotkeys: Switch,
  changePreferences: v.partial(DesktopPreferences),
  /** Sets this computer's clock; answers with a ClockSet. */
  setClock: Nothing,
  installUpdate: Nothing,
  quit: Nothing,
} as const;

export type DesktopCall = keyof typeof DESKTOP_CALLS;
export type DesktopInput<N extends DesktopCall> = v.InferOutput<(typeof DESKTOP_CALLS)[N]>;
export type DesktopOutput<N extends DesktopCall> = N extends 'setClock' ? ClockSet : undefined;

/** What the desktop app asks of a page. */
export type DesktopWish =
  /** The palette was shown: its input takes the focus. */
  | { readonly type: 'home' }
  /** A link asks for this server to be added: the person is asked first. */
  | { readonly type: 'add'; readonly url: string }
  /** From the tray. */
  | { readonly type: 'view'; readonly view: 'settings' | 'schedule' | 'practice' };

export interface DesktopBridge {
  /** The core's port comes as a message of the window whose data is PORT_MESSAGE. */
  askPort(): void;
  /** Rejects with an Error whose message is one sentence. */
  call<N extends DesktopCall>(name: N, input: DesktopInput<N>): Promise<DesktopOutput<N>>;
  /** Told at once, as soon as it is known, and at each change. */
  onState(listener: (state: DesktopState) => void): void;
  /** Those that came before the first listener are told to it. */
  onWish(listener: (wish: DesktopWish) => void): void;
}

export const PORT_MESSAGE = 'ticketime-port';
