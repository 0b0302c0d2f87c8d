/** Updates, as electron-updater itself looks for them, fetches them and puts them in place: of an AppImage, from a feed on this computer. */
import { createHash } from 'node:crypto';
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { dirname, join } from 'node:path';
import { expect, test, type TestContext } from 'vitest';
import { newFolder, useDesktop } from './desktop.ts';

const start = useDesktop();
const [OLD, NEW] = ['old', 'new'].map((name) => `#!/bin/sh\n# The ${name} one.\nexit 0\n`);

/** An app that was installed as an AppImage, and a newer one at its feed. */
async function installed(t: TestContext) {
  const folder = newFolder(t);
  const server = createServer((request, response) => {
    const asked: string[] = [];
    asked.push(request.url ?? '');
    if (request.url?.startsWith('/latest-linux')) {
      const sha512 = createHash('sha512').update(NEW).digest('base64');
      response.end(
        `version: 9.9.9\nfiles:\n  - url: Ticketime.AppImage\n    sha512: ${sha512}\n    size: ${NEW.length}\npath: Ticketime.AppImage\nsha512: ${sha512}\nreleaseDate: '2026-11-23T00:00:00.000Z'\n`,
      );
    } else if (request.url?.startsWith('/Ticketime.AppImage')) response.end(NEW);
    else response.writeHead(404).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.onTestFinished(() => void server.close());
  const resources = join(folder, 'resources');
  mkdirSync(resources);
  const { port } = server.address() as AddressInfo;
  writeFileSync(
    join(resources, 'app-update.yml'),
    `provider: generic\nurl: http://127.0.0.1:${port}\nupdaterCacheDirName: ticketime-updater\n`,
  );
  const image = join(folder, 'Ticketime.AppImage');
  writeFileSync(image, OLD);
  chmodSync(image, 0o755);
  const env = {
    APPIMAGE: image,
    APPDIR: dirname(process.execPath),
    DOUBLE_PACKAGED: '1',
    DOUBLE_RESOURCES: resources,
    XDG_CACHE_HOME: join(folder, 'cache'),
    XDG_CONFIG_HOME: join(folder, 'config'),
  };
  return { image, start: () => start(t, { folder, env }) };
}

test('an update waits for an event that is armed; it is fetched in the background, told, and put in place when the app ends', async (t) => {
  const { image, start: startApp } = await installed(t);
  const app = await startApp();
  await app.page('overlay');
  const labels = async () => (await app.command('tray'))?.menu.map(({ label }) => label);
  await expect.poll(labels).toContain('Restart to update to 9.9.9');
  const { serverId } = await app.addOrigin({ name: 'Tickets' });
  await app.call('addEvent', {
    serverId,
    name: 'Opening',
    time: new Date(Date.now() + 20 * 60_000).toISOString(),
  });
  await expect.poll(labels).toContain('Update to 9.9.9 waits for “Opening”');
  expect(await app.quit()).toBe(0);
  expect(readFileSync(image, 'utf8')).toBe(OLD);

  // Without it, the next end puts it in place.
  const again = await startApp();
  await again.page('overlay');
  const [event] = (await again.call('listEvents', {})).map(({ id }) => id);
  await again.call('removeEvent', { id: event });
  await expect
    .poll(async () => (await again.command('tray'))?.menu.map(({ label }) => label))
    .toContain('Restart to update to 9.9.9');
  expect(await again.quit()).toBe(0);
  expect(readFileSync(image, 'utf8')).toBe(NEW);
});
