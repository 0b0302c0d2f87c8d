/** What the settings of the pages are held to, by a whole core. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { SETTINGS_DEFAULTS } from '../../api/protocol/settings-defaults.ts';
import { folderFor, startedCore } from './started.ts';

test('what is shown is kept over restarts, value by value', async (t) => {
  const folder = folderFor(t);
  const first = await startedCore(t, folder);
  const { id } = await first.client.call('addServer', { url: 'http://127.0.0.1:9/' });
  await first.client.call('changeSettings', { display: { serverIds: [id], opacity: 0.5 }, flash: 'screen' });
  await first.client.call('changeSettings', {
    display: { theme: 'light' },
    sounds: { volume: 0.1 },
    hotkeys: { sync: '' },
  });
  await first.stop();
  const second = await startedCore(t, folder);
  const { display, sounds, flash, hotkeys } = await second.client.call('readSettings', {});
  expect({ display, sounds, flash, hotkeys }).toEqual({
    display: { ...SETTINGS_DEFAULTS.display, serverIds: [id], opacity: 0.5, theme: 'light' },
    sounds: { ...SETTINGS_DEFAULTS.sounds, volume: 0.1 },
    flash: 'screen',
    hotkeys: { ...SETTINGS_DEFAULTS.hotkeys, sync: '' },
  });
});

test('a file of before the pages is as good as any', async (t) => {
  const folder = folderFor(t);
  writeFileSync(join(folder, 'settings.json'), '{"settings":{"healthThreshold":70}}');
  const { client, told } = await startedCore(t, folder);
  const { healthThreshold, display } = await client.call('readSettings', {});
  expect([healthThreshold, display, told]).toEqual([70, SETTINGS_DEFAULTS.display, []]);
});

test('a server that is not there cannot be shown, nor one twice, and a removed one is shown no more', async (t) => {
  const { client, messages } = await startedCore(t, folderFor(t));
  const { id } = await client.call('addServer', { url: 'http://127.0.0.1:9/' });
  const { id: other } = await client.call('addServer', { url: 'http://127.0.0.1:10/' });
  const show = (serverIds: string[]) => client.call('changeSettings', { display: { serverIds } });
  await expect(show([id, 'none1234'])).rejects.toMatchObject({ problem: { title: 'no-such-server' } });
  await expect(show([id, id])).rejects.toMatchObject({
    problem: { status: 400, detail: `The overlay shows each server once, so name ${id} once.` },
  });
  await show([other, id]);
  await client.call('removeServer', { id });
  expect((await client.call('readSettings', {})).display.serverIds).toEqual([other]);
  expect(messages.findLast(({ type }) => type === 'settings')).toMatchObject({
    settings: { display: { serverIds: [other] } },
  });
});

test('two hotkeys cannot be the same, however they are spelt; two can be none', async (t) => {
  const { client } = await startedCore(t, folderFor(t));
  const change = (hotkeys: object) => client.call('changeSettings', { hotkeys });
  await expect(change({ overlay: 'CommandOrControl+Shift+S' })).rejects.toMatchObject({
    problem: {
      status: 400,
      title: 'hotkey-twice',
      detail:
        'CommandOrControl+Shift+S would be the hotkey of both "sync" and "overlay": choose another one for either, or leave it empty.',
    },
  });
  await expect(change({ overlay: 'Alt+Shift+X', move: 'Shift+Alt+X' })).rejects.toMatchObject({
    problem: { title: 'hotkey-twice' },
  });
  await change({ sync: '', move: '' });
  await change({ overlay: 'CommandOrControl+Shift+S' });
  // The values of two can be exchanged in one go.
  const { hotkeys } = await change({ overlay: 'Alt+P', palette: 'CommandOrControl+Shift+S' });
  expect(hotkeys).toMatchObject({ overlay: 'Alt+P', palette: 'CommandOrControl+Shift+S', sync: '' });
});
