/** What a page of the app may do when somebody else's words have got into it: nothing beyond what the clock needs. */
import { test } from 'vitest';
import { useDesktop, type Desktop } from './desktop.ts';

const start = useDesktop();
/** A site that no resolver knows. */
const ELSEWHERE = 'https://elsewhere.test';

/** As if the page at `url`, in the palette's window, had said it. */
async function said(app: Desktop, url: string, name: string): Promise<unknown> {
  const window = (await app.window('palette'))?.id ?? 0;
  const args = [name, undefined];
  const { ok, value } = await app.pages.ask({ type: 'invoke', window, url, channel: 'ticketime:call', args });
  return ok ? value : new Error(String(value));
}

test.concurrent('a page runs no words of others, reaches no network, and goes nowhere', async (t) => {
  const { expect } = t;
  const app = await start(t);
  const palette = await app.page('palette');
  await palette.getByRole('combobox').waitFor();
  app.foresee(/Content Security Policy|Refused to|violates the following|net::ERR_ABORTED/);
  await palette.evaluate(`{
    globalThis.stopped = new Set();
    document.addEventListener('securitypolicyviolation', ({ effectiveDirective }) => stopped.add(effectiveDirective));
    const put = (name, attributes) => document.body.append(Object.assign(document.createElement(name), attributes));
    put('script', { textContent: 'globalThis.wasRun = true' });
    put('script', { src: '${ELSEWHERE}/script.js' });
    document.body.setAttribute('style', 'color: red');
    document.body.setAttribute('onclick', 'globalThis.wasRun = true');
    document.body.click();
    put('img', { src: '${ELSEWHERE}/image.png' });
    put('iframe', { src: '${ELSEWHERE}/frame' });
    put('object', { data: '${ELSEWHERE}/object' });
    fetch('${ELSEWHERE}/data').catch(() => undefined);
    new Worker('blob:' + location.origin + '/none');
  }`);
  await expect
    .poll(() => palette.evaluate('[...stopped].sort()'))
    .toEqual([
      'connect-src',
      'frame-src',
      'img-src',
      'object-src',
      'script-src-attr',
      'script-src-elem',
      'style-src-attr',
      'worker-src',
    ]);
  expect(await palette.evaluate('globalThis.wasRun')).toBeUndefined();

  const url = palette.url();
  const pages = palette.context().pages().length;
  await palette.evaluate(`location.href = '${ELSEWHERE}/'`);
  await palette.evaluate(`location.pathname = '/overlay/index.html'`);
  await palette.evaluate(`window.open('${ELSEWHERE}/') === null`);
  await expect.poll(() => palette.context().pages().length).toBe(pages);
  expect(palette.url()).toBe(url);
  expect(await palette.getByRole('combobox').isVisible()).toBe(true);
  expect(await app.command('opened')).toEqual([]);
  expect((await app.command('windows')).map((window) => window.url).sort()).toEqual([
    'app://ticketime/overlay/index.html',
    'app://ticketime/palette/index.html',
  ]);
});

test.concurrent(
  'a page has the contract and nothing of Electron, and is heard as itself alone',
  async (t) => {
    const { expect } = t;
    const app = await start(t);
    const palette = await app.page('palette');
    await palette.getByRole('combobox').waitFor();
    const seen = await palette.evaluate(`({
    names: Object.keys(ticketime).sort(),
    isFrozen: Object.isFrozen(ticketime),
    kinds: ['require', 'process', 'module', 'Buffer', 'electron', 'ipcRenderer'].map((name) => typeof globalThis[name]),
  })`);
    expect(seen).toEqual({
      names: ['askPort', 'call', 'onState', 'onWish'],
      isFrozen: true,
      kinds: Array.from({ length: 6 }, () => 'undefined'),
    });
    for (const { options } of await app.command('windows'))
      expect(options['webPreferences']).toMatchObject({
        sandbox: true,
        contextIsolation: true,
        nodeIntegration: false,
        webSecurity: true,
        webviewTag: false,
        preload: expect.stringMatching(/preload\.cjs$/) as string,
      });

    for (const url of [
      `${ELSEWHERE}/`,
      'about:blank',
      'app://ticketime.elsewhere.test/palette/index.html',
      'app://other/palette/index.html',
    ])
      expect(await said(app, url, 'quit'), url).toEqual({
        ok: false,
        sentence: 'Nobody here knows this page.',
      });
    const refused = (name: string, input?: unknown) =>
      palette.evaluate(
        `ticketime.call(${JSON.stringify(name)}, ${JSON.stringify(input)}).then(() => null, ({ message }) => message)`,
      );
    expect(await refused('constructor')).toBe('The desktop app has no call of this name: constructor.');
    expect(await refused('quit', 'now')).toMatch(/^quit: /);
    expect(await refused('sizeOverlay', { width: 1e9, height: 1 })).toMatch(/^sizeOverlay: /);
    expect(await refused('showOverlay', true)).toBeNull();

    const window = (await app.window('palette'))?.id ?? 0;
    const mayDo = (permission: string) => app.command('mayDo', { window, permission });
    for (const permission of [
      'media',
      'geolocation',
      'notifications',
      'clipboard-read',
      'hid',
      'openExternal',
    ])
      expect(await mayDo(permission), permission).toBe(false);
    expect(await mayDo('clipboard-sanitized-write')).toBe(true);
    expect(app.process.exitCode).toBeNull();
  },
);
