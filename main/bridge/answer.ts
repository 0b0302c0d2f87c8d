/** The main thread's side of remote-core.ts: asks the real core, and says how that ended. */
import { ProblemError } from '../../api/protocol/problem-error.ts';
import type { Core } from '../../api/server/core.ts';
import type { FromBridge, Outcome } from './thread-messages.ts';

export type Question = Extract<FromBridge, { type: 'call' | 'state' }>;

export async function outcomeOf(question: Question, core: Core | Promise<Core>): Promise<Outcome> {
  try {
    return { kind: 'done', output: await ask(question, await core) };
  } catch (error) {
    if (error instanceof ProblemError) return { kind: 'problem', problem: error.problem };
    return { kind: 'bug', stack: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
}

/** The input was validated in the bridge's thread. */
function ask(question: Question, core: Core): Promise<unknown> {
  if (question.type === 'state') return core.state();
  const { name, input, caller } = question;
  return core.call(name, input as Parameters<Core['call']>[1], caller);
}
