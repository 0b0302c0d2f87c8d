/** Something that a person should know, and what can be done about it. */
export interface Toast {
  /** One of its kind and of its server at a time. */
  readonly id: string;
  readonly sentence: string;
  readonly action?: { readonly name: string; run(): unknown };
}
