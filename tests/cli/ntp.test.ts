import { describe, expect, test } from 'vitest';
import { HELP } from '../../main/cli/help.ts';
import { REFERENCE_DEFAULTS } from '../../main/sources/reference/settings.ts';
import { startChrony } from '../servers/chrony.ts';
import { refusingHost, replyTo, startFake, startHonest, startSilent } from '../sources/sntp/fake-server.ts';
import { onlyObject, run, start } from './command.ts';

const FIGURES = String.raw`(right|[\d.]+ ms (slow|fast)), ± [\d.]+ ms`;

test('ticketime ntp asks a real chronyd, and says how far this computer is off', async (t) => {
  const chrony = await startChrony();
  t.onTestFinished(() => chrony.close());
  const { host } = chrony;
  const { code, stdout, stderr } = await run(t, ['ntp', host]);
  expect({ code, stderr }).toEqual({ code: 0, stderr: `Asking ${host}\n` });
  const [headline, line, ...others] = stdout.split('\n');
  expect(headline).toMatch(new RegExp(`^This computer is ${FIGURES}, by ${host} \\(stratum 10\\)$`));
  expect(line).toMatch(new RegExp(`^  ${host}  ${FIGURES}, round trip \\d+\\.\\d ms, stratum 10$`));
  expect(others).toEqual(['']);

  const ended = await run(t, ['ntp', '--json', host]);
  expect(ended).toMatchObject({ code: 0, stderr: '' });
  const figures = {
    name: host,
    offsetMs: expect.any(Number) as number,
    accuracyMs: expect.any(Number) as number,
    delayMs: expect.any(Number) as number,
    stratum: 10,
    leap: 'none',
    samples: 4,
  };
  expect(onlyObject(ended)).toEqual({
    source: 'sntp',
    ...figures,
    measuredAtEpochMs: expect.any(Number) as number,
    servers: [{ ...figures, agrees: true }],
  });
});

test('every server has its line: the majority, who contradicts it, and who failed', async (t) => {
  const [a, b, liar] = await Promise.all([
    startHonest({ offsetMs: 5000, rootDispersionMs: 50, leap: 1 }),
    startHonest({ offsetMs: 5000, rootDispersionMs: 60 }),
    startHonest({ offsetMs: -7000 }),
  ]);
  const gone = await refusingHost();
  const { code, stdout } = await run(t, ['ntp', a.host, b.host, liar.host, gone]);
  expect(code).toBe(0);
  const line = String.raw`, ± [\d.]+ ms, round trip [\d.]+ ms, stratum 2`;
  const lines = stdout.split('\n');
  expect(lines[0]).toMatch(
    new RegExp(String.raw`^This computer is [45],\d{3} ms slow, ± \d+ ms, by ${a.host} \(stratum 2\)$`),
  );
  expect(lines[1]).toMatch(new RegExp(String.raw`^  ${a.host} +[45],\d{3} ms slow${line}$`));
  expect(lines[2]).toMatch(new RegExp(String.raw`^  ${b.host} +[45],\d{3} ms slow${line}$`));
  expect(lines[3]).toMatch(
    new RegExp(
      String.raw`^  ${liar.host} +[67],[\d.]+ ms fast${line}: contradicts the majority, so it is not believed$`,
    ),
  );
  expect(lines.slice(4)).toEqual([
    `  ${gone} runs no time server: check the name and the port, or use another one.`,
    '',
    'Warning: A leap second is announced: the last minute of this day (UTC) has a 61st second.',
    '',
  ]);
});

describe('when there is no answer, one sentence says why, and the exit code is 1:', () => {
  const sentenceFor = async (t: Parameters<typeof run>[0], host: string) => {
    const ended = await run(t, ['ntp', host]);
    expect(ended).toMatchObject({ code: 1, stdout: '' });
    return ended.stderr.replace(`Asking ${host}\n`, '').replace(`${host} `, '');
  };

  test('no reply', async (t) => {
    const { host } = await startSilent();
    expect(await sentenceFor(t, host)).toBe(
      'did not answer within 1 s: it may be no time server, or a firewall may keep back NTP (UDP port 123).\n',
    );
  });

  test('no time server', async (t) => {
    expect(await sentenceFor(t, await refusingHost())).toBe(
      'runs no time server: check the name and the port, or use another one.\n',
    );
  });

  test('kiss-o’-death', async (t) => {
    const { host } = await startHonest({ stratum: 0, referenceId: 'RATE' });
    expect(await sentenceFor(t, host)).toBe(
      "wants to be asked less often (kiss-o'-death RATE): wait a quarter of an hour, or use another time server.\n",
    );
  });

  test('unsynchronised', async (t) => {
    const { host } = await startHonest({ stratum: 16 });
    expect(await sentenceFor(t, host)).toBe(
      'does not know the time itself (stratum 16): use another time server.\n',
    );
  });

  test('not an address', async (t) => {
    expect(await sentenceFor(t, 'https://time.example')).toBe(
      '"https://time.example" is not a time server\'s address: type a host such as time.cloudflare.com, or host:port.\n',
    );
  });

  test('with --json, it is an object', async (t) => {
    const ended = await run(t, ['ntp', '--json', await refusingHost()]);
    expect(ended).toMatchObject({ code: 1, stderr: '' });
    expect(onlyObject(ended)).toMatchObject({ error: { code: 'refused' } });
  });
});

test('Ctrl-C ends it with what is known by then', async (t) => {
  const { host } = await startFake((request, send, count) => {
    if (count === 0) send(replyTo(request));
    else running.child.kill('SIGINT');
  });
  const silent = await startSilent();
  const running = start(t, ['ntp', host, silent.host]);
  const { code, stdout } = await running.ended;
  expect(code).toBe(130);
  expect(stdout).toMatch(/^This computer is /);
  expect(stdout).toContain('  The measurement was stopped before a time server had answered.');
});

test('the help names the servers that are asked by default', async (t) => {
  expect(await run(t, ['ntp', '--help'])).toEqual({ code: 0, stdout: `${HELP.ntp}\n`, stderr: '' });
  for (const host of REFERENCE_DEFAULTS.ntpHosts) expect(HELP.ntp).toContain(host);
});
