/**
 * Real servers whose Date is not read at the second, measured over real sockets. Their clock is this machine's, so the true
 * offset is zero.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Failure } from '../../main/failure.ts';
import type { Measurement } from '../../main/sync/measurement.ts';
import { startSync, type SyncOptions } from '../../main/sync/synchronizer.ts';
import { startLighttpd, type Lighttpd } from './lighttpd.ts';

const ALONE = { order: [], ntpHosts: [], referenceSite: '' };

/** A program of its own, for its timer is as late as its process is busy. */
const NODE = `
  const server = require('node:http').createServer((request, response) => {
    response.setHeader('X-Powered-By', 'Express');
    response.end(request.url);
  });
  server.keepAliveTimeout = 60_000;
  server.listen(0, '127.0.0.1', () => console.log(server.address().port));
`;

let named: Lighttpd;
let nameless: Lighttpd;
let node: ChildProcess;
let nodePort: number;

beforeAll(async () => {
  [named, nameless] = await Promise.all([startLighttpd(), startLighttpd('')]);
  node = spawn(process.execPath, ['-e', NODE], { stdio: ['ignore', 'pipe', 'inherit'] });
  [nodePort] = (await once(node.stdout ?? node, 'data')).map(Number);
});

afterAll(async () => {
  await Promise.all([named.close(), nameless.close()]);
  node.kill();
});

/**
 * A tick that is later than it was a moment ago contradicts itself, which is told, and states nothing. How rarely that may be is pinned
 * by simulation/late-ticks.ts; here what is stated matters.
 */
async function sync(port: number, options: Partial<SyncOptions> = {}, more = 2): Promise<Measurement> {
  try {
    return await startSync({ input: `http://127.0.0.1:${port}/`, reference: ALONE, ...options }).result;
  } catch (error) {
    if (more === 0 || !(error instanceof Failure) || error.code !== 'contradicting-samples') throw error;
    return sync(port, options, more - 1);
  }
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
    // On a busy machine the timer is later now and then, which is told; what is stated holds even so.
    let measurement = await sync(nodePort);
    for (let more = 2; more > 0 && measurement.tick !== 'honest'; more--) {
      expectTrue(measurement);
      measurement = await sync(nodePort);
    }
    expect(measurement.tick).toBe('honest');
    expectTrue(measurement);
    expect(measurement.accuracyMs).toBeLessThan(10);
  });
});
