/** Has everything that asks for `electron` find the double: `node --import` this before the app. */
import { registerHooks } from 'node:module';

const DOUBLE = new URL('./electron.ts', import.meta.url).href;

registerHooks({
  resolve: (specifier, context, nextResolve) =>
    /^electron(\/main)?$/.test(specifier)
      ? { url: DOUBLE, shortCircuit: true, format: 'module' }
      : nextResolve(specifier, context),
});
