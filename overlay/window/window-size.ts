/** How large the overlay's window has to be for what it shows. Pure. */

/** CSS px. */
export interface WindowSize {
  readonly width: number;
  readonly height: number;
}

/**
 * Whole px, for windows have no others; null when there is nothing to change.
 *
 * @param last what the window was told last; null for nothing yet
 */
export function nextSize(last: WindowSize | null, content: WindowSize): WindowSize | null {
  const [width, height] = [Math.ceil(content.width), Math.ceil(content.height)];
  if (width < 1 || height < 1) return null; // not laid out yet
  return width === last?.width && height === last.height ? null : { width, height };
}
