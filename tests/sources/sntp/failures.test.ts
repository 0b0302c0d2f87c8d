import { describe, expect, it } from 'vitest';
import type { Failure } from '../../../main/failure.ts';
import { failureOf, kissOfDeath, noneAnswered, SntpFailure } from '../../../main/sources/sntp/failures.ts';
import { standardTime } from '../../../main/sources/sntp/standard-time.ts';
import { localClock } from '../../../main/clock/local-clock.ts';

/** An error as Node makes it, where the day cannot be had on this machine. */
const systemError = (code: string) => Object.assign(new Error(code), { code });
const explained = (code: string) => failureOf(systemError(code), 'time.example') as SntpFailure;

describe('a sentence', () => {
  it.each([
    [
      'ENOTFOUND',
      'unknown-host',
      "time.example is not the name of any host: check the spelling, and this computer's network connection.",
    ],
    [
      'EAI_AGAIN',
      'no-name-server',
      "time.example could not be looked up because no name server answers: check this computer's network connection.",
    ],
    [
      'ENETUNREACH',
      'unreachable',
      'time.example cannot be reached from this network (ENETUNREACH): check the network connection, VPN and firewall.',
    ],
    [
      'ECONNREFUSED',
      'refused',
      'time.example runs no time server: check the name and the port, or use another one.',
    ],
    ['EMFILE', 'request-failed', 'time.example could not be asked (EMFILE): try again.'],
  ])('explains %s', (code, expected, message) => {
    expect(explained(code)).toMatchObject({ name: 'Failure', code: expected, message });
  });

  it('tells what each kiss-o’-death wants', () => {
    expect(['DENY', 'RSTR', 'RATE'].map((kiss) => kissOfDeath('time.example', kiss as 'DENY'))).toMatchObject(
      [
        {
          code: 'kiss-deny',
          message:
            "time.example refuses to tell this computer the time (kiss-o'-death DENY): use another time server.",
        },
        {
          code: 'kiss-rstr',
          message:
            "time.example refuses to tell this computer the time (kiss-o'-death RSTR): use another time server.",
        },
        {
          code: 'kiss-rate',
          message:
            "time.example wants to be asked less often (kiss-o'-death RATE): wait a quarter of an hour, or use another time server.",
        },
      ],
    );
  });

  it('names each fault where several servers failed, and their common code', () => {
    expect(noneAnswered([explained('EAI_AGAIN'), explained('EAI_AGAIN')])).toMatchObject({
      code: 'no-name-server',
      message:
        'None of 2 time servers told the time (time.example could not be looked up because no name server answers; ' +
        "time.example could not be looked up because no name server answers): check this computer's network connection.",
    });
    expect(noneAnswered([explained('ECONNREFUSED'), explained('ENETUNREACH')]).code).toBe('no-time-server');
    expect(noneAnswered([explained('ECONNREFUSED')]).code).toBe('refused');
  });

  it('is told where no server is named', async () => {
    await expect(standardTime([], { clock: localClock })).rejects.toMatchObject({
      code: 'no-time-server',
      message: 'No time server is named: name one, such as time.cloudflare.com.',
    });
  });

  it('is told for a name that nobody knows, or that nobody can look up', async () => {
    const failure: unknown = await standardTime(['nobody.invalid'], { clock: localClock }).catch(
      (error: unknown) => error,
    );
    // Which of the two depends on whether this machine has a name server.
    expect(['unknown-host', 'no-name-server']).toContain((failure as Failure).code);
  });

  it('is not made of a bug', () => {
    const bug = new TypeError('x is not a function');
    expect(failureOf(bug, 'time.example')).toBe(bug);
  });
});
