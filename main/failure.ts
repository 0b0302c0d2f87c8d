/**
 * A failure that a person is told about.
 *
 * `message` is one exact sentence that names the cause and what to do about it; `code` is the stable,
 * kebab-case name of that sentence, for programs. Anything else that is thrown is a bug.
 */
export class Failure extends Error {
  override readonly name = 'Failure';
  readonly code: string;

  constructor(code: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
