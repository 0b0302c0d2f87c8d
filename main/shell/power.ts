/** Keeps the computer awake while an event is near, and tells when it woke, or when the session is about to end. */
import type { BrowserWindow, Event, PowerMonitor, PowerSaveBlocker } from 'electron';

export interface PowerOptions {
  /** Electron's, once it is ready. */
  readonly powerMonitor: Pick<PowerMonitor, 'on' | 'off'>;
  readonly powerSaveBlocker: Pick<PowerSaveBlocker, 'start' | 'stop'>;
}

export class Power {
  readonly #options: PowerOptions;
  readonly #wakings: (() => void)[] = [];
  readonly #endings: (() => void)[] = [];
  /** While it is held. */
  #blocker: number | null = null;

  readonly #woke = () => this.#wakings.forEach((listener) => listener());
  /** Where the system waits for those who ask it to (Linux, macOS), the core is to end in order. */
  readonly #ends = (event?: Event) => {
    event?.preventDefault();
    this.#endings.forEach((listener) => listener());
  };

  constructor(options: PowerOptions) {
    this.#options = options;
    const { powerMonitor } = options;
    powerMonitor.on('resume', this.#woke);
    powerMonitor.on('unlock-screen', this.#woke);
    powerMonitor.on('user-did-become-active', this.#woke);
    powerMonitor.on('shutdown', this.#ends);
  }

  /**
   * While it is so, the computer does not fall asleep by itself, and macOS does not stretch this program's timers (App Nap). The screen
   * may go dark: whoever is away does not look at it.
   */
  setNear(isNear: boolean): void {
    const { powerSaveBlocker } = this.#options;
    if (isNear) this.#blocker ??= powerSaveBlocker.start('prevent-app-suspension');
    else if (this.#blocker !== null) {
      powerSaveBlocker.stop(this.#blocker);
      this.#blocker = null;
    }
  }

  /** After a sleep, a lock or another person's turn: windows may have sunk, keys may have come free. */
  onWake(listener: () => void): void {
    this.#wakings.push(listener);
  }

  /** The person logs out, or the computer is shut down: what is to be kept has some seconds. */
  onSessionEnd(listener: () => void): void {
    this.#endings.push(listener);
  }

  /** Windows tells a session's end to windows alone. */
  watch(window: Pick<BrowserWindow, 'on'>): void {
    window.on('session-end', () => this.#ends());
  }

  close(): void {
    const { powerMonitor } = this.#options;
    this.setNear(false);
    powerMonitor.off('resume', this.#woke);
    powerMonitor.off('unlock-screen', this.#woke);
    powerMonitor.off('user-did-become-active', this.#woke);
    powerMonitor.off('shutdown', this.#ends);
  }
}
