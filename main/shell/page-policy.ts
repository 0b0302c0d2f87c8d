/** What the app's own pages may load: their own files, and nothing of any network. Pure. */
import { pagePolicy } from '../../api/server/page-policy.ts';

/** Vite puts styles, and its own start, into the page. */
const INLINE = "'unsafe-inline'";

/** @param server Vite's, in development, as in http://localhost:5173; null for the built pages */
export function policyOf(server: string | null): Readonly<Record<string, string>> {
  if (server === null) return pagePolicy();
  const live = [server, server.replace(/^http/, 'ws')];
  return pagePolicy({ scripts: [INLINE, ...live], styles: [INLINE], connections: live });
}
