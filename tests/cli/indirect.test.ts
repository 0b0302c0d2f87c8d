import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Measurement } from '../../main/sync/measurement.ts';
import { startChrony, type Chrony } from '../servers/chrony.ts';
import { originFor, run } from './command.ts';

let chrony: Chrony;
let reference: readonly string[];

beforeAll(async () => {
  chrony = await startChrony();
  reference = ['--reference', `127.0.0.1:${chrony.port}`];
});
afterAll(() => chrony.close());

describe.concurrent('a server that tells no time, with a real chronyd for standard time', () => {
  test('is answered by standard time, called indirect, though it was typed without a scheme', async (t) => {
    const origin = await originFor(t, { habits: { date: 'none' } });
    const { code, stdout } = await run(t, ['sync', `127.0.0.1:${origin.port}`, '--json', ...reference]);
    expect(code).toBe(0);
    const { source, warnings, offsetMs, accuracyMs } = JSON.parse(stdout) as Measurement;
    expect(source).toBe('sntp');
    expect(Math.abs(offsetMs)).toBeLessThanOrEqual(accuracyMs);
    expect(warnings).toEqual([
      {
        code: 'indirect',
        message:
          `This is standard time by 127.0.0.1:${chrony.port}, not the server's own clock. 127.0.0.1:${origin.port} ` +
          'sends no Date header, so its clock cannot be read: try another address of that site.',
      },
    ]);
  });

  test('is no ground for saying when to press', async (t) => {
    const origin = await originFor(t, { habits: { date: 'none' } });
    const ended = await run(t, ['when', origin.url, '+10m', '--no-wait', ...reference]);
    expect(ended.code).toBe(1);
    expect(ended.stderr).toContain(
      `127.0.0.1:${origin.port} does not tell its own time, so nothing says when a request would arrive by it: ` +
        'ticketime sync tells standard time instead.\n',
    );
  });

  test('and one that tells it is compared with standard time', async (t) => {
    const origin = await originFor(t, { offsetMs: -400, habits: { headers: { Server: 'unheard-of' } } });
    const { stdout } = await run(t, ['sync', '--quick', origin.url, '--json', ...reference]);
    const { reference: check, tick } = JSON.parse(stdout) as Measurement;
    expect(tick).toBe('unknown');
    expect(Math.abs((check?.aheadMs ?? 0) + 400)).toBeLessThan(60);
  });
});
