/** What the main thread and the bridge's thread say to each other. */
import type { MessagePort } from 'node:worker_threads';
import type { Caller, CoreEndpoint } from '../../api/server/core.ts';
import type { CoreMessage } from '../../api/protocol/messages.ts';
import type { Problem } from '../../api/protocol/problem.ts';
import type { Guest } from '../../api/server/door.ts';
import type { Moment } from '../events/moment.ts';
import type { Attempt } from '../events/webhook.ts';

/** Handed to the thread as it starts; `fires` is the precise timer's port. */
export interface BridgeThreadData {
  readonly folder: string;
  /** Where the built pages lie, or would. */
  readonly pagesFolder: string;
  readonly version: string;
  readonly personHash: Uint8Array;
  readonly fires: MessagePort;
}

/** How a question to the core ended. */
export type Outcome =
  | { readonly kind: 'done'; readonly output: unknown }
  | { readonly kind: 'problem'; readonly problem: Problem }
  | { readonly kind: 'bug'; readonly stack: string };

export type ToBridge =
  | { readonly type: 'listen'; readonly port: number }
  | { readonly type: 'outcome'; readonly id: number; readonly outcome: Outcome }
  | { readonly type: 'said'; readonly message: CoreMessage }
  | { readonly type: 'prepare'; readonly moment: Moment }
  | { readonly type: 'withdraw'; readonly id: string }
  /** Answered by `admitted`. */
  | { readonly type: 'admit'; readonly guest: Guest }
  | { readonly type: 'dismiss'; readonly tokenId: string }
  /** A client of this process; `id` is the main thread's. */
  | { readonly type: 'pipe-open'; readonly id: number }
  /** `at`: when it was received, on the monotonic clock, ms. */
  | { readonly type: 'pipe-said'; readonly id: number; readonly text: string; readonly at: number }
  | { readonly type: 'pipe-gone'; readonly id: number }
  | { readonly type: 'close' };

export type FromBridge =
  | { readonly type: 'listening'; readonly port: number }
  | { readonly type: 'deaf'; readonly code: string; readonly message: string }
  | {
      readonly type: 'call';
      readonly id: number;
      readonly name: CoreEndpoint;
      readonly input: unknown;
      readonly caller: Caller;
    }
  | { readonly type: 'state'; readonly id: number }
  | { readonly type: 'attempt'; readonly attempt: Attempt }
  | { readonly type: 'tell'; readonly sentence: string }
  | { readonly type: 'admitted'; readonly tokenId: string }
  | { readonly type: 'pipe-told'; readonly id: number; readonly text: string }
  /** One of the protocol's CLOSE codes. */
  | { readonly type: 'pipe-closed'; readonly id: number; readonly code: number }
  | { readonly type: 'closed' };
