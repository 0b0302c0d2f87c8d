/** Where each endpoint is. Apart from endpoints.ts, so that who only calls them (a page) does not carry the validator with every schema. */
export interface Route {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  readonly path: string;
}

export const ROUTES = {
  listServers: { method: 'GET', path: '/servers' },
  addServer: { method: 'POST', path: '/servers' },
  showServer: { method: 'GET', path: '/servers/:id' },
  updateServer: { method: 'PATCH', path: '/servers/:id' },
  removeServer: { method: 'DELETE', path: '/servers/:id' },
  startSync: { method: 'POST', path: '/servers/:id/sync' },
  cancelSync: { method: 'DELETE', path: '/servers/:id/sync' },
  readOffset: { method: 'GET', path: '/servers/:id/offset' },
  startPractice: { method: 'POST', path: '/practice' },
  stopPractice: { method: 'DELETE', path: '/practice' },
  press: { method: 'POST', path: '/servers/:id/press' },
  listRehearsals: { method: 'GET', path: '/servers/:id/rehearsals' },
  clearRehearsals: { method: 'DELETE', path: '/servers/:id/rehearsals' },
  listEvents: { method: 'GET', path: '/events' },
  addEvent: { method: 'POST', path: '/events' },
  showEvent: { method: 'GET', path: '/events/:id' },
  removeEvent: { method: 'DELETE', path: '/events/:id' },
  testWebhook: { method: 'POST', path: '/webhook-tests' },
  readSettings: { method: 'GET', path: '/settings' },
  changeSettings: { method: 'PATCH', path: '/settings' },
  readHealth: { method: 'GET', path: '/health' },
  listPlugins: { method: 'GET', path: '/plugins' },
  enablePlugin: { method: 'POST', path: '/plugins/:id/enable' },
  disablePlugin: { method: 'POST', path: '/plugins/:id/disable' },
  readPluginLog: { method: 'GET', path: '/plugins/:id/log' },
  listTokens: { method: 'GET', path: '/tokens' },
  makeToken: { method: 'POST', path: '/tokens' },
  revokeToken: { method: 'DELETE', path: '/tokens/:id' },
  makeCode: { method: 'POST', path: '/session-codes' },
} as const satisfies Record<string, Route>;
