/**
 * Where a worker thread's program lies: beside its starter as TypeScript when run from the sources, and beside the
 * bundle under a name of its own when built (electron.vite.config.ts lists these as entries).
 *
 * @param starter `import.meta.url` of the module that starts the worker
 * @param source the worker's file name in the source folder, without ending
 * @param entry the worker's entry name in the bundle
 */
export function workerUrl(starter: string, source: string, entry: string): URL {
  return starter.endsWith('.ts') ? new URL(`./${source}.ts`, starter) : new URL(`./${entry}.js`, starter);
}
