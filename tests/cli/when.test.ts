import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test, type TestContext } from 'vitest';
import type { Measurement } from '../../main/sync/measurement.ts';
import { onlyObject, originFor, run, start, unfolded } from './command.ts';

interface Printed {
  readonly targetEpochMs: number;
  readonly pressAtEpochMs: number;
  readonly safePressAtEpochMs: number;
  readonly firedEpochMs: number;
  readonly latenessMs: number;
  readonly measurement: Measurement;
}

const QUICK = ['--quick', '--samples', '3'];
/** A loopback delays by less than a ms; this makes it a path. */
const delays = { forward: { baseMs: 10 }, back: { baseMs: 10 } };

/** A folder of this test's own for settings. */
function dataDir(t: TestContext): { folder: string; env: { TICKETIME_DATA_DIR: string } } {
  const folder = mkdtempSync(join(tmpdir(), 'ticketime-when-'));
  t.onTestFinished(() => rmSync(folder, { recursive: true }));
  return { folder, env: { TICKETIME_DATA_DIR: folder } };
}

describe.concurrent('ticketime when', () => {
  test('prints the plan as one object and ends at once with --no-wait', async (t) => {
    const origin = await originFor(t, { offsetMs: 5000, delays });
    const ended = await run(t, ['when', '--no-wait', '--json', ...QUICK, origin.url, '+10m'], dataDir(t).env);
    expect(ended).toMatchObject({ code: 0, stderr: '' });
    const object = onlyObject(ended) as unknown as Printed;
    expect(object).toMatchObject({
      url: origin.url,
      aim: 'safe',
      trimMs: 0,
      firedEpochMs: null,
      latenessMs: null,
      measurement: { url: origin.url, samples: 3 },
    });
    const { targetEpochMs, pressAtEpochMs, safePressAtEpochMs, measurement } = object;
    expect(targetEpochMs % 1000).toBe(0);
    const { offsetMs, delayMs } = measurement;
    expect(pressAtEpochMs).toBeLessThan(targetEpochMs - offsetMs - delayMs.min / 2 + 1);
    expect(pressAtEpochMs).toBeGreaterThan(targetEpochMs - offsetMs - delayMs.max);
    expect(safePressAtEpochMs).toBeGreaterThan(pressAtEpochMs);
  });

  test('uses the little time there is, and rings at the instant', async (t) => {
    const origin = await originFor(t, { offsetMs: -7000, delays });
    const ended = await run(t, ['when', '--json', '--balanced', origin.url, '+3s'], dataDir(t).env);
    expect(ended).toMatchObject({ code: 0, stderr: '' });
    const { pressAtEpochMs, firedEpochMs, latenessMs, measurement } = onlyObject(ended) as unknown as Printed;
    expect(measurement.warnings).toContainEqual({
      code: 'cut-short',
      message: expect.stringMatching(
        /^The time is near, so the measurement ended after \d repl(y|ies)\.$/,
      ) as string,
    });
    expect(firedEpochMs - pressAtEpochMs).toBeCloseTo(latenessMs, 1);
    expect(latenessMs).toBeGreaterThanOrEqual(0);
    expect(latenessMs).toBeLessThan(200); // a busy machine may come late; it tells so
  });

  test('tells people when to press, how sure that is, what no clock knows, and counts down', async (t) => {
    const { url } = await originFor(t, {
      offsetMs: 90_000,
      delays,
      habits: { headers: { Server: 'one of its own' } },
    });
    const { host } = new URL(url);
    const ended = await run(t, ['when', ...QUICK, '--trim', '-20', url, '+7s'], dataDir(t).env);
    expect(ended.code).toBe(0);
    expect(unfolded(ended.stdout).replace(/\d\d:\d\d:\d\d/g, 'TIME')).toMatch(
      new RegExp(
        `^${host}: press at TIME\\.\\d{3} by this computer's clock
  Opens        \\S+ TIME by the server's clock \\(UTC\\), in \\d\\.\\d s
  Your clock   1 min (29|30)\\.\\d+ s slow, ± [\\d,.]+ ms
  Aim          safe: early in at most 2\\.5 of 100 presses \\(--balanced: TIME\\.\\d{3}, early as often as late\\)
  Arrives      usually .* that, and from .* to .*, however uneven the path
  Trim         20 ms earlier, kept for this server \\(--trim 0 forgets it\\)
  How sure     ± [\\d,.]+ ms: .*, the press comes late too, not early

(?:Warning: .*\\n\\n)?The host of a page may not be the one that opens the sale: measure the host that the booking button calls\\.
A waiting room that draws lots ignores the millisecond; be in it before it opens\\.
Press now\\.
That was at TIME\\.\\d{3} by this computer's clock, \\d+\\.\\d\\d ms after the instant\\.
$`,
      ),
    );
    expect(ended.stderr).toMatch(/3 s to go\n2 s to go\n1 s to go\n$/);
    expect(ended.stdout + ended.stderr).not.toMatch(/[\x07\x1b]/);
  });

  test('keeps the trim for that server, and says when it cannot', async (t) => {
    const { folder, env } = dataDir(t);
    const { url } = await originFor(t);
    const args = ['when', '--no-wait', '--json', '--quick', '--samples', '2', url, '+1h'];
    expect(onlyObject(await run(t, [...args, '--trim', '30'], env))).toMatchObject({ trimMs: 30 });
    expect(onlyObject(await run(t, [...args, '--data-dir', folder]))).toMatchObject({ trimMs: 30 });
    const file = join(folder, 'settings.json');
    writeFileSync(file, readFileSync(file, 'utf8').slice(0, 20));
    const corrupt = await run(t, args, env);
    expect(onlyObject(corrupt)).toMatchObject({ trimMs: 0 });
    expect(corrupt.stderr).toMatch(/^.* holds no settings that can be read, so it was put aside as .*\n$/);
    const unusable = await run(t, [...args, '--trim', '30', '--data-dir', `${file}.unreadable`]);
    expect(onlyObject(unusable)).toMatchObject({ trimMs: 30 });
    expect(unusable.stderr).toMatch(
      /^The settings cannot be used, .* name another folder with --data-dir\.\n$/,
    );
  });

  test('says that a lagging Date makes the press late', async (t) => {
    const { url } = await originFor(t, { habits: { headers: { Server: 'uvicorn' } } });
    const args = ['when', '--no-wait', '--quick', '--samples', '2', url, '+1h'];
    const { code, stdout } = await run(t, args, dataDir(t).env);
    expect(code).toBe(0);
    expect(unfolded(stdout)).toMatch(
      /\n {2}How sure {5}± [\d,.]+ m?s: this kind of server changes its Date late, and the press may come as much too late; only --safe keeps it from being early\n/,
    );
  });

  test('refuses at once what has passed, and what is too far', async (t) => {
    const { url } = await originFor(t);
    const { env } = dataDir(t);
    const passed = await run(t, ['when', '--json', url, '2026-01-01T20:00Z'], env);
    expect(passed.code).toBe(1);
    expect(onlyObject(passed)).toEqual({
      error: {
        code: 'time-passed',
        message: expect.stringMatching(
          /^2026-01-01 20:00:00 has passed: by the server's clock it is \S+ \S+ \(UTC\)\.$/,
        ) as string,
      },
    });
    const far = await run(t, ['when', '--json', url, '2099-01-01T20:00'], env);
    expect(onlyObject(far)).toEqual({
      error: {
        code: 'time-too-far',
        message: '2099-01-01 20:00:00 is more than a year ahead: ask again when it is nearer.',
      },
    });
  });

  test('says that it is too late when the press would have had to be earlier', async (t) => {
    const { url } = await originFor(t);
    const ended = await run(t, ['when', '--json', '--trim', '-9000', ...QUICK, url, '+6s'], dataDir(t).env);
    expect(ended.code).toBe(1);
    expect(onlyObject(ended)).toEqual({
      error: {
        code: 'too-late',
        message: expect.stringMatching(
          /^It is too late to press for \S+ \S+: that would have been \d+ ms ago\.$/,
        ) as string,
      },
    });
  });

  test.for([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)('ends a countdown at %s', async ([signal, code], t) => {
    const origin = await originFor(t);
    const command = start(t, ['when', '--quick', '--samples', '2', origin.url, '+1h'], dataDir(t).env);
    await command.until(/A waiting room/);
    command.child.kill(signal);
    const ended = await command.ended;
    expect(ended.code).toBe(code);
    expect(ended.stdout).not.toContain('Press now');
  });
});

describe.concurrent('what was not understood is told in one sentence', () => {
  const EXAMPLE = 'as in: ticketime when tickets.interpark.com 20:00';
  const commands: [string, string][] = [
    ['when', `Name the server and the time, ${EXAMPLE}`],
    ['when a', `Name the time after the server, ${EXAMPLE}`],
    [
      'when a 2026-12-24 20:00',
      'ticketime when takes a server and a time, and "20:00" is a third word: join a date and its time by a T, as in 2026-12-24T20:00.',
    ],
    ['when a 20:00 --safe --balanced', '--safe and --balanced exclude each other: choose one.'],
    ['when a 20:00 --trim 20000', 'The trim must be from -10000 to 10000 ms.'],
    ['when a 20:00 --trim soon', '--trim needs a number, as in --trim 30, and "soon" is none.'],
    ['when a 20:00 --zone', '--zone needs a text, as in --zone Asia/Seoul.'],
    [
      'when a 20:00 --zone KST',
      '"KST" is no time zone: name one by its continent and city, as in --zone Asia/Seoul.',
    ],
    [
      'when a 2026-02-31T20:00',
      '"2026-02-31T20:00" names a day that is not in the calendar: check its month and day.',
    ],
  ];
  test.for(commands)('%s', async ([command, sentence], t) => {
    expect(await run(t, command.split(' '))).toEqual({
      code: 2,
      stdout: '',
      stderr: `${sentence}\nSee: ticketime when --help\n`,
    });
  });
});
