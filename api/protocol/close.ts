/** Why the core closed a connection (WebSocket close codes). */
export const CLOSE = {
  /** It did not read what it was told. */
  tooSlow: 4001,
  /** Its token was revoked. */
  revoked: 4002,
  /** It sent too much, or what nobody understands, too often. */
  flooded: 4003,
  /** The core is stopping. */
  stopping: 1001,
} as const;
