/** How a part of this process talks to the core as any client does (api/client), by no network. */
import type { OpenPipe } from '../../api/client/pipe.ts';
import type { InsideClient, InsidePipe } from './inside-clients.ts';

export function insidePipe(attach: (client: InsideClient) => InsidePipe): OpenPipe {
  return ({ received, closed }, now) => {
    const pipe = attach({
      told: (text) => {
        const receivedAt = now();
        received(JSON.parse(text), receivedAt);
      },
      closed,
    });
    return {
      send: (message) => pipe.say(JSON.stringify(message)),
      close: () => pipe.close(),
    };
  };
}
