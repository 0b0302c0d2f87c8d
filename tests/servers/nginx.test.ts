/**
 * Default syncs of a real nginx over real sockets, by the command as a person runs it. Its clock is this machine's, so
 * the true offset is zero.
 */
import { execFile } from 'node:child_process';
import { resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startDelayLine, type DelayLine } from '../../main/practice/delay-line.ts';
import type { Measurement } from '../../main/sync/measurement.ts';
import { startNginx, type Nginx } from './nginx.ts';

const CLI = resolve(import.meta.dirname, '../../main/cli.ts');

let nginx: Nginx;
let line: DelayLine;

async function sync(url: string): Promise<Measurement> {
  const env = { ...process.env, NODE_EXTRA_CA_CERTS: nginx.certificateFile };
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [CLI, 'sync', url, '--json', '--reference', 'none'],
    { env },
  );
  return JSON.parse(stdout) as Measurement;
}

/** What is proven must hold; the rest is a matter of chance, so it gets three times what is stated. */
function expectTrue({ offsetMs, accuracyMs, boundMs, tick, samples }: Measurement): void {
  expect(boundMs[0]).toBeLessThan(0);
  expect(boundMs[1]).toBeGreaterThan(0);
  expect(Math.abs(offsetMs)).toBeLessThan(3 * accuracyMs);
  expect(samples).toBeLessThanOrEqual(20);
  expect(tick).toBe('honest');
}

beforeAll(async () => {
  nginx = await startNginx();
  const way = { baseMs: 11, jitterMs: 1 };
  line = await startDelayLine({ targetPort: nginx.httpPort, forward: way, back: way });
});

afterAll(async () => {
  await line.close();
  await nginx.close();
});

describe.concurrent('a real nginx', () => {
  test('is measured to a millisecond over plain HTTP', async () => {
    const measurement = await sync(`http://127.0.0.1:${nginx.httpPort}/`);
    expectTrue(measurement);
    expect(measurement.accuracyMs).toBeLessThan(2);
  });

  test('is measured to a millisecond over TLS, its certificate trusted through NODE_EXTRA_CA_CERTS', async () => {
    const measurement = await sync(`https://localhost:${nginx.httpsPort}/`);
    expectTrue(measurement);
    expect(measurement.url).toBe(`https://localhost:${nginx.httpsPort}/`);
    expect(measurement.accuracyMs).toBeLessThan(3);
  });

  test('is measured to a few milliseconds over 22 ms there and back with queueing', async () => {
    const measurement = await sync(`http://127.0.0.1:${line.port}/`);
    expectTrue(measurement);
    // Less what a busy receiver is late by, as far as that is known.
    expect(measurement.delayMs.min).toBeGreaterThan(15);
    expect(measurement.accuracyMs).toBeLessThan(15);
  });
});
