import { defineConfig } from 'electron-vite';

// One entry for each program and each worker thread; main/worker-url.ts finds the workers by these names.
export default defineConfig({
  main: {
    build: {
      outDir: 'out/main',
      lib: {
        entry: {
          cli: 'main/cli.ts',
          'sync-worker': 'main/sync/worker.ts',
          'practice-origin-worker': 'main/practice/origin-worker.ts',
        },
        formats: ['es'],
      },
      rolldownOptions: { output: { entryFileNames: '[name].js', chunkFileNames: '[name].js' } },
    },
  },
});
