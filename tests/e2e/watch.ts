/**
 * What watches the overlay from inside the page: each frame that changed the digits, between two looks at the page's clock in the same
 * task; what the core told; and, by the page's own pings, how far the core's clock is from the page's.
 */
import type { Reading } from '../../api/client/client.ts';

/** The digits as they stood at the end of a task, which read the clock between these two instants (page's clock, ms). */
export interface Drawn {
  readonly begunAt: number;
  readonly endedAt: number;
  readonly text: string;
}

/** Since the last `watchAnew()`; clock and readings since the page was opened. */
export interface Watched {
  readonly drawn: readonly Drawn[];
  /** Asked for by the page, whether or not anything changed. */
  readonly frames: number;
  readonly lastedMs: number;
  /** Core's clock minus the page's, and by how much the page may believe otherwise, ms. */
  readonly clock: { readonly shiftMs: number; readonly errorMs: number };
  /** Of the one server, oldest first. */
  readonly readings: readonly Reading[];
}

/** Runs before the page's own scripts. A text, for the tests have no types of a page. */
export const WATCH = `(() => {
  const drawn = [], readings = [], pongs = [];
  let socket, serverId, frames = 0, since = performance.now(), last = '';
  const text = () => document.querySelector('.digits')?.textContent.replace(/\\s/g, '') ?? '';
  const ask = requestAnimationFrame.bind(window);
  window.requestAnimationFrame = (run) => ask((at) => {
    const begunAt = performance.now();
    frames++;
    run(at);
    const endedAt = performance.now();
    const now = text();
    if (now === last) return;
    last = now;
    drawn.push({ begunAt, endedAt, text: now });
  });
  window.WebSocket = class extends WebSocket {
    constructor(...given) {
      super(...given);
      socket = this;
      this.addEventListener('message', ({ data }) => {
        const t3 = performance.now();
        const message = JSON.parse(data);
        if (message.type === 'pong') pongs.push({ ...message, t3 });
        if (message.type === 'hello') serverId = message.servers[0]?.id;
        const reading = message.type === 'hello' ? message.servers[0]?.reading : message.type === 'estimate' ? message.reading : null;
        if (reading) readings.push(reading);
      });
    }
  };
  // Each ping proves an interval; what they have in common is proven as well. The page believes the middle of the shortest.
  const clock = () => {
    const lo = Math.max(...pongs.map(({ t2, t3 }) => t2 - t3));
    const hi = Math.min(...pongs.map(({ t0, t1 }) => t1 - t0));
    const shortest = Math.min(...pongs.map(({ t0, t1, t2, t3 }) => t3 - t0 - (t2 - t1)));
    return { shiftMs: (lo + hi) / 2, errorMs: shortest / 2 + Math.abs(hi - lo) / 2 + 0.1 };
  };
  window.watched = () => ({ drawn, frames, lastedMs: performance.now() - since, clock: clock(), readings });
  window.watchAnew = () => { drawn.length = 0; frames = 0; since = performance.now(); last = text(); };
  // As if a sync had found that the server's clock is so much ahead of what was thought.
  window.correct = (byMs) => {
    const before = readings.at(-1);
    const reading = { ...before, shiftMs: before.shiftMs + byMs };
    socket.dispatchEvent(new MessageEvent('message', { data: JSON.stringify({ type: 'estimate', serverId, reading, lead: null }) }));
  };
  window.setVisible = (isVisible) => {
    Object.defineProperty(document, 'visibilityState', { configurable: true, get: () => (isVisible ? 'visible' : 'hidden') });
    const begunAt = performance.now();
    document.dispatchEvent(new Event('visibilitychange'));
    return { begunAt, endedAt: performance.now(), text: text() };
  };
})()`;

/** Of 19:59:48.317. */
export function msOfDay(text: string): number {
  const [hours = NaN, minutes = NaN, seconds = NaN] = text.split(':').map(Number);
  return Math.round(((hours * 60 + minutes) * 60 + seconds) * 1000);
}
