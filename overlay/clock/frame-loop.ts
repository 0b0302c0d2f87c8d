/**
 * What moves, moved once a frame and by one loop: outside of Svelte's reactivity, which a clock would keep busy sixty times a second.
 *
 * A face shows the time at which it is drawn. The screen shows that frame a frame or so later (16 ms at 60 Hz), as with everything that
 * a page draws; how much later nobody tells a page, so nothing is added for it.
 */

/** Draws itself, and returns until when it need not be drawn again, ms; 0 is the next frame. */
export type Face = () => number;

/** The window in which the clock stands: the page's own, or a picture-in-picture one. */
export type FrameHost = Pick<
  Window,
  'requestAnimationFrame' | 'cancelAnimationFrame' | 'setTimeout' | 'clearTimeout'
> & {
  readonly document: Pick<Document, 'visibilityState' | 'addEventListener' | 'removeEventListener'>;
};

/** Below this a timer would gain nothing over frames, ms. */
const SHORT_MS = 24;
/** A timer may be late by so much, and a clock that is glided runs up to 2.5 % too fast. */
const EARLIER_MS = 10;
const EARLIER_SHARE = 0.03;
/** Somebody has to look now and then, whatever the faces say. */
const LONGEST_MS = 1000;

export class FrameLoop {
  private readonly faces = new Set<Face>();
  private host: FrameHost;
  private frame: number | null = null;
  private timer: number | null = null;

  constructor(host: FrameHost) {
    this.host = host;
    host.document.addEventListener('visibilitychange', this.heed);
  }

  /** Draws it at once, and from then on. Returns how to end that. */
  add(face: Face): () => void {
    this.faces.add(face);
    face();
    this.wake();
    return () => {
      this.faces.delete(face);
      if (this.faces.size === 0) this.stop();
    };
  }

  /** To another window: a page in the background gets no frames. */
  moveTo(host: FrameHost): void {
    this.stop();
    this.host.document.removeEventListener('visibilitychange', this.heed);
    this.host = host;
    host.document.addEventListener('visibilitychange', this.heed);
    this.wake();
  }

  close(): void {
    this.stop();
    this.faces.clear();
    this.host.document.removeEventListener('visibilitychange', this.heed);
  }

  /** Nothing runs while nobody can see it; who comes back sees the right time at once. */
  private readonly heed = (): void => {
    this.stop();
    if (this.isVisible()) this.draw();
  };

  private readonly draw = (): void => {
    this.frame = null;
    let waitMs = LONGEST_MS;
    for (const face of this.faces) waitMs = Math.min(waitMs, face());
    if (this.faces.size > 0) this.schedule(waitMs);
  };

  private wake(): void {
    this.stop();
    if (this.isVisible() && this.faces.size > 0) this.schedule(0);
  }

  private schedule(waitMs: number): void {
    if (waitMs < SHORT_MS) this.frame = this.host.requestAnimationFrame(this.draw);
    else this.timer = this.host.setTimeout(() => this.schedule(0), waitMs * (1 - EARLIER_SHARE) - EARLIER_MS);
  }

  private stop(): void {
    if (this.frame !== null) this.host.cancelAnimationFrame(this.frame);
    if (this.timer !== null) this.host.clearTimeout(this.timer);
    this.frame = this.timer = null;
  }

  private isVisible(): boolean {
    return this.host.document.visibilityState === 'visible';
  }
}
