/** Plugins to look at, each put into a data folder as if it had been installed. */
import { join } from 'node:path';
import { writePlugin } from '../plugins/plugin-folder.ts';

export function putPlugin(
  dataFolder: string,
  manifest: { readonly id: string; readonly name: string; readonly [field: string]: unknown },
  program: string,
  entry = 'main.js',
): void {
  const folder = join(dataFolder, 'plugins', manifest.id);
  writePlugin(folder, { version: '1.2.0', entry, ...manifest }, { [entry]: program });
}

/** Connects, and says which lamp it lights when an event asks for it. */
export function putLamp(dataFolder: string): void {
  const input = {
    properties: {
      room: { type: 'string', title: 'Room', description: 'Which lamp.' },
      colour: { type: 'string', title: 'Colour', enum: ['red', 'green', 'white'], default: 'red' },
      seconds: { type: 'number', title: 'Seconds', default: 10, minimum: 1, maximum: 60 },
      blinks: { type: 'boolean', title: 'Blink' },
    },
    required: ['room'],
  };
  putPlugin(
    dataFolder,
    {
      id: 'lamp',
      name: 'Stage lamp',
      description: 'Lights a lamp when the sale opens.',
      permissions: ['read', 'trigger'],
      caps: { memoryMb: 256, cpuPercent: 50 },
      actions: { light: { title: 'Light a lamp', description: 'One lamp, for some seconds.', input } },
    },
    `import { connect } from 'ticketime/client';
    const { TICKETIME_ADDRESS: url, TICKETIME_TOKEN: token } = process.env;
    const client = connect({ url, token });
    client.on('trigger', ({ action }) => console.log('lit', JSON.stringify(action?.input)));
    await client.ready();
    console.log('The lamp is ready.');`,
  );
}

/** What its manifest says is wrong. */
export function putBroken(dataFolder: string): void {
  putPlugin(dataFolder, { id: 'fog', name: 'Fog', version: 'two' }, '');
}
