/** The overlay's window in the desktop app is as large as its content. */
import type { Desktop } from '../page/desktop.svelte.ts';
import { nextSize, type WindowSize } from './window-size.ts';

/** To be attached to the content. It is told in the frame in which it grows, before that is drawn. */
export function fitWindow(desktop: Desktop): (content: Element) => () => void {
  return (content) => {
    let last: WindowSize | null = null;
    const observer = new ResizeObserver(() => {
      const size = nextSize(last, content.getBoundingClientRect());
      if (!size) return;
      last = size;
      desktop.tell('sizeOverlay', size);
    });
    observer.observe(content, { box: 'border-box' });
    return () => observer.disconnect();
  };
}
