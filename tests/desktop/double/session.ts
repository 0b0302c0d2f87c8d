/** Electron's `session` and `protocol`: what pages may do, and what the app's own scheme serves. */
import { EventEmitter } from 'node:events';
import type Electron from 'electron';
import { app } from './app.ts';
import { hear, onCommand, say } from './link.ts';
import { strict } from './strict.ts';

type Handler = Parameters<Electron.Protocol['handle']>[1];
const handlers = new Map<string, Handler>();
const privileged = new Set<string>();

const protocolDouble = {
  registerSchemesAsPrivileged(schemes: Electron.CustomScheme[]): void {
    app.beforeReady('registerSchemesAsPrivileged');
    for (const { scheme } of schemes) privileged.add(scheme);
  },
  handle(scheme: string, handler: Handler): void {
    if (!app.isReady()) throw new Error('protocol.handle must be called after the app is ready.');
    handlers.set(scheme, handler);
  },
  unhandle(scheme: string): void {
    handlers.delete(scheme);
  },
  isProtocolHandled: (scheme: string): boolean => handlers.has(scheme),
} satisfies Pick<
  Electron.Protocol,
  'registerSchemesAsPrivileged' | 'handle' | 'unhandle' | 'isProtocolHandled'
>;
export const protocol = strict('protocol', protocolDouble);

hear('serve', ({ id, url, method, headers }) => void serve(id, url, method, headers));

async function serve(
  id: number,
  url: string,
  method: string,
  headers: Readonly<Record<string, string>>,
): Promise<void> {
  const scheme = url.slice(0, url.indexOf(':'));
  const handler = handlers.get(scheme);
  try {
    if (!handler || !privileged.has(scheme)) throw new Error(`Nobody serves ${scheme}:`);
    // Node's own Request takes no scheme but the web's.
    const request = { url, method, headers: new Headers(headers) } as unknown as Parameters<Handler>[0];
    const response = await handler(request);
    const body = Buffer.from(await response.arrayBuffer()).toString('base64');
    say({ type: 'served', id, status: response.status, headers: Object.fromEntries(response.headers), body });
  } catch (error) {
    say({
      type: 'served',
      id,
      status: 500,
      headers: {},
      body: Buffer.from(String(error)).toString('base64'),
    });
  }
}

type Used =
  | 'setPermissionCheckHandler'
  | 'setPermissionRequestHandler'
  | 'setDevicePermissionHandler'
  | 'setUSBProtectedClassesHandler'
  | 'setBluetoothPairingHandler'
  | 'setDisplayMediaRequestHandler'
  | 'setSpellCheckerEnabled'
  | 'setCertificateVerifyProc';

class Session extends EventEmitter implements Pick<Electron.Session, Used> {
  readonly protocol = protocol;
  readonly webRequest = strict('webRequest', { onBeforeRequest: () => undefined });
  request: Parameters<Electron.Session['setPermissionRequestHandler']>[0] = null;
  check: Parameters<Electron.Session['setPermissionCheckHandler']>[0] = null;

  setPermissionRequestHandler(handler: typeof this.request): void {
    this.request = handler;
  }
  setPermissionCheckHandler(handler: typeof this.check): void {
    this.check = handler;
  }
  setDevicePermissionHandler(): void {
    // Nobody asks here.
  }
  setUSBProtectedClassesHandler(): void {
    // Nobody asks here.
  }
  setBluetoothPairingHandler(): void {
    // Nobody asks here.
  }
  setDisplayMediaRequestHandler(): void {
    // Nobody asks here.
  }
  setSpellCheckerEnabled(): void {
    // There is none.
  }
  setCertificateVerifyProc(): void {
    // No page has a network.
  }
}

const defaultSession = new Session();
export const session = strict('session', {
  fromPartition: () => new Session(),
  defaultSession: strict('session.defaultSession', defaultSession),
});

/** Electron grants what nobody decides on. */
onCommand('mayDo', ({ permission }) => {
  const { request, check } = defaultSession;
  const page = { requestingUrl: 'app://ticketime/palette/index.html', isMainFrame: true };
  const isChecked = check?.(null, permission as never, 'app://ticketime/', page) ?? true;
  if (!request) return isChecked;
  return new Promise<boolean>((resolve) =>
    request({} as never, permission as never, (is) => resolve(is && isChecked), page),
  );
});
