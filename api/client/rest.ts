/** One question over HTTP, for whoever needs no connection: a command, a script. */
import type { EndpointName, Input, Output } from '../protocol/endpoints.ts';
import type { Problem } from '../protocol/problem.ts';
import { ProblemError } from '../protocol/problem-error.ts';
import { ROUTES } from '../protocol/routes.ts';

/** Asks the core for something; rejects with a ProblemError. */
export type Call = <N extends EndpointName>(name: N, input: Input<N>) => Promise<Output<N>>;

/** Every request is answered at once (a sync only begins). */
const ANSWER_MS = 30_000;

/** `url`: the core's address. Rejects with what `fetch` throws when nobody answers there, or not in time. */
export function restCall(url: string, token: string | undefined, timeoutMs = ANSWER_MS): Call {
  return async (name, input) => {
    const { method, path } = ROUTES[name];
    const given = Object.entries(input);
    const filled = path.replace(/:(\w+)/g, (_, part: string) => {
      const [, value] = given.find(([field]) => field === part) ?? [];
      return encodeURIComponent(String(value));
    });
    const fields = given.filter(([field]) => !path.includes(`:${field}`));
    const address = new URL(filled, url);
    const hasBody = method === 'POST' || method === 'PATCH';
    if (!hasBody) for (const [field, value] of fields) address.searchParams.set(field, String(value));
    const reply = await fetch(address, {
      method,
      headers: {
        ...(token !== undefined && { authorization: `Bearer ${token}` }),
        ...(hasBody && { 'content-type': 'application/json' }),
      },
      signal: AbortSignal.timeout(timeoutMs),
      ...(hasBody && { body: JSON.stringify(Object.fromEntries(fields)) }),
    });
    const text = await reply.text();
    if (reply.status === 204) return undefined as Output<typeof name>;
    const answer = read(text);
    if (reply.ok && answer !== undefined) return answer as Output<typeof name>;
    throw isProblem(answer) ? ProblemError.from(answer) : stranger(address.host);
  };
}

function read(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isProblem(answer: unknown): answer is Problem {
  const { title, detail } = (answer ?? {}) as Partial<Problem>;
  return typeof title === 'string' && typeof detail === 'string';
}

/** Something else has the port. */
function stranger(host: string): ProblemError {
  return new ProblemError(
    502,
    'not-the-core',
    `What answers at ${host} is not Ticketime: check the address.`,
  );
}
