/** Where the host runs, asked once. */
import { fileURLToPath } from 'node:url';
import { workerUrl } from '../../worker-url.ts';
import { pythonName, type System } from './command.ts';
import { askConfinement } from './confinement.ts';
import { findProgram } from './find-program.ts';

/** Of the sources: the client with what it imports. Built, it lies in the folder of the bundle. */
const READ_FROM_SOURCES = [
  './client-hook.ts',
  '../../../api/',
  '../../../node_modules/valibot/',
  '../../../package.json',
];
const READ_FROM_BUNDLE = ['./', '../../package.json'];

export async function thisSystem(): Promise<System> {
  const { platform, execPath, env } = process;
  const isSource = import.meta.url.endsWith('.ts');
  const reads = isSource ? READ_FROM_SOURCES : READ_FROM_BUNDLE;
  return {
    platform,
    environment: env,
    confinement: await askConfinement(platform),
    node: {
      program: execPath,
      hook: workerUrl(import.meta.url, 'client-hook', 'plugin-hook').href,
      reads: reads.map((path) => fileURLToPath(new URL(path, import.meta.url))),
    },
    python: findProgram(pythonName(platform), env['PATH']),
  };
}
