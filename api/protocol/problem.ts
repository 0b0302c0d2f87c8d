/** Errors as RFC 9457 has them: one stable type for each cause, and a sentence for people. */
import * as v from 'valibot';

export const PROBLEM_TYPE = 'urn:ticketime:problem:';
export const PROBLEM_MEDIA_TYPE = 'application/problem+json';

export const Problem = v.object({
  /** Stable: `urn:ticketime:problem:` and the code. */
  type: v.string(),
  /** The code, in kebab-case. */
  title: v.string(),
  /** The HTTP status; over a message pipe what it would have been. */
  status: v.number(),
  /** One sentence that names the cause and what to do. */
  detail: v.string(),
  /** The id of the resource that stands in the way, where there is one. */
  existing: v.optional(v.string()),
});
export type Problem = v.InferOutput<typeof Problem>;

/** Thrown by whatever serves an endpoint, and by the client that called it. */
export class ProblemError extends Error {
  override readonly name = 'ProblemError';
  readonly problem: Problem;

  constructor(status: number, code: string, detail: string, existing?: string) {
    super(detail);
    this.problem = {
      type: PROBLEM_TYPE + code,
      title: code,
      status,
      detail,
      ...(existing !== undefined && { existing }),
    };
  }

  static from({ status, title, detail, existing }: Problem): ProblemError {
    return new ProblemError(status, title, detail, existing);
  }
}
