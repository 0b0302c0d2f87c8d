/** Vite's server of the pages, straight from their sources, in front of a core: to a browser the two are one. */
import type { ClientRequest, IncomingMessage } from 'node:http';
import { join } from 'node:path';
import {
  createServer,
  loadConfigFromFile,
  type ProxyOptions,
  type UserConfig,
  type ViteDevServer,
} from 'vite';

/** What Vite has; all else is the core's. */
const OF_VITE = ['overlay', 'palette', 'api', 'node_modules', '@[\\w-]+', '__open-in-editor'];
const OF_CORE = `^/(?!(?:${OF_VITE.join('|')})(?:[/?]|$))`;
const SOCKET = '^/ws(?:\\?|$)';
/** The core serves its pages by these names (api/server/pages.ts); Vite, what lies beside them by the same with a slash. */
const PAGE = /^\/(overlay|palette)(?=\?|$)/;

/** What changes without being a source of the pages, so that no page is loaded anew for it. */
const NO_SOURCES = ['**/out/**', '**/out-test-*/**', '**/dist/**', '**/main/**', '**/tests/**'];

export interface DevServer {
  /** As in http://127.0.0.1:5173. */
  readonly address: string;
  close(): Promise<void>;
}

/**
 * @param root the checkout
 * @param core the core's address
 */
export async function startDevServer(root: string, core: string): Promise<DevServer> {
  const { renderer } = await configIn(root);
  const server: ViteDevServer = await createServer({
    ...renderer,
    configFile: false,
    cacheDir: join(root, 'node_modules/.vite-dev'),
    root: join(root, renderer.root ?? '.'),
    clearScreen: false,
    server: {
      host: '127.0.0.1',
      watch: { ignored: NO_SOURCES },
      proxy: {
        // Vite has a socket of its own, by which it tells of changes.
        [SOCKET]: { ...toCore(core, () => addressOf(server)), ws: true },
        [OF_CORE]: toCore(core, () => addressOf(server)),
      },
    },
    plugins: [...(renderer.plugins ?? []), pagesByName],
  });
  await server.listen();
  return { address: addressOf(server), close: () => server.close() };
}

/** electron-vite's, of which Vite itself needs the part for pages. */
async function configIn(root: string): Promise<{ readonly renderer: UserConfig }> {
  const environment = { command: 'serve', mode: 'development' } as const;
  const loaded = await loadConfigFromFile(environment, join(root, 'electron.vite.config.ts'), root);
  const { renderer } = (loaded?.config ?? {}) as { readonly renderer?: UserConfig };
  if (!renderer) throw new Error('electron.vite.config.ts has no part for the pages (renderer).');
  return { renderer };
}

const addressOf = ({ httpServer, config }: ViteDevServer): string => {
  const bound = httpServer?.address();
  return `http://127.0.0.1:${typeof bound === 'object' && bound ? bound.port : config.server.port}`;
};

const pagesByName = {
  name: 'pages-by-name',
  configureServer: ({ middlewares }: ViteDevServer) => {
    middlewares.use((request, response, next) => {
      const { url = '' } = request;
      if (PAGE.test(url)) response.writeHead(302, { Location: url.replace(PAGE, '/$1/') }).end();
      else next();
    });
  },
};

/**
 * The core takes only what comes from its own pages (api/server/guard.ts), so what comes from ours is told in its terms. What comes from
 * another page stays as it is, and is refused.
 */
function toCore(core: string, own: () => string): ProxyOptions {
  return {
    target: core,
    changeOrigin: true,
    configure: (proxy) => {
      proxy.on('proxyReq', (asked, request) => tellInItsTerms(asked, request));
      proxy.on('proxyReqWs', (asked, request) => tellInItsTerms(asked, request));
    },
  };
  function tellInItsTerms(asked: ClientRequest, { headers }: IncomingMessage): void {
    if (headers.origin === own()) asked.setHeader('origin', core);
  }
}
