/**
 * Loaded before a plugin's program (`node --import`): `ticketime/client` is this release's own, wherever the plugin lies, so that a
 * plugin need not bring it, and always speaks the core's version of the protocol.
 */
import { registerHooks } from 'node:module';

const client = import.meta.url.endsWith('.ts')
  ? new URL('../../../api/client/client.ts', import.meta.url)
  : new URL('./client.js', import.meta.url);

registerHooks({
  resolve: (specifier, context, next) =>
    specifier === 'ticketime/client' ? { url: client.href, shortCircuit: true } : next(specifier, context),
});
