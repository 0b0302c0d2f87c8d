import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { localClock } from '../../../main/clock/local-clock.ts';
import type { Asking } from '../../../main/sources/sntp/ask-server.ts';
import { standardTime } from '../../../main/sources/sntp/standard-time.ts';
import {
  boundSocket,
  refusingHost,
  replyTo,
  startFake,
  startHonest,
  startSilent,
  type ReplyOptions,
} from './fake-server.ts';

const ask = (hosts: string | string[], asking: Partial<Asking> = {}) =>
  standardTime([hosts].flat(), { clock: localClock, gapMs: 1, timeoutMs: 300, ...asking });

describe('an honest server', () => {
  it.each([90_000.25, -3.5])('that is off by %d ms is measured within the ± stated', async (offsetMs) => {
    const { host, requests } = await startHonest({
      offsetMs,
      stratum: 3,
      leap: 1,
      rootDelayMs: 2,
      rootDispersionMs: 1,
    });
    const time = await ask(host);
    expect(time).toMatchObject({ source: 'sntp', name: host, stratum: 3, leap: 'insert', samples: 4 });
    expect(Math.abs(time.offsetMs - offsetMs)).toBeLessThan(time.accuracyMs);
    expect(time.accuracyMs).toBeGreaterThan(2 + time.delayMs / 2);
    expect(Math.abs(time.measuredAtEpochMs - Date.now())).toBeLessThan(1000);
    expect(requests).toHaveLength(4);
    expect(new Set(requests.map((request) => request.toString('hex'))).size).toBe(4);
  });

  it('is believed by its fastest answer', async () => {
    const { host } = await startFake((request, send, count) => {
      const reply = replyTo(request);
      setTimeout(() => send(reply), count === 2 ? 0 : 60);
    });
    const { delayMs, offsetMs } = await ask(host);
    expect(delayMs).toBeLessThan(50);
    expect(Math.abs(offsetMs)).toBeLessThan(25);
  });

  it('is asked once, however often it is named', async () => {
    const { host, requests } = await startHonest();
    expect((await ask([host, ` ${host}`])).servers).toHaveLength(1);
    expect(requests).toHaveLength(4);
  });

  it('is left alone as soon as it loses a question, and believed for what it said', async () => {
    const { host, requests } = await startFake((request, send, count) => {
      if (count < 2) send(replyTo(request));
    });
    expect(await ask(host, { timeoutMs: 200 })).toMatchObject({ samples: 2 });
    expect(requests).toHaveLength(3);
  });

  it('is asked again when the first question is lost', async () => {
    const { host } = await startFake((request, send, count) => {
      if (count > 0) send(replyTo(request));
    });
    expect(await ask(host)).toMatchObject({ samples: 4 });
  });

  it('is not asked beyond the deadline', async () => {
    const { host } = await startHonest();
    expect(await ask(host, { gapMs: 200, deadlineMs: 100 })).toMatchObject({ samples: 1 });
  });
});

describe('a server that', () => {
  const failsWith = (host: string, code: string, message: string) =>
    expect(ask(host, { timeoutMs: 100 })).rejects.toMatchObject({ code, message: `${host} ${message}.` });

  const NO_REPLY =
    'did not answer within 0.1 s: it may be no time server, or a firewall may keep back NTP (UDP port 123)';

  it('is silent is asked twice', async () => {
    const { host, requests } = await startSilent();
    await failsWith(host, 'no-reply', NO_REPLY);
    expect(requests).toHaveLength(2);
  });

  it('is late has not answered', async () => {
    const { host } = await startFake((request, send) => {
      const reply = replyTo(request);
      setTimeout(() => send(reply), 150);
    });
    await failsWith(host, 'no-reply', NO_REPLY);
    await delay(150);
  });

  it('is not there is noticed at once', async () => {
    await failsWith(
      await refusingHost(),
      'refused',
      'runs no time server: check the name and the port, or use another one',
    );
  });

  it('answers something else is waited for no longer than a silent one', async () => {
    const { host, requests } = await startFake((_, send) => send(Buffer.from('what?')));
    await failsWith(
      host,
      'not-ntp',
      'answers, but not with the time that was asked for: check the name and the port, or use another time server',
    );
    expect(requests).toHaveLength(1);
  });

  it('claims to have held the request longer than the trip took is not believed', async () => {
    const { host } = await startHonest({ receivedEpochMs: 1e12, sentEpochMs: 1e12 + 60_000 });
    await expect(ask(host)).rejects.toMatchObject({ code: 'not-ntp' });
  });

  it.each<[string, string, ReplyOptions]>([
    [
      'kiss-deny',
      "refuses to tell this computer the time (kiss-o'-death DENY)",
      { stratum: 0, referenceId: 'DENY' },
    ],
    ['unsynchronised', 'does not know the time itself (leap indicator 3)', { leap: 3 }],
    ['unsynchronised', 'does not know the time itself (stratum 16)', { stratum: 16 }],
  ])('says so is not asked again: %s, %s', async (code, fault, options) => {
    const { host, requests } = await startHonest(options);
    await failsWith(host, code, `${fault}: use another time server`);
    expect(requests).toHaveLength(1);
  });

  it('wants to be asked less often is obeyed', async () => {
    const rate = { stratum: 0, referenceId: 'RATE' };
    const first = await startHonest(rate);
    await expect(ask(first.host)).rejects.toMatchObject({ code: 'kiss-rate' });
    expect(first.requests).toHaveLength(1);
    const third = await startFake((request, send, count) => send(replyTo(request, count < 2 ? {} : rate)));
    expect(await ask(third.host)).toMatchObject({ samples: 2 });
    expect(third.requests).toHaveLength(3);
  });
});

