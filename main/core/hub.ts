/** Tells everybody who listens what has changed, in order. */
import type { CoreMessage } from '../../api/protocol/messages.ts';

export class Hub {
  private readonly listeners = new Set<(message: CoreMessage) => void>();

  readonly say = (message: CoreMessage): void => {
    for (const listener of this.listeners) listener(message);
  };

  listen(listener: (message: CoreMessage) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** Something that a person should know; about one server, or about all of it. */
  alert(code: string, message: string, serverId: string | null = null): void {
    this.say({ type: 'alert', serverId, code, message });
  }
}
