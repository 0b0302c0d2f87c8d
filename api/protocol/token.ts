/** Tokens: who may use the bridge, and for what. Only their hashes are kept. */
import * as v from 'valibot';
import { Permission, PERMISSIONS } from './permission.ts';
import { Name } from './server.ts';

export const NewToken = v.strictObject({
  name: Name,
  permissions: v.optional(v.pipe(v.array(Permission), v.minLength(1, 'A token needs a permission.')), () =>
    PERMISSIONS.filter((permission) => permission !== 'manage'),
  ),
});
export type NewToken = v.InferOutput<typeof NewToken>;

export const Token = v.object({
  id: v.string(),
  name: v.string(),
  permissions: v.array(Permission),
  createdEpochMs: v.number(),
});
export type Token = v.InferOutput<typeof Token>;

/** Told once, when it is made. */
export const MadeToken = v.object({ ...Token.entries, token: v.string() });
export type MadeToken = v.InferOutput<typeof MadeToken>;

/** Opens a page in a browser: good once, for a minute, and exchanged for a cookie. */
export const MadeCode = v.object({ code: v.string(), expiresEpochMs: v.number() });
export type MadeCode = v.InferOutput<typeof MadeCode>;
