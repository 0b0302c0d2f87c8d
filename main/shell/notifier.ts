/** Shows notifications of the system: one of a kind at a time, and no more than a person can read. */
import type { Notification, NotificationConstructorOptions } from 'electron';
import type { Notice, NoticeDeed, NoticePlace } from './notices.ts';

type Shown = Pick<Notification, 'on' | 'show' | 'close'>;

export interface NotifierOptions {
  /** Electron's class of that name. */
  readonly Notification: { new (options: NotificationConstructorOptions): Shown; isSupported(): boolean };
  /** Monotonic ms. */
  readonly now: () => number;
  readonly open: (place: NoticePlace) => void;
  readonly act: (deed: NoticeDeed) => void;
  /** Told when the system shows none, or failed to show one. */
  readonly note: (line: string) => void;
}

/** More in a minute are a flood, which says that something is wrong but not what; they are in the log and in the palette. */
const MOST = 5;
const WITHIN_MS = 60_000;

export class Notifier {
  readonly #options: NotifierOptions;
  /** By kind. Kept until they are closed: one that is collected meanwhile answers no click. */
  readonly #shown = new Map<
    string,
    { readonly body: string; readonly at: number; readonly notification: Shown }
  >();
  #times: readonly number[] = [];

  constructor(options: NotifierOptions) {
    this.#options = options;
  }

  show(notice: Notice): void {
    const { Notification, now, open, act, note } = this.#options;
    const { kind, title, body, opens, button, isUrgent, lastsMs } = notice;
    if (!Notification.isSupported()) return;
    const at = now();
    this.#times = this.#times.filter((time) => at - time < WITHIN_MS);
    const former = this.#shown.get(kind);
    // Not every system tells that one was closed.
    const isSame = former?.body === body && at - former.at < WITHIN_MS;
    if (!isUrgent && (isSame || this.#times.length >= MOST)) return;
    this.#times = [...this.#times, at];
    former?.notification.close();
    const notification = new Notification({
      title,
      body,
      // Sounds are the pages'.
      silent: true,
      ...(isUrgent && { urgency: 'critical' }),
      ...(button && { actions: [{ type: 'button', text: button.name }] }),
    });
    const timer = lastsMs === null ? null : setTimeout(() => notification.close(), lastsMs).unref();
    const forget = () => {
      if (timer) clearTimeout(timer);
      if (this.#shown.get(kind)?.notification === notification) this.#shown.delete(kind);
    };
    notification.on('click', () => {
      forget();
      open(opens);
    });
    notification.on('action', () => {
      forget();
      if (button) act(button.does);
    });
    notification.on('close', forget);
    notification.on('failed', (_event, error) => {
      forget();
      note(`A notification could not be shown (${error}): ${body}`);
    });
    this.#shown.set(kind, { body, at, notification });
    notification.show();
  }

  close(): void {
    const left = [...this.#shown.values()];
    this.#shown.clear();
    for (const { notification } of left) notification.close();
  }
}
