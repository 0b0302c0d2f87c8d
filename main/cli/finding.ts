/** What `ticketime doctor` finds: one sentence about each thing that has to be well. */
export interface Finding {
  /** Stable, in kebab-case. */
  readonly name: string;
  readonly status: 'ok' | 'warning' | 'problem';
  /** One sentence; with what to do, unless all is well. */
  readonly message: string;
}

type Found = Omit<Finding, 'name'>;

export const ok = (message: string): Found => ({ status: 'ok', message });
/** It works, less well than it could. */
export const warning = (message: string): Found => ({ status: 'warning', message });
/** Something does not work. */
export const problem = (message: string): Found => ({ status: 'problem', message });
export type { Found };
