/** Errors as RFC 9457 has them: one stable type for each cause, and a sentence for people. */
import * as v from 'valibot';

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
