/** Files with a line of text each, which whoever reads them finds whole at any moment. */
import { renameSync, rmSync, writeFileSync } from 'node:fs';

export class TextFiles {
  /** What each of them says. @type {Map<string, string>} */
  #texts = new Map();
  /** Why one could not be written; said once for each reason, not each second. @type {Map<string, string>} */
  #faults = new Map();

  /**
   * @param {string} file
   * @param {string} text nothing is written when it says so already
   */
  write(file, text) {
    if (this.#texts.get(file) === text) return;
    this.#attempt(file, () => {
      // A file of this name has no txt at its end: no server has it.
      const draft = `${file}.new`;
      writeFileSync(draft, text);
      renameSync(draft, file);
      this.#texts.set(file, text);
    });
  }

  /** Takes away what was written of servers that are gone, or are called otherwise.
   * @param {ReadonlySet<string>} files those that stay */
  keepOnly(files) {
    for (const file of this.#texts.keys()) {
      if (files.has(file)) continue;
      this.#attempt(file, () => rmSync(file, { force: true }));
      this.#texts.delete(file);
    }
  }

  /**
   * @param {string} file
   * @param {() => void} act
   */
  #attempt(file, act) {
    try {
      act();
      this.#faults.delete(file);
    } catch (error) {
      const { code = 'unknown error' } = /** @type {NodeJS.ErrnoException} */ (error);
      if (this.#faults.get(file) === code) return;
      this.#faults.set(file, code);
      console.error(
        `${file} could not be written (${code}): see that the disk has room and no program holds the file.`,
      );
    }
  }
}
