/** Electron's `net.request`, as far as electron-updater uses it: over Node's own HTTP. */
import { EventEmitter } from 'node:events';
import { request, type ClientRequest } from 'node:http';
import type Electron from 'electron';
import { strict } from './strict.ts';

class Request extends EventEmitter implements Pick<Electron.ClientRequest, 'abort' | 'setHeader' | 'write'> {
  private readonly inner: ClientRequest;

  constructor(options: Electron.ClientRequestConstructorOptions) {
    super();
    const { protocol, hostname, port, path, method, headers } = options;
    this.inner = request({ protocol, hostname, port, path, method, headers: { ...headers } } as object);
    this.inner.on('response', (response) => this.emit('response', response));
    this.inner.on('error', (error) => this.emit('error', error));
    this.inner.on('close', () => this.emit('close'));
  }
  setHeader(name: string, value: string): void {
    this.inner.setHeader(name, value);
  }
  write(part: string | Buffer): void {
    this.inner.write(part);
  }
  end(part?: string | Buffer): this {
    this.inner.end(part);
    return this;
  }
  abort(): void {
    this.inner.destroy();
    this.emit('abort');
  }
}

export const net = strict('net', {
  request: (options: Electron.ClientRequestConstructorOptions) => new Request(options),
});
