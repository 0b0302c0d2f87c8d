/** What the command's end tells a script; `--help` lists them (help.ts). */
export const EXIT = {
  /** Measured. */
  ok: 0,
  /** Could not be measured (a Failure); for the demo also: the truth lies outside the ±. */
  failed: 1,
  /** The command was not understood. */
  usage: 2,
  /** A bug of this program (EX_SOFTWARE of sysexits.h). */
  bug: 70,
  /** Ctrl-C: 128 + SIGINT. */
  interrupted: 130,
  /** Asked to end: 128 + SIGTERM. */
  terminated: 143,
} as const;
