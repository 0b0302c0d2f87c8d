/** MessageChannelMain: a channel of which one end may be posted to a page, where it is a real MessagePort. */
import { EventEmitter } from 'node:events';
import type Electron from 'electron';
import { hear, nextId, say } from './link.ts';

export class Port
  extends EventEmitter
  implements Pick<Electron.MessagePortMain, 'close' | 'postMessage' | 'start'>
{
  readonly id = nextId();
  other: Port | null = null;
  /** Whether it was posted to a page. */
  isAway = false;
  private isStarted = false;
  private isClosed = false;
  private waiting: unknown[] = [];

  start(): void {
    this.isStarted = true;
    for (const data of this.waiting.splice(0)) this.emit('message', { data, ports: [] });
  }
  postMessage(data: unknown): void {
    const { other } = this;
    if (this.isClosed || !other) return;
    const copy = structuredClone(data);
    if (other.isAway) say({ type: 'port-say', port: other.id, data: copy });
    else setImmediate(() => other.take(copy));
  }
  close(): void {
    if (this.isClosed) return;
    const { other } = this;
    this.end();
    if (other?.isAway) say({ type: 'port-close', port: other.id });
    else setImmediate(() => other?.end());
  }

  take(data: unknown): void {
    if (this.isClosed) return;
    if (this.isStarted) this.emit('message', { data, ports: [] });
    else this.waiting.push(data);
  }
  end(): void {
    if (this.isClosed) return;
    this.isClosed = true;
    away.delete(this.id);
    this.emit('close');
  }
}

/** Those that were posted to a page, by their own id. */
const away = new Map<number, Port>();

export function sendAway(port: Port): void {
  port.isAway = true;
  away.set(port.id, port);
}

hear('port-said', ({ port, data }) => away.get(port)?.other?.take(data));
hear('port-closed', ({ port }) => away.get(port)?.other?.end());

export class MessageChannelMain implements Pick<Electron.MessageChannelMain, never> {
  readonly port1 = new Port();
  readonly port2 = new Port();
  constructor() {
    this.port1.other = this.port2;
    this.port2.other = this.port1;
  }
}
