/** Whatever happens: one exact sentence, nothing else on stdout, exit code 1, and the command ends by itself. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { PracticeHabits } from '../../main/practice/habits.ts';
import { selfSigned } from '../practice/self-signed.ts';
import { onlyObject, originFor, run, type Ended } from './command.ts';

/** Without a name server, the sentence is another one. */
const NO_SUCH_HOST = /^(There is no host named|The name) ticketime\.invalid(:| could not be looked up) /;

/** The one sentence that it ended with, besides its progress. */
function sentenceOf({ code, stdout, stderr }: Ended): string {
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
  const lines = stderr.split('\n').filter((line) => !/^(Measuring |request \d+ of )/.test(line));
  expect(lines).toEqual([expect.any(String), '']);
  return lines[0];
}

describe.concurrent('a server that cannot be measured is told in one sentence', () => {
  const habits: [string, PracticeHabits, string][] = [
    [
      'never answers',
      { reply: 'silence' },
      'HOST accepted the connection but did not answer within 5 s: try again later, or try another page of that site.',
    ],
    [
      'does not speak HTTP',
      { reply: 'garbage' },
      'PLACE answers, but not in HTTP: check the address and the port.',
    ],
    [
      'sends headers without end',
      { reply: 'endless-headers' },
      'HOST sends more than 64 KB of headers, so the reply was cut off: try another page of that site.',
    ],
    [
      'redirects in a circle',
      { redirects: 'loop' },
      'HOST redirects in a circle, back to "http://HOST/loop": type the address of a page that opens.',
    ],
    [
      'sends no Date',
      { date: 'none' },
      'HOST sends no Date header, so its clock cannot be read: try another address of that site.',
    ],
    [
      'sends a Date that is none',
      { date: 'not-a-date' },
      'HOST sends a Date header that is no date ("yesterday, about noon"), so its clock cannot be read: try another address of that site.',
    ],
    [
      'limits requests, and asks for patience',
      { limit: { fromRequest: 1, retryAfter: '30' } },
      'HOST limits requests (429) and asks to wait 30 s: try again then.',
    ],
    [
      'dies in the middle',
      { diesAfter: 2 },
      'HOST stopped answering after 2 replies. PLACE refused the connection: check the address and the port, or try again when the server is up.',
    ],
    [
      'is several servers that disagree',
      { backends: [0, 3000], closes: true },
      'The replies of HOST contradict each other: no single clock that ticks at the second could have sent them all (several servers behind one name, a cached reply, or a clock that was just set); try again, or try another page of that site.',
    ],
  ];
  test.for(habits)('that %s', async ([, habits, sentence], t) => {
    const { url } = await originFor(t, { habits });
    const told = sentenceOf(await run(t, ['sync', '--quick', url]));
    const { host } = new URL(url);
    expect(told.replaceAll(host, 'HOST').replaceAll(/127\.0\.0\.1 on port \d+/g, 'PLACE')).toBe(sentence);
  });

  const addresses: [string, RegExp][] = [
    ['::: no address', /^"::: no address" is not an address of a web server: type an address such as /],
    [
      'ftp://127.0.0.1/',
      /^Only http:\/\/ and https:\/\/ servers can be measured, not "ftp:": type an address /,
    ],
    ['ticketime.invalid', NO_SUCH_HOST],
    [
      'http://127.0.0.1:1/',
      /^127\.0\.0\.1 on port 1 refused the connection: check the address and the port, /,
    ],
  ];
  test.for(addresses)('whose address is %s', async ([address, sentence], t) => {
    expect(sentenceOf(await run(t, ['sync', address]))).toMatch(sentence);
  });

  test('whose certificate is not trusted, until NODE_EXTRA_CA_CERTS names it', async (t) => {
    const { url, port } = await originFor(t, { tls: selfSigned });
    expect(sentenceOf(await run(t, ['sync', url]))).toBe(
      `The certificate of 127.0.0.1:${port} is signed by itself: if you trust it, name a file with its PEM certificate in NODE_EXTRA_CA_CERTS.`,
    );
    const folder = mkdtempSync(join(tmpdir(), 'ticketime-cli-'));
    t.onTestFinished(() => rmSync(folder, { recursive: true }));
    const file = join(folder, 'certificate.pem');
    writeFileSync(file, selfSigned.cert);
    const args = ['sync', '--quick', '--samples', '2', '--json', url];
    const trusted = await run(t, args, { NODE_EXTRA_CA_CERTS: file });
    expect(trusted.code).toBe(0);
    expect(onlyObject(trusted)).toMatchObject({ url });
  });

  test('that a proxy stands before, until NO_PROXY names it', async (t) => {
    const env = { HTTP_PROXY: 'http://127.0.0.1:9' };
    const args = ['sync', 'http://ticketime.invalid/'];
    expect(sentenceOf(await run(t, args, env))).toBe(
      'HTTP_PROXY is set, and a measurement through a proxy would time the proxy instead of ticketime.invalid: add ticketime.invalid to NO_PROXY to measure it directly.',
    );
    expect(sentenceOf(await run(t, args, { ...env, NO_PROXY: 'ticketime.invalid' }))).toMatch(NO_SUCH_HOST);
  });

  test('is told as one JSON object with --json, and nothing else anywhere', async (t) => {
    const { url, port } = await originFor(t, { habits: { date: 'none' } });
    const ended = await run(t, ['sync', '--json', url]);
    expect(ended).toMatchObject({ code: 1, stderr: '' });
    expect(onlyObject(ended)).toEqual({
      error: {
        code: 'no-date',
        message: `127.0.0.1:${port} sends no Date header, so its clock cannot be read: try another address of that site.`,
      },
    });
  });
});

describe.concurrent('a server that limits requests', () => {
  test('without saying for how long is asked less often, and measured', async (t) => {
    const { url } = await originFor(t, { habits: { limit: { fromRequest: 2 } } });
    const ended = await run(t, ['sync', '--quick', '--samples', '3', '--json', url]);
    expect(ended.code).toBe(0);
    expect(onlyObject(ended)).toMatchObject({ samples: 3, warnings: [{ code: 'slowed-down' }] });
  });

  test('and asks for more patience than a person has is left alone, with what is known by then', async (t) => {
    const { url } = await originFor(t, { habits: { limit: { fromRequest: 3, retryAfter: '60' } } });
    const { code, stdout } = await run(t, ['sync', '--quick', url]);
    expect(code).toBe(0);
    expect(stdout).toContain('this computer is');
    expect(stdout).toContain(
      'Warning: The server asked to be left alone for 60 s (Retry-After), so the measurement ended early; this is what was known by then.\n',
    );
  });
});
