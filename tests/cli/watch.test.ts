import { describe, expect, test } from 'vitest';
import { localClock } from '../../main/clock/local-clock.ts';
import { originFor, start } from './command.ts';

describe.concurrent('ticketime watch, where no terminal is', () => {
  test('prints a line at each second of the server, at that moment, for as long as it was told', async (t) => {
    const origin = await originFor(t, { offsetMs: 90_400.3 });
    const command = start(t, ['watch', '--quick', '--seconds', '4', origin.url]);
    const seen: { line: string; serverEpochMs: number }[] = [];
    command.child.stdout.on('data', (chunk: string) => {
      const serverEpochMs = localClock.now() + localClock.anchor() + origin.trueOffsetMs();
      for (const line of chunk.trimEnd().split('\n')) seen.push({ line, serverEpochMs });
    });
    const { code, stderr } = await command.ended;
    expect(code).toBe(0);
    expect(stderr).toMatch(/: this computer is 1 min 30\.\d+ s slow, ± \d+ ms\nTimes: UTC\n$/);
    // A second that falls on the very end may or may not be among them.
    expect(Math.abs(seen.length - 4)).toBeLessThanOrEqual(1);
    for (const [i, { line, serverEpochMs }] of seen.entries()) {
      const [, date, time] = /^(\S+) (\S+) ± \d+ ms$/.exec(line) ?? [];
      const toldEpochMs = Date.parse(`${date}T${time}Z`);
      // A quick sync is good to some 20 ms, and a busy machine hands the line over late.
      expect(serverEpochMs - toldEpochMs).toBeGreaterThan(-60);
      expect(serverEpochMs - toldEpochMs).toBeLessThan(300);
      if (i > 0)
        expect(toldEpochMs - Date.parse(`${seen[i - 1].line.slice(0, 19).replace(' ', 'T')}Z`)).toBe(1000);
    }
  });

  test('ends quietly when its reader leaves', async (t) => {
    const origin = await originFor(t);
    const command = start(t, ['watch', '--quick', '--samples', '2', origin.url]);
    await command.until(/± \d+ ms\nTimes/);
    command.child.stdout.destroy();
    const { code, stderr } = await command.ended;
    expect(code).toBe(0);
    expect(stderr).toMatch(/Times: UTC\n$/);
  });

  test('ends at Ctrl-C', async (t) => {
    const origin = await originFor(t);
    const command = start(t, ['watch', '--quick', '--samples', '2', origin.url]);
    await command.until(/\d\d:\d\d:\d\d ±/);
    command.child.kill('SIGINT');
    expect(await command.ended).toMatchObject({ code: 130 });
  });
});
