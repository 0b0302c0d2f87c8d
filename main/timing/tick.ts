/**
 * Does this server's `Date` change when its second does?
 *
 * Most servers read their clock at the second, or for each reply. Some refresh a cached `Date` on a timer of their
 * own and lag behind their clock by up to a second, which no measurement of the tick alone can see. So a tick is
 * called honest only when the server is of a kind that is known to be, and its boundary was found again; a kind
 * that is known to lag is called lagging; of everything else nothing is claimed.
 */
export type TickVerdict = 'honest' | 'lagging' | 'unknown';

/** How a kind of server makes its `Date`. */
export interface TickClass {
  /** The server's name as a person knows it. */
  readonly name: string;
  /** How far the `Date` may lag behind the server's own clock, ms; below a few ms it counts as honest. */
  readonly lagMs: number;
}

/** `Server` value, and the class it tells; from the sources of these servers, checked against running ones. */
const CLASSES: readonly (readonly [value: RegExp, tick: TickClass])[] = [
  [/^(nginx|openresty|tengine)\b/i, { name: 'nginx', lagMs: 0 }],
  [/^apache\b(?!-coyote)/i, { name: 'Apache', lagMs: 0 }],
  [/^caddy\b/i, { name: 'Caddy', lagMs: 0 }],
  [/^gunicorn\b/i, { name: 'gunicorn', lagMs: 0 }],
  [/^lighttpd\b/i, { name: 'lighttpd', lagMs: 1000 }],
  [/^uvicorn\b/i, { name: 'uvicorn', lagMs: 1000 }],
  [/^kestrel\b/i, { name: 'Kestrel', lagMs: 1000 }],
  [/^apache-coyote\b/i, { name: 'Tomcat', lagMs: 1000 }],
  [/^(istio-)?envoy\b/i, { name: 'Envoy', lagMs: 500 }],
];

/** The class that a reply's `Server` header tells; null when unknown, or when a proxy (`Via`) may have passed it on. */
export function tickClass(headers: Readonly<Record<string, string | undefined>>): TickClass | null {
  if (headers.via) return null;
  return CLASSES.find(([value]) => value.test(headers.server ?? ''))?.[1] ?? null;
}

/** The verdict from the server's class and whether fresh probes found the second's boundary again. */
export function tickVerdict(kind: TickClass | null, boundaryFoundAgain: boolean): TickVerdict {
  if (!kind) return 'unknown';
  if (kind.lagMs > 0) return 'lagging';
  return boundaryFoundAgain ? 'honest' : 'unknown';
}
