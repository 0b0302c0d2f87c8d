/** What the built pages may do, as the headers that they are served with: from nothing upwards. A browser's and the desktop app's alike. */

/** Sources besides a page's own, as in ws://127.0.0.1:27182. */
export interface Besides {
  readonly scripts?: readonly string[];
  readonly styles?: readonly string[];
  readonly connections?: readonly string[];
}

/** A page runs its own scripts, talks to its own core, and lies in no other page. */
export function pagePolicy({ scripts = [], styles = [], connections = [] }: Besides = {}): Readonly<
  Record<string, string>
> {
  const content = {
    'default-src': ["'none'"],
    'script-src': ["'self'", ...scripts],
    'style-src': ["'self'", ...styles],
    'font-src': ["'self'"],
    'img-src': ["'self'", 'data:', 'blob:'],
    'media-src': ["'self'", 'data:', 'blob:'], // a sound of the person's own
    'connect-src': ["'self'", ...connections, 'data:', 'blob:'],
    'base-uri': ["'none'"],
    'form-action': ["'none'"],
    'frame-ancestors': ["'none'"],
  };
  return {
    'Content-Security-Policy': Object.entries(content)
      .map(([directive, sources]) => [directive, ...sources].join(' '))
      .join('; '),
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Permissions-Policy': 'camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()',
    'Referrer-Policy': 'no-referrer',
    'X-Content-Type-Options': 'nosniff',
  };
}
