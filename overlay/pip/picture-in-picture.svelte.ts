/** The clock in a small window that stays above all others (Document Picture-in-Picture), and back. */
import type { FrameLoop } from '../clock/frame-loop.ts';

/** Not yet in TypeScript's own types. */
interface DocumentPictureInPicture {
  requestWindow(size: { width: number; height: number }): Promise<Window & typeof globalThis>;
}

export const pictureInPicture = (globalThis as { documentPictureInPicture?: DocumentPictureInPicture })
  .documentPictureInPicture;

export class FloatingClock {
  /** Reactive. */
  window = $state.raw<(Window & typeof globalThis) | null>(null);

  /** By a person's click or key only: the browser wants it so. */
  async open(clock: HTMLElement, loop: FrameLoop): Promise<void> {
    if (!pictureInPicture || this.window) return;
    const { offsetWidth: width, offsetHeight: height } = clock;
    const place = document.createComment('clock');
    const floating = await pictureInPicture.requestWindow({ width, height });
    dress(floating.document);
    clock.replaceWith(place);
    floating.document.body.append(clock);
    loop.moveTo(floating);
    this.window = floating;
    floating.addEventListener('pagehide', () => {
      place.replaceWith(clock);
      loop.moveTo(window);
      this.window = null;
    });
  }

  close(): void {
    this.window?.close();
  }
}

/** As this page: language, theme, styles. */
function dress(other: Document): void {
  for (const { name, value } of document.documentElement.attributes)
    other.documentElement.setAttribute(name, value);
  other.documentElement.classList.add('floating');
  other.title = document.title;
  for (const sheet of document.querySelectorAll<HTMLLinkElement | HTMLStyleElement>(
    'link[rel="stylesheet"], style',
  )) {
    const copy = sheet.cloneNode(true) as typeof sheet;
    // Its address may be relative, and the other document has none of its own.
    if ('href' in sheet && 'href' in copy) copy.href = sheet.href;
    other.head.append(copy);
  }
}
