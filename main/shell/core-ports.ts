/** The pages' way to the core: each port that a page is given is one client of it. */
import { MessageChannelMain, type MessagePortMain, type WebContents } from 'electron';
import type { InsideClient, InsidePipe } from '../bridge/inside-clients.ts';

type Attach = (client: InsideClient) => InsidePipe;

export class CorePorts {
  private readonly attach: Attach;
  /** Of each page, by its id. */
  private readonly open = new Map<number, () => void>();
  private readonly known = new WeakSet();

  constructor(attach: Attach) {
    this.attach = attach;
  }

  /** One that it had before is closed: a page that was loaded anew does not say so. */
  give(page: Pick<WebContents, 'id' | 'once' | 'postMessage'>, channel: string): void {
    this.take(page.id);
    const { port1, port2 } = new MessageChannelMain();
    this.open.set(page.id, relay(port1, this.attach));
    if (!this.known.has(page)) page.once('destroyed', () => this.take(page.id));
    this.known.add(page);
    page.postMessage(channel, null, [port2]);
  }

  /** A page that is gone is no client any more. */
  take(id: number): void {
    this.open.get(id)?.();
    this.open.delete(id);
  }
}

/** Returns how to end it. */
function relay(port: MessagePortMain, attach: Attach): () => void {
  const pipe = attach({
    told: (text) => port.postMessage(text),
    closed: () => port.close(),
  });
  const end = () => {
    pipe.close();
    port.close();
  };
  port.on('message', ({ data }) => {
    if (typeof data === 'string') pipe.say(data);
  });
  port.on('close', () => pipe.close());
  port.start();
  return end;
}