describe('a liar', () => {
  it('who answers in place of the server, from another port, is not heard', async () => {
    const liar = await boundSocket();
    const { host } = await startFake((request, send) => {
      send(replyTo(request, { offsetMs: 60_000 }), liar);
      setTimeout(() => send(replyTo(request)), 20);
    });
    expect(Math.abs((await ask(host)).offsetMs)).toBeLessThan(60);
  });

  it('who does not know the cookie is not heard, and the true answer is still waited for', async () => {
    const { host } = await startFake((request, send) => {
      send(replyTo(request, { offsetMs: 60_000, originate: Buffer.alloc(8) }));
      send(replyTo(request, { stratum: 0, referenceId: 'DENY', originate: Buffer.alloc(8, 1) }));
      setTimeout(() => send(replyTo(request)), 20);
    });
    const time = await ask(host);
    expect(time.samples).toBe(4);
    expect(Math.abs(time.offsetMs)).toBeLessThan(60);
  });

  it('among three servers is found out by the two others, though nobody is more accurate', async () => {
    const [liar, ...true_] = await Promise.all([
      startHonest({ offsetMs: 700 }),
      startHonest({ rootDispersionMs: 30 }),
      startHonest({ rootDispersionMs: 200 }),
    ]);
    const time = await ask([liar.host, ...true_.map(({ host }) => host)]);
    expect(time).toMatchObject({
      name: true_[0].host,
      servers: [{ agrees: false }, { agrees: true }, { agrees: true }],
    });
    expect(Math.abs(time.offsetMs)).toBeLessThan(time.accuracyMs);
  });

  it('and another one leave nobody to believe', async () => {
    const [a, b, c] = await Promise.all([
      startHonest({ offsetMs: 700 }),
      startHonest(),
      startHonest({ offsetMs: -5000 }),
    ]);
    await expect(ask([a.host, b.host, c.host])).rejects.toMatchObject({
      code: 'time-servers-contradict',
      message: expect.stringMatching(
        new RegExp(
          '^The time servers contradict each other, and no majority agrees ' +
            `\\(by ${a.host} this computer is \\d{3} ms slow; by ${b.host} this computer is \\d+ ms (slow|fast); ` +
            `by ${c.host} this computer is \\d{4} ms fast\\): ask more of them, or only one that you trust\\.$`,
        ),
      ) as string,
    });
  });
});

describe('several servers', () => {
  it('are asked at the same time, and each one’s fault is told beside the answer', async () => {
    const [good, silent] = [await startHonest(), await startSilent()];
    const gone = await refusingHost();
    const time = await ask([silent.host, good.host, gone], { timeoutMs: 100 });
    expect(time).toMatchObject({
      name: good.host,
      servers: [
        { name: silent.host, error: { code: 'no-reply' } },
        { name: good.host, agrees: true },
        { name: gone, error: { code: 'refused' } },
      ],
    });
  });

  it('that all fail are all named', async () => {
    const [gone, silent] = [await refusingHost(), await startSilent()];
    await expect(ask([gone, silent.host], { timeoutMs: 100 })).rejects.toMatchObject({
      code: 'no-time-server',
      message:
        `None of 2 time servers told the time (${gone} runs no time server; ${silent.host} did not answer within 0.1 s): ` +
        'check the name and the port, or use another one.',
    });
  });

  it('of which one is misspelt are not asked at all', async () => {
    const { host, requests } = await startHonest();
    await expect(ask([host, 'a b'])).rejects.toMatchObject({ code: 'bad-time-server' });
    expect(requests).toHaveLength(0);
  });
});

describe('when it is stopped', () => {
  it('before an answer, it says so', async () => {
    const stop = new AbortController();
    const { host } = await startFake(() => stop.abort());
    const cancelled = {
      code: 'cancelled',
      message: 'The measurement was stopped before a time server had answered.',
    };
    await expect(ask(host, { timeoutMs: 5000, signal: stop.signal })).rejects.toMatchObject(cancelled);
    await expect(ask(host, { signal: AbortSignal.abort() })).rejects.toMatchObject(cancelled);
  });

  it('after an answer, it ends at once with that', async () => {
    const stop = new AbortController();
    const { host } = await startFake((request, send, count) => {
      if (count === 0) send(replyTo(request));
      else stop.abort();
    });
    expect(await ask(host, { timeoutMs: 5000, signal: stop.signal })).toMatchObject({ samples: 1 });
  });
});
