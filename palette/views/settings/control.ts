/** What every kind of control is given. */

/** To be spread over what takes the focus: ties it to its label and its sentences. */
export interface FieldTies {
  readonly id: string;
  readonly 'aria-describedby'?: string;
  readonly 'aria-invalid'?: 'true';
}

export interface ControlProps<V> {
  readonly field: FieldTies;
  readonly value: V;
  /** Whether the core took it. */
  readonly change: (value: V) => Promise<boolean>;
  /** The sentence that stands beside the control; null takes it away. */
  readonly say: (problem: string | null) => void;
}
