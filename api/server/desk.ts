/** Answers every endpoint, whichever way it was asked for: permission, validation, then the bridge's own or the core. */
import { ENDPOINTS, type EndpointName, type Output, type ValidInput } from '../protocol/endpoints.ts';
import type { Client } from '../protocol/health.ts';
import type { Core, CoreEndpoint, OwnEndpoint } from './core.ts';
import type { Door, Identity } from './door.ts';
import { permissionMissing, tokenIdUnknown } from './problems.ts';
import type { Readings } from './readings.ts';
import type { TokenFile } from './tokens.ts';
import { validate } from './validate.ts';

export interface DeskOptions {
  readonly core: Core;
  readonly tokens: TokenFile;
  readonly door: Door;
  readonly readings: Readings;
  readonly clients: () => Client[];
  /** Ends what is open on the strength of a token. */
  readonly onRevoked: (tokenId: string) => void;
  readonly now: () => number;
  readonly anchorMs: () => number;
}

type Own = {
  readonly [N in OwnEndpoint | 'readOffset']: (
    input: ValidInput<N>,
    identity: Identity,
  ) => Output<N> | Promise<Output<N>>;
};

export class Desk {
  readonly #core: Core;
  readonly #own: Own;

  constructor({ core, tokens, door, readings, clients, onRevoked, now, anchorMs }: DeskOptions) {
    this.#core = core;
    this.#own = {
      readOffset({ id }, identity) {
        const known = () => readings.offset(id, now(), anchorMs());
        return known() ?? readings.ready().then(() => known() ?? core.call('readOffset', { id }, identity));
      },
      readHealth: async (input, identity) => ({
        ...(await core.call('readHealth', input, identity)),
        clients: clients(),
      }),
      listTokens: () => tokens.list(),
      makeToken: (input) => tokens.make(input, now() + anchorMs()),
      revokeToken: ({ id }) => {
        if (!tokens.revoke(id)) throw tokenIdUnknown(id);
        onRevoked(id);
      },
      makeCode: (_input, identity) => door.makeCode(identity),
    };
  }

  /** Throws a Refusal for an endpoint that this one may not use. */
  allow(name: EndpointName, { permissions }: Identity): void {
    const { permission } = ENDPOINTS[name];
    if (!permissions.has(permission)) throw permissionMissing(permission);
  }

  /** For whoever is allowed: the output or a promise of it; throws a ProblemError, or rejects with it. */
  answer(name: EndpointName, input: unknown, identity: Identity): unknown {
    const valid = validate(ENDPOINTS[name].input, input);
    if (Object.hasOwn(this.#own, name)) {
      const serve = this.#own[name as keyof Own] as (input: unknown, identity: Identity) => unknown;
      return serve(valid, identity);
    }
    const { isPerson } = identity;
    return this.#core.call(name as CoreEndpoint, valid, { isPerson });
  }
}
