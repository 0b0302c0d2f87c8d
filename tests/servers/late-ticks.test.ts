/**
 * Real servers whose Date is not read at the second, measured over real sockets. Their clock is this machine's, so the true
 * offset is zero.
 */
import { createServer, type Server } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Measurement } from '../../main/sync/measurement.ts';
import { startSync, type SyncOptions } from '../../main/sync/synchronizer.ts';
import { startLighttpd, type Lighttpd } from './lighttpd.ts';

const ALONE = { order: [], ntpHosts: [], referenceSite: '' };

let named: Lighttpd;
let nameless: Lighttpd;
let node: Server;

beforeAll(async () => {
  [named, nameless] = await Promise.all([startLighttpd(), startLighttpd('')]);
  node = createServer((request, response) => {
    response.setHeader('X-Powered-By', 'Express');
    response.end(request.url);
  }).listen(0, '127.0.0.1');
  node.keepAliveTimeout = 60_000;
  await once(node, 'listening');
});

afterAll(async () => {
  await Promise.all([named.close(), nameless.close()]);
  node.closeAllConnections();
  node.close();
});

function sync(port: number, options: Partial<SyncOptions> = {}): Promise<Measurement> {
  return startSync({ input: `http://127.0.0.1:${port}/`, reference: ALONE, ...options }).result;
}

/** What is stated must hold of these, whatever their tick does: no chance is involved in what is proven. */
function expectTrue({ offsetMs, accuracyMs, boundMs }: Measurement): void {
  expect(Math.abs(offsetMs)).toBeLessThanOrEqual(accuracyMs);
  expect(boundMs[0]).toBeLessThan(0);
  expect(boundMs[1]).toBeGreaterThan(0);
}

describe.concurrent('real late ticks', () => {
  test('lighttpd is called lagging, and the truth lies in what is stated', async () => {
    const measurement = await sync(named.port);
    expect(measurement.tick).toBe('lagging');
    expect(measurement.warnings.map(({ code }) => code)).toContain('lagging-tick');
    expectTrue(measurement);
  });

  test('lighttpd without its name is not known, and the truth lies in what is stated', async () => {
    const measurement = await sync(nameless.port);
    expect(measurement.tick).toBe('unknown');
    expectTrue(measurement);
  });

  test('lighttpd watched for ten seconds states what a late Date proves', async () => {
    const measurement = await sync(nameless.port, { watchSeconds: 10 });
    expect(measurement.tick).toBe('unknown');
    expectTrue(measurement);
    expect(measurement.accuracyMs).toBeLessThan(1100);
  });

  test('Node is honest to the few milliseconds by which its timer is late', async () => {
    const measurement = await sync((node.address() as AddressInfo).port);
    expect(measurement.tick).toBe('honest');
    expectTrue(measurement);
    expect(measurement.accuracyMs).toBeLessThan(10);
  });
});
