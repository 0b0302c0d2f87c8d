/**
 * What the bridge needs of the core that it serves. Every call is asynchronous, so that the core may live in another thread.
 */
import type { EndpointName, Output, ValidInput } from '../protocol/endpoints.ts';
import type { CoreHealth } from '../protocol/health.ts';
import type { CoreMessage, State } from '../protocol/messages.ts';

/** Who asks. */
export interface Caller {
  /** Whether it is the person at the machine (the command line, a page), who may name private addresses. */
  readonly isPerson: boolean;
}

/** What the bridge itself answers: who may come in, and who is there. */
export type OwnEndpoint = 'listTokens' | 'makeToken' | 'revokeToken' | 'makeCode' | 'readHealth';
export type CoreEndpoint = Exclude<EndpointName, OwnEndpoint> | 'readHealth';

/** What comes back; of the health, the core's own part. */
export type CoreOutput<N extends CoreEndpoint> = N extends 'readHealth' ? CoreHealth : Output<N>;

export interface Core {
  /** Rejects with a ProblemError when it cannot be done. The input has been validated. */
  call<N extends CoreEndpoint>(name: N, input: ValidInput<N>, caller: Caller): Promise<CoreOutput<N>>;
  state(): Promise<State>;
  /** Tells every change from now on, in order. Returns how to end that. */
  listen(listener: (message: CoreMessage) => void): () => void;
}
