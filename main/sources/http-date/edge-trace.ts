/**
 * Cloudflare's `/cdn-cgi/trace`: a few lines of text that the edge itself makes for whatever host it serves, its clock
 * (`ts=`) among them. https://developers.cloudflare.com/fundamentals/reference/cdn-cgi-endpoint/
 */
import { Failure } from '../../failure.ts';
import type { TimedReply } from './timed-request.ts';

/** One exchange that brought a trace. */
export interface EdgeTrace {
  /** t0, monotonic ms. */
  readonly sentAt: number;
  /** t2, monotonic ms. */
  readonly receivedAt: number;
  /** The whole body, at most LONGEST_BODY of timed-request.ts. */
  readonly body: string;
}

const TRACE_PATH = '/cdn-cgi/trace';

/**
 * Asks the host of `url` for its trace by one GET that `ask` sends. Null when the host does not answer it with 200 and
 * a whole small body, or not at all; what is no `Failure` (a bug) rejects.
 */
export async function askEdgeTrace(
  url: URL,
  ask: (url: URL) => Promise<TimedReply>,
): Promise<EdgeTrace | null> {
  try {
    const { status, sentAt, receivedAt, body } = await ask(new URL(TRACE_PATH, url));
    return status === 200 && body !== undefined ? { sentAt, receivedAt, body } : null;
  } catch (error) {
    if (error instanceof Failure) return null;
    throw error;
  }
}
