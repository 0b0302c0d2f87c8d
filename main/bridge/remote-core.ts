/** The core as the bridge's thread sees it: every question goes to the main thread, which may take its time. */
import type { ValidInput } from '../../api/protocol/endpoints.ts';
import type { CoreMessage, State } from '../../api/protocol/messages.ts';
import { ProblemError } from '../../api/protocol/problem-error.ts';
import type { Caller, Core, CoreEndpoint, CoreOutput } from '../../api/server/core.ts';
import type { FromBridge, Outcome } from './thread-messages.ts';

interface Question {
  readonly resolve: (output: unknown) => void;
  readonly reject: (error: Error) => void;
}

export class RemoteCore implements Core {
  readonly #say: (message: FromBridge) => void;
  readonly #questions = new Map<number, Question>();
  readonly #listeners = new Set<(message: CoreMessage) => void>();
  #count = 0;

  constructor(say: (message: FromBridge) => void) {
    this.#say = say;
  }

  call<N extends CoreEndpoint>(name: N, input: ValidInput<N>, { isPerson }: Caller): Promise<CoreOutput<N>> {
    const caller = { isPerson }; // what else the bridge knows of it stays here
    return this.#ask((id) => ({ type: 'call', id, name, input, caller })) as Promise<CoreOutput<N>>;
  }

  state(): Promise<State> {
    return this.#ask((id) => ({ type: 'state', id })) as Promise<State>;
  }

  listen(listener: (message: CoreMessage) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** The main thread says how a question ended. */
  settle(id: number, outcome: Outcome): void {
    const question = this.#questions.get(id);
    this.#questions.delete(id);
    if (outcome.kind === 'done') question?.resolve(outcome.output);
    else if (outcome.kind === 'problem') question?.reject(ProblemError.from(outcome.problem));
    else question?.reject(Object.assign(new Error('In the core:'), { stack: outcome.stack }));
  }

  /** The core has said something. */
  heard(message: CoreMessage): void {
    for (const listener of this.#listeners) listener(message);
  }

  #ask(messageWith: (id: number) => FromBridge): Promise<unknown> {
    const id = (this.#count += 1);
    return new Promise((resolve, reject) => {
      this.#questions.set(id, { resolve, reject });
      this.#say(messageWith(id));
    });
  }
}
