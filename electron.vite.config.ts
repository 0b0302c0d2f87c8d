import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'electron-vite';

/** Conf loads a validator (ajv) that only its option `schema` needs: settings.ts checks by itself, and half a megabyte need not be read. */
const withoutAjv = {
  name: 'without-ajv',
  enforce: 'pre' as const,
  resolveId: (id: string) => (/^ajv(-formats)?(\/|$)/.test(id) ? '\0no-ajv' : null),
  load: (id: string) => (id === '\0no-ajv' ? 'export class Ajv2020 {}\nexport default {};' : null),
};

/**
 * Imported as a module, a part of Node hands out all that it has, and for that loads what nobody here uses: with node:http an HTTP
 * client (undici), with node:crypto the Web's cryptography. Asked for by a call it does not, which saves each thread some 40 ms.
 */
const leanBuiltins = {
  name: 'lean-builtins',
  renderChunk: (code: string) =>
    code.replace(
      /^import (?:([\w$]+)|\* as ([\w$]+)|(?:([\w$]+), )?\{(.+?)\}) from "(node:[\w/]+)";$/gm,
      (_, whole?: string, space?: string, main?: string, names?: string, id = '') => {
        const parts = names && `{${names.replace(/ as /g, ': ')}}`;
        return [whole ?? space ?? main, parts]
          .filter(Boolean)
          .map((to) => `const ${to} = process.getBuiltinModule("${id}");`)
          .join(' ');
      },
    ),
};

/** What the pages' policy forbids: styles in the markup of a library's component, and its ids, which several lines would share. Their place is taken by palette/charts/Sparkline.svelte. */
const withoutInlineStyles = {
  name: 'without-inline-styles',
  enforce: 'pre' as const,
  transform: (code: string, id: string) =>
    id.endsWith('/sparkline-svelte/dist/Sparkline.svelte')
      ? code.replaceAll(/\s(style|id)="[^"]*"/g, '')
      : null,
};

// One entry for each program and each worker thread; main/worker-url.ts finds the workers by these names.
export default defineConfig({
  main: {
    plugins: [withoutAjv, leanBuiltins],
    build: {
      outDir: 'out/main',
      // Bundled, they load in a fraction of the time that their many files take; the database is a binary.
      externalizeDeps: { exclude: ['conf', 'valibot', '@valibot/to-json-schema', 'polka', 'ws'] },
      lib: {
        entry: {
          index: 'main/index.ts',
          cli: 'main/cli.ts',
          client: 'api/client/client.ts',
          'sync-worker': 'main/sync/worker.ts',
          'practice-origin-worker': 'main/practice/origin-worker.ts',
          'store-check-worker': 'main/store/check-worker.ts',
          'standard-worker': 'main/keeping/standard-worker.ts',
          'precise-timer-worker': 'main/clock/precise-timer-worker.ts',
          'bridge-worker': 'main/bridge/bridge-worker.ts',
          'plugin-host': 'main/plugins/host/process.ts',
          'plugin-hook': 'main/plugins/host/client-hook.ts',
        },
        formats: ['es'],
      },
      rolldownOptions: {
        output: {
          entryFileNames: '[name].js',
          chunkFileNames: '[name].js',
          // What the main thread needs of the sources must not bring their sockets with it.
          codeSplitting: {
            groups: [
              { name: 'failure', test: /main\/failure\.ts$/ },
              { name: 'addresses', test: /(http-date\/target|address-guard)\.ts$/ },
            ],
          },
        },
      },
    },
  },
  // Sandboxed, a preload is one CommonJS file.
  preload: {
    build: {
      outDir: 'out/preload',
      externalizeDeps: false,
      lib: { entry: { preload: 'main/preload.ts' }, formats: ['cjs'] },
      rolldownOptions: { output: { format: 'cjs', entryFileNames: '[name].cjs' } },
    },
  },
  // The pages: served by the bridge to a browser (api/server/pages.ts), and by the desktop app to its windows.
  renderer: {
    root: '.',
    plugins: [withoutInlineStyles, svelte()],
    build: {
      outDir: 'out/renderer',
      minify: true,
      modulePreload: { polyfill: false },
      assetsInlineLimit: 0, // what is inline is not let through by the pages' policy
      rolldownOptions: { input: { overlay: 'overlay/index.html', palette: 'palette/index.html' } },
    },
  },
});
