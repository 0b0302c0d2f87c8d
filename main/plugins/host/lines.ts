/** Cuts what a program writes into lines that a person can read: none too long, and none that could command a terminal. */
import { stripVTControlCharacters } from 'node:util';

/** Characters; a program that never ends its line would otherwise be kept in memory. */
const LONGEST = 8192;
const CUT = ' … (cut)';

export class LineCutter {
  #rest = '';
  /** What comes up to the next end of a line belongs to one that was cut. */
  #isCut = false;

  /** The lines that are whole now. */
  add(text: string): string[] {
    const parts = text.split('\n');
    const lines: string[] = [];
    for (const [index, part] of parts.entries()) {
      if (!this.#isCut) this.#rest += part.slice(0, LONGEST + 1 - this.#rest.length);
      if (this.#rest.length > LONGEST) {
        lines.push(plain(this.#rest.slice(0, LONGEST)) + CUT);
        this.#rest = '';
        this.#isCut = true;
      }
      if (index === parts.length - 1) break;
      if (!this.#isCut) lines.push(plain(this.#rest));
      this.#rest = '';
      this.#isCut = false;
    }
    return lines;
  }

  /** What came after the last end of a line, when nothing more will come. */
  end(): string[] {
    const rest = plain(this.#rest);
    this.#rest = '';
    return rest === '' ? [] : [rest];
  }
}

/** Without colours, and without any other character that is not shown, but for the tab. */
const plain = (line: string) => stripVTControlCharacters(line).replaceAll(/[^\P{Cc}\t]/gu, '');
