/** `node core-with-host.ts <launches as JSON>`: starts them as a core does, and says each status; for being killed, or for another PATH. */
import { startHost } from '../../../main/plugins/host/host.ts';
import type { Launch } from '../../../main/plugins/host/launch.ts';
import { AT_ONCE } from './started-host.ts';

const host = startHost({
  policy: AT_ONCE,
  tell: console.error,
  onStatus: (id, status) => process.send?.({ id, status }),
});
for (const launch of JSON.parse(process.argv[2] ?? '[]') as Launch[]) host.start(launch);
process.on('message', () => void host.close().then(() => process.disconnect()));
