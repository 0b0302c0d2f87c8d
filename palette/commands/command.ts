/** Something that the palette can do. */
export interface Command {
  /** Stable, in kebab-case. */
  readonly id: string;
  /** In the page's language. */
  readonly name: string;
  /** What else it may be called, in both languages. */
  readonly also: string;
  /** As Electron writes hotkeys; empty for none. */
  readonly keys: string;
  /** Rejects with a ProblemError. */
  run(): unknown;
}
