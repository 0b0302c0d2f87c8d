/** Setting this computer's clock by the desktop app, and what came of it, for as long as somebody has to read it. */
import type { ClockSet } from '../../api/protocol/desktop.ts';
import type { Desktop } from '../../overlay/page/desktop.svelte.ts';

/** What is known of the clock since it was set: nothing yet, that it is right, or that it is off nevertheless. */
export type SinceSet = 'comparing' | 'right' | 'off';

/** For reading that it is right again, ms. */
const READ_MS = 5000;

export class ClockSetting {
  /** Reactive. */
  isRunning = $state(false);
  /** Reactive. Null: nothing to tell. */
  result = $state.raw<ClockSet | null>(null);
  readonly #desktop: Pick<Desktop, 'call'>;
  readonly #measured: () => { readonly isOff: boolean } | null;
  /** The measurement that was the last one then. */
  #before: unknown = null;

  /** `measured` (reactive): the last comparison with standard time. */
  constructor(desktop: Pick<Desktop, 'call'>, measured: () => { readonly isOff: boolean } | null) {
    this.#desktop = desktop;
    this.#measured = measured;
  }

  /** Reactive. */
  get since(): SinceSet {
    const measured = this.#measured();
    if (measured?.isOff !== true) return 'right';
    return measured === this.#before ? 'comparing' : 'off';
  }

  readonly run = async (): Promise<void> => {
    if (this.isRunning) return;
    this.isRunning = true;
    this.result = null;
    // It is broadcast anew as soon as the clock's step is seen, which may be before the command has ended.
    this.#before = this.#measured();
    try {
      this.result = await this.#desktop.call('setClock');
    } catch (error) {
      const output = error instanceof Error ? error.message : String(error);
      this.result = { isDone: false, command: '', why: 'failed', output };
    } finally {
      this.isRunning = false;
    }
  };

  readonly forget = (): void => {
    this.result = null;
  };

  /** To be called when the clock is right. Returns what takes it back. */
  forgetSoon(): () => void {
    const timer = setTimeout(this.forget, READ_MS);
    return () => clearTimeout(timer);
  }
}
