import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test, type TestContext } from 'vitest';
import { ask, problemOf, startBridge } from './bridge.ts';

/** Built pages for the length of one test, and beside them a file that nobody is to see. */
function builtPages(t: TestContext): string {
  const root = mkdtempSync(join(tmpdir(), 'ticketime-pages-'));
  t.onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  const folder = join(root, 'renderer');
  for (const name of ['overlay', 'palette', 'assets']) mkdirSync(join(folder, name), { recursive: true });
  writeFileSync(join(root, 'secret.js'), 'secret');
  writeFileSync(join(folder, 'overlay/index.html'), '<title>overlay</title>');
  writeFileSync(join(folder, 'palette/index.html'), '<title>palette</title>');
  writeFileSync(join(folder, 'assets/a-B1.js'), 'a');
  writeFileSync(join(folder, 'assets/b-C2.css'), 'b');
  writeFileSync(join(folder, 'assets/notes.txt'), 'secret');
  mkdirSync(join(folder, 'assets/inner.js'));
  if (process.platform !== 'win32') symlinkSync(join(root, 'secret.js'), join(folder, 'assets/linked.js'));
  return folder;
}

const start = (t: TestContext) => startBridge(t, {}, undefined, builtPages(t));
const ARRIVAL = {
  'Sec-Fetch-Site': 'cross-site',
  'Sec-Fetch-Mode': 'navigate',
  'Sec-Fetch-Dest': 'document',
};

test('the pages and their parts are served to whoever asks, without a token', async (t) => {
  const bridge = await start(t);
  for (const name of ['overlay', 'palette']) {
    const page = await ask(bridge, { path: `/${name}`, token: null });
    expect(page).toMatchObject({ status: 200, text: `<title>${name}</title>` });
    expect(page.headers).toMatchObject({
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cross-origin-opener-policy': 'same-origin',
    });
  }
  const script = await ask(bridge, { path: '/assets/a-B1.js', token: null });
  expect(script).toMatchObject({ status: 200, text: 'a' });
  expect(script.headers).toMatchObject({
    'content-type': 'text/javascript; charset=utf-8',
    'cache-control': 'public, max-age=31536000, immutable',
    'x-content-type-options': 'nosniff',
  });
  const style = await ask(bridge, { path: '/assets/b-C2.css', token: null });
  expect(style.headers['content-type']).toBe('text/css; charset=utf-8');
  const head = await ask(bridge, { method: 'HEAD', path: '/overlay', token: null });
  expect(head).toMatchObject({ status: 200, text: '' });
  const post = await ask(bridge, { method: 'POST', path: '/overlay' });
  expect(problemOf(post)).toMatchObject({ status: 405, title: 'method-unknown' });
});

test('a page may run its own scripts only, and talk to its own core only', async (t) => {
  const bridge = await start(t);
  const { headers } = await ask(bridge, { path: '/palette', token: null });
  const policy = new Map(
    String(headers['content-security-policy'])
      .split('; ')
      .map((rule) => [rule.split(' ', 1)[0], rule.slice(rule.indexOf(' ') + 1)]),
  );
  expect(Object.fromEntries(policy)).toMatchObject({
    'default-src': "'none'",
    'script-src': "'self'",
    'style-src': "'self'",
    'connect-src': `'self' ws://127.0.0.1:${bridge.port} data: blob:`,
    'base-uri': "'none'",
    'form-action': "'none'",
    'frame-ancestors': "'none'",
  });
  expect([...policy.values()].join(' ')).not.toMatch(/unsafe|\*|https?:/);
});

test('a browser that comes to the address alone is led to the palette', async (t) => {
  const bridge = await start(t);
  const answer = await ask(bridge, { path: '/', token: null, headers: ARRIVAL });
  expect([answer.status, answer.headers.location]).toEqual([303, '/palette']);
});

test('nothing outside the folder is served, whatever is asked for', async (t) => {
  const bridge = await start(t);
  for (const path of [
    '/assets/',
    '/assets/..',
    '/assets/../../secret.js',
    '/assets/..%2f..%2fsecret.js',
    '/assets/%2e%2e%2f%2e%2e%2fsecret.js',
    '/assets/..%5c..%5csecret.js',
    '/assets/..\\..\\secret.js',
    '/assets/%252e%252e%252fsecret.js',
    '/assets//secret.js',
    '/assets/secret.js%00.js',
    '/assets/%00',
    '/assets/%',
    '/assets/linked.js',
    '/assets/inner.js',
    '/assets/notes.txt',
    '/assets/__proto__',
    '/assets/constructor',
    '/overlay/../secret.js',
    '/overlay/index.html',
    '/secret.js',
  ]) {
    const answer = await ask(bridge, { path, token: null });
    expect([path, answer.status, answer.text.includes('secret')]).toEqual([path, 404, false]);
  }
});

test('a link from anywhere leads to a page, and to nothing else', async (t) => {
  const bridge = await start(t);
  const status = async (path: string, headers: Readonly<Record<string, string>>) =>
    (await ask(bridge, { path, headers })).status;
  for (const path of ['/overlay', '/palette']) {
    expect(await status(path, ARRIVAL)).toBe(200);
    for (const other of [
      { ...ARRIVAL, 'Sec-Fetch-Dest': 'iframe' },
      { ...ARRIVAL, 'Sec-Fetch-Mode': 'no-cors', 'Sec-Fetch-Dest': 'script' },
      { ...ARRIVAL, Origin: 'https://evil.test' },
      { ...ARRIVAL, Host: 'evil.test' },
      { Origin: 'https://evil.test' },
    ])
      expect([path, other, await status(path, other)]).toEqual([path, other, 403]);
  }
  for (const path of ['/servers', '/assets/a-B1.js', '/openapi.json', '/nowhere'])
    expect([path, await status(path, ARRIVAL)]).toEqual([path, 403]);
});

test('pages that are not built are told as that, and served once they are', async (t) => {
  const folder = builtPages(t);
  rmSync(folder, { recursive: true });
  const bridge = await startBridge(t, {}, undefined, folder);
  const missing = await ask(bridge, { path: '/overlay', token: null });
  expect(problemOf(missing)).toMatchObject({
    status: 404,
    title: 'pages-missing',
    detail: 'The pages are not built: run npm run build, and try again.',
  });
  for (const name of ['overlay', 'palette', 'assets']) mkdirSync(join(folder, name), { recursive: true });
  for (const name of ['overlay', 'palette']) writeFileSync(join(folder, name, 'index.html'), name);
  expect((await ask(bridge, { path: '/overlay', token: null })).text).toBe('overlay');
});
