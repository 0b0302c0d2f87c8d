/**
 * A core in this process, for one command, while none runs on the folder: nothing is served, no event fires. What a command
 * does not ask for is not opened: the tokens are a file, and need no database.
 */
import type { Input, Output } from '../../api/protocol/endpoints.ts';
import { ENDPOINTS, type EndpointName } from '../../api/protocol/endpoints.ts';
import type { CoreMessage } from '../../api/protocol/messages.ts';
import { ProblemError } from '../../api/protocol/problem-error.ts';
import { TokenFile } from '../../api/server/tokens.ts';
import { validate } from '../../api/server/validate.ts';
import { localClock } from '../clock/local-clock.ts';
import type { RunningCore } from '../core.ts';
import { makeFolder } from '../store/data-folder.ts';
import { lockFolder, type FolderLock } from '../store/instance-lock.ts';
import type { CoreAccess } from './core-access.ts';

export class OwnCore implements CoreAccess {
  private readonly folder: string;
  private readonly tell: (sentence: string) => void;
  private running: Promise<RunningCore> | undefined;
  private lock: FolderLock | undefined;

  constructor(folder: string, tell: (sentence: string) => void) {
    this.folder = folder;
    this.tell = tell;
  }

  readonly call = async <N extends EndpointName>(name: N, input: Input<N>): Promise<Output<N>> =>
    (await this.answer(name, validate(ENDPOINTS[name].input, input))) as Output<N>;

  async listen(listener: (message: CoreMessage) => void): Promise<() => void> {
    return (await this.core()).core.listen(listener);
  }

  async close(): Promise<void> {
    this.lock?.release();
    // Whether it started was told to whoever asked for it.
    const running = await this.running?.catch(() => undefined);
    await running?.close();
  }

  private async answer(name: EndpointName, input: unknown): Promise<unknown> {
    switch (name) {
      case 'listTokens':
        return this.tokens().list();
      case 'makeToken':
        return this.tokens().make(
          input as Parameters<TokenFile['make']>[0],
          localClock.now() + localClock.anchor(),
        );
      case 'revokeToken': {
        const { id } = input as { id: string };
        if (this.tokens().revoke(id)) return undefined;
        throw new ProblemError(404, 'no-such-token', `There is no token ${id}: ticketime token lists them.`);
      }
      case 'makeCode':
        throw new ProblemError(
          409,
          'not-serving',
          'No core is serving this data folder: start one with ticketime serve.',
        );
      default: {
        const { core } = await this.core();
        const output = await core.call(name, input as never, { isPerson: true });
        return name === 'readHealth' ? { ...(output as object), clients: [] } : output;
      }
    }
  }

  private tokens(): TokenFile {
    // One process at a time writes the file; a core holds the folder itself.
    if (!this.running && !this.lock) {
      makeFolder(this.folder);
      this.lock = lockFolder(this.folder);
    }
    return new TokenFile(this.folder, this.tell);
  }

  private core(): Promise<RunningCore> {
    this.lock?.release();
    this.lock = undefined;
    return (this.running ??= start(this.folder, this.tell));
  }
}

async function start(folder: string, tell: (sentence: string) => void): Promise<RunningCore> {
  makeFolder(folder);
  const { startCore } = await import('../core.ts');
  return startCore({ folder, tell, serve: null });
}
