import { describe, test } from 'vitest';
import { Light } from '../../../plugins/led-bridge/light.js';
import { lit, OUT, readWish } from '../../../plugins/led-bridge/light-wish.js';
import { startLedServer } from './led-server.ts';

const RED = [255, 0, 0] as const;
const unheard = (error: Error) => {
  throw error;
};

const lightAt = (url: string) => new Light(readWish({ url }).url);

describe.concurrent('a light', () => {
  test('is turned on over the connection that is open already, and goes out after its seconds', async (t) => {
    const { url, received, sockets } = await startLedServer(t);
    const light = lightAt(`${url}/hall/`);
    light.warm();
    light.warm();
    await t.expect.poll(() => sockets.length).toBe(1);
    await light.turnOn({ colour: RED, seconds: 0.2 }, unheard);
    t.expect(received).toMatchObject([{ request: 'POST /hall/json/state', state: lit(RED) }]);
    t.expect(received[0]?.socket).toBe(sockets[0]?.socket);
    t.expect(light.isLit).toBe(true);
    await t.expect.poll(() => received.length).toBe(2);
    t.expect(received[1]?.state).toEqual(OUT);
    t.expect((received[1]?.at ?? 0) - (received[0]?.at ?? 0)).toBeGreaterThan(190);
    t.expect(light.isLit).toBe(false);
  });

  test('stays on when no seconds are given, and as long as the last one who turned it on wants', async (t) => {
    const { url, received } = await startLedServer(t);
    const light = lightAt(url);
    await light.turnOn({ colour: RED, seconds: 0.05 }, unheard);
    await light.turnOn({ colour: [0, 0, 9], seconds: 0 }, unheard);
    t.expect(light.isLit).toBe(false);
    await new Promise((resolve) => setTimeout(resolve, 100));
    t.expect(received.map(({ state }) => state)).toEqual([lit(RED), lit([0, 0, 9])]);
  });

  test('is reached anew when the device has closed the connection that was open', async (t) => {
    const { url, received, sockets } = await startLedServer(t);
    const light = lightAt(url);
    light.warm();
    await t.expect.poll(() => sockets.length).toBe(1);
    sockets[0]?.socket.resetAndDestroy(); // the light may know of it by now, or not
    await light.turnOn({ colour: RED, seconds: 0 }, unheard);
    t.expect(received).toHaveLength(1);
  });

  test('that cannot be reached is told in one sentence', async (t) => {
    const light = lightAt('http://127.0.0.1:9');
    light.warm();
    await t
      .expect(light.turnOn({ colour: RED, seconds: 0 }, unheard))
      .rejects.toThrow(
        'The light at 127.0.0.1:9 could not be reached (ECONNREFUSED): check its address, and that it is on.',
      );
  });

  test('that is something else is told in one sentence', async (t) => {
    const { host, url } = await startLedServer(t, (_, response) => response.writeHead(404).end());
    await t
      .expect(lightAt(url).turnOn({ colour: RED, seconds: 0 }, unheard))
      .rejects.toThrow(
        `What answers at ${host} took no state (HTTP 404): check that this is the address of a WLED device.`,
      );
  });

  test('that does not answer is given up after 3 s, and told in one sentence', async (t) => {
    const { host, url, received } = await startLedServer(t, () => undefined);
    const light = lightAt(url);
    light.warm();
    await t
      .expect(light.turnOn({ colour: RED, seconds: 0 }, unheard))
      .rejects.toThrow(
        `The light at ${host} did not answer within 3 s: see that it is on, and near enough to its network.`,
      );
    t.expect(received).toHaveLength(1); // nobody is asked twice for what came late
  });
});
