/** The app from its start to its end. */
import { expect, test } from 'vitest';
import { isLetGo, useDesktop } from './desktop.ts';

const start = useDesktop();

test('the overlay ticks within two seconds of the start, and the palette waits hidden for its hotkey', async (t) => {
  const app = await start(t);
  const overlay = await app.page('overlay');
  await overlay.getByText('No server yet').waitFor();
  await app.addOrigin({ offsetMs: 5000, name: 'Tickets' });
  await expect.poll(() => overlay.locator('body').innerText()).toMatch(/\d\d:\d\d:\d\d/);
  console.log(app.stderr());
  console.log(await app.command('windows'));
  console.log('q', await app.quit(), isLetGo(app.folder));
});
