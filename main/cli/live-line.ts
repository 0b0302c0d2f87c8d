/**
 * One line of a terminal that is drawn over and over: no flicker (one write, what is left of the old text is erased
 * behind the new), no wrapping (what does not fit is left out), and the cursor comes back whatever happens.
 */
import type { WriteStream } from 'node:tty';

const HIDE_CURSOR = '\x1b[?25l';
const SHOW_CURSOR = '\x1b[?25h';
const ERASE_TO_END = '\x1b[K';
const GAP = '  ';
const NARROWEST = 20;

/** Whether lines can be redrawn there. */
export function isTerminal(stream: NodeJS.WriteStream): stream is WriteStream & NodeJS.WriteStream {
  return stream.isTTY && process.env['TERM'] !== 'dumb';
}

/** Stress for a terminal; plain where colours are unwanted (https://no-color.org) or nobody looks. */
export function bold(text: string, stream: NodeJS.WriteStream): string {
  return isTerminal(stream) && !process.env['NO_COLOR'] ? `\x1b[1m${text}\x1b[22m` : text;
}

/** As many of `pieces`, from the first on, as fit beside each other. Each is one cell per character. */
export function fitting(pieces: readonly string[], columns: number): readonly string[] {
  const room = Math.max(columns, NARROWEST) - 1; // the last column would wrap on some terminals
  const fit: string[] = [];
  let used = -GAP.length;
  for (const piece of pieces) {
    used += GAP.length + piece.length;
    if (used > room) break;
    fit.push(piece);
  }
  return fit.length > 0 ? fit : pieces.slice(0, 1).map((piece) => piece.slice(0, room));
}

export class LiveLine {
  private readonly stream: NodeJS.WriteStream;
  private isShown = false;

  constructor(stream: NodeJS.WriteStream) {
    this.stream = stream;
  }

  /** Shows these pieces, the first one stressed, the most dispensable last. */
  draw(pieces: readonly string[]): void {
    const [first = '', ...others] = fitting(pieces, this.stream.columns || 80);
    const text = [bold(first, this.stream), ...others].join(GAP);
    const begin = this.isShown ? '' : HIDE_CURSOR;
    if (!this.isShown) process.on('exit', this.end);
    this.isShown = true;
    this.stream.write(`${begin}\r${text}${ERASE_TO_END}`);
  }

  /** Takes the line away; what is written next takes its place. */
  readonly clear = (): void => this.leave(`\r${ERASE_TO_END}`);

  /** Leaves the line as it was last drawn; what is written next comes below it. */
  readonly end = (): void => this.leave('\n');

  private leave(how: string): void {
    if (!this.isShown) return;
    this.isShown = false;
    process.off('exit', this.end);
    this.stream.write(`${how}${SHOW_CURSOR}`);
  }
}
