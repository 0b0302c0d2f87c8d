/** Something that a person should know, and what can be done about it. */
export interface Toast {
  /** One of its kind and of its server at a time. */
  readonly id: string;
  /** Null: what stands below says it all. */
  readonly sentence: string | null;
  readonly action?: { readonly name: string; run(): unknown };
  /** Else it is dismissed until it is no longer so. */
  dismiss?(): void;
}
