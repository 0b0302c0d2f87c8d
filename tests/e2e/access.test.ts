/** Tokens, as a person makes and revokes them; and the programs that have them. */
import type { Locator } from 'playwright-core';
import { expect, test } from 'vitest';
import { connect, restCall } from '../../api/client/client.ts';
import { useApp, type App, type OpenPage } from './app.ts';
import { accessibilityFaults, picture } from './browser.ts';

const startApp = useApp();

const hasFocus = async (locator: Locator) =>
  (await locator.and(locator.page().locator(':focus')).count()) === 1;

async function openView(app: App, keys: string): Promise<OpenPage> {
  const page = await app.openPage('palette');
  await page.getByRole('option').first().waitFor();
  await page.keyboard.press(keys);
  await page.getByRole('combobox').waitFor({ state: 'detached' });
  return page;
}

test('a token is made, shown once, lets a program in as far as was allowed, and ends its connection when it is revoked', async (t) => {
  const app = await startApp(t);
  const page = await openView(app, 'Alt+T');
  await page.getByText('There are no tokens').waitFor();

  // Without a name, and without a permission, none is made.
  await page.getByRole('button', { name: 'Make a token' }).press('Enter');
  const name = page.getByLabel('Name', { exact: true });
  await expect.poll(() => hasFocus(name)).toBe(true);
  await name.press('Enter');
  await page.getByText('A token needs a name').waitFor();
  await name.fill('Light show');
  for (const label of ['Sync', 'Schedule', 'Be told', 'Read'])
    await page.getByRole('checkbox', { name: new RegExp(`^${label}`) }).press('Space');
  await name.press('Enter');
  await page.getByText('A token needs a permission').waitFor();
  expect(await accessibilityFaults(page)).toEqual([]);
  await picture(page, 'access-refused');
  await page.getByRole('checkbox', { name: /^Read/ }).press('Space');
  expect(await name.inputValue()).toBe('Light show');
  await name.press('Enter');

  const secret = page.getByRole('group', { name: 'The secret of “Light show”' });
  await secret.waitFor();
  const token = await secret.locator('code').innerText();
  await app.context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await secret.getByRole('button', { name: 'Copy the secret' }).press('Enter');
  await secret.getByText('Copied').first().waitFor();
  expect(await page.evaluate('navigator.clipboard.readText()')).toBe(token);
  expect(await accessibilityFaults(page)).toEqual([]);
  await picture(page, 'access-secret');
  await secret.getByRole('button', { name: 'I have copied it' }).press('Enter');
  await secret.waitFor({ state: 'detached' });
  expect(await page.content()).not.toContain(token);
  await page.reload();
  await page.getByRole('option').first().waitFor();
  await page.keyboard.press('Alt+T');
  await page.locator('li').getByText('Light show').waitFor();
  expect(await page.content()).not.toContain(token);

  const call = restCall(app.address, token);
  expect(await call('listServers', {})).toEqual([]);
  await expect(call('changeSettings', { healthThreshold: 1 })).rejects.toMatchObject({
    problem: { status: 403 },
  });
  await expect(call('addServer', { url: 'http://127.0.0.1:9' })).rejects.toMatchObject({
    problem: { status: 403 },
  });

  const client = connect({ url: app.address, token });
  t.onTestFinished(() => client.close());
  await client.ready();
  await page.getByRole('cell', { name: 'Light show' }).waitFor();
  await page.getByRole('cell', { name: 'You: pages' }).waitFor();

  // Asked twice, with the harmless answer first.
  const revoke = page.getByRole('button', { name: 'Revoke Light show' });
  await revoke.press('Enter');
  const keep = page.getByRole('button', { name: 'Keep' });
  await expect.poll(() => hasFocus(keep)).toBe(true);
  await picture(page, 'access-revoke');
  await keep.press('Enter');
  expect(client.connection.state.is).toBe('open');
  await expect.poll(() => hasFocus(revoke)).toBe(true);
  await revoke.press('Enter');
  await keep.press('Escape');
  await expect.poll(() => hasFocus(revoke)).toBe(true);
  await revoke.press('Enter');
  await page.getByText('Its programs are disconnected at once').waitFor();
  await revoke.press('Enter');
  await page.getByText('There are no tokens').waitFor();
  await expect.poll(() => client.connection.state.is).toBe('ended');
  await page.getByRole('cell', { name: 'Light show' }).waitFor({ state: 'detached' });
  await expect(call('listServers', {})).rejects.toMatchObject({ problem: { status: 401 } });
  expect((await app.call('readHealth', {})).clients).toHaveLength(1);
});

test('the programs that may connect stand among the plugins, with those that are connected first', async (t) => {
  const app = await startApp(t);
  const page = await openView(app, 'Alt+G');
  await page.getByText('No program may connect yet').waitFor();
  await app.call('makeToken', { name: 'A quiet one', permissions: ['read'] });
  const { token } = await app.call('makeToken', { name: 'Stream deck', permissions: ['read', 'trigger'] });
  const programs = page.getByRole('list', { name: 'Programs with a token' }).getByRole('listitem');
  const first = connect({ url: app.address, token });
  t.onTestFinished(() => first.close());
  await first.ready();
  await expect
    .poll(() => programs.first().innerText(), { timeout: 10_000 })
    .toMatch(/Stream deck[^]*Read · Be told[^]*connected/);
  expect(await programs.last().innerText()).toMatch(/A quiet one[^]*not connected/);
  const second = connect({ url: app.address, token });
  t.onTestFinished(() => second.close());
  await second.ready();
  await expect
    .poll(
      () =>
        programs
          .first()
          .getByText(/^connected/)
          .count(),
      { timeout: 10_000 },
    )
    .toBe(2);
  expect(await accessibilityFaults(page)).toEqual([]);
  await picture(page, 'plugins-connected');
  first.close();
  second.close();
  await expect.poll(() => page.getByText('not connected').count(), { timeout: 10_000 }).toBe(2);
  await page.getByRole('button', { name: 'API and tokens' }).press('Enter');
  await page.getByRole('heading', { name: 'API and tokens' }).waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('heading', { name: 'Plugins', exact: true }).waitFor();
});
