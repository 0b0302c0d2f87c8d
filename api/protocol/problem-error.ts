import type { Problem } from './problem.ts';

export const PROBLEM_MEDIA_TYPE = 'application/problem+json';
const TYPE = 'urn:ticketime:problem:';

/** Thrown by whatever serves an endpoint, and by the client that called it. */
export class ProblemError extends Error {
  override readonly name = 'ProblemError';
  readonly problem: Problem;

  constructor(status: number, code: string, detail: string, existing?: string) {
    super(detail);
    this.problem = {
      type: TYPE + code,
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
