/** What the app's own pages may load: their own files, and nothing of any network. Pure. */

/** @param server Vite's, in development, as in http://localhost:5173; null for the built pages */
export function policyOf(server: string | null): Readonly<Record<string, string>> {
  const live = server === null ? '' : ` ${server} ${server.replace(/^http/, 'ws')}`;
  // Vite puts styles, and its own start, into the page.
  const inline = server === null ? '' : " 'unsafe-inline'";
  const content = [
    "default-src 'none'",
    `script-src 'self'${inline}${live}`,
    `style-src 'self'${inline}`,
    "font-src 'self'",
    "img-src 'self' data: blob:",
    "media-src 'self' data: blob:", // a sound of the person's own
    `connect-src 'self' data: blob:${live}`,
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ];
  return {
    'Content-Security-Policy': content.join('; '),
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Permissions-Policy': 'camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()',
    'Referrer-Policy': 'no-referrer',
    'X-Content-Type-Options': 'nosniff',
  };
}
