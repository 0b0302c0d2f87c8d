/** How a process ended. */
export interface End {
  readonly code: number | null;
  readonly signal: string | null;
}

/** As in "exit code 1". */
export const endWords = ({ code, signal }: End): string =>
  signal === null ? `exit code ${String(code)}` : `signal ${signal}`;
