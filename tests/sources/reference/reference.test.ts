import { describe, expect, it } from 'vitest';
import { localClock } from '../../../main/clock/local-clock.ts';
import { Failure } from '../../../main/failure.ts';
import type { MeasureSite } from '../../../main/sources/reference-site/reference-site.ts';
import { referenceTime } from '../../../main/sources/reference/reference.ts';
import { REFERENCE_DEFAULTS, type ReferenceSettings } from '../../../main/sources/reference/settings.ts';
import type { Measurement } from '../../../main/sync/measurement.ts';
import { refusingHost, startHonest, startSilent } from '../sntp/fake-server.ts';

const SITE = {
  url: 'https://time.navyism.com/',
  offsetMs: 12,
  accuracyMs: 20,
  delayMs: { min: 9, q1: 10, median: 11, q3: 12, max: 13 },
  samples: 6,
  measuredAtEpochMs: 1e12,
} satisfies Partial<Measurement>;
const site: MeasureSite = () => Promise.resolve(SITE);
const noSite: MeasureSite = () => Promise.reject(new Failure('connect-timeout', 'No connection.'));
const unasked: MeasureSite = () => Promise.reject(new Error('The site was asked.'));

const ask = (settings: Partial<ReferenceSettings>, measureSite: MeasureSite, deadlineMs?: number) =>
  referenceTime({
    settings: { ...REFERENCE_DEFAULTS, ...settings },
    clock: localClock,
    measureSite,
    ...(deadlineMs !== undefined && { deadlineMs }),
  });

describe('the reference time', () => {
  it('is that of the time servers, when they answer', async () => {
    const { host } = await startHonest({ offsetMs: 5000 });
    const time = await ask({ ntpHosts: [host] }, unasked, 300);
    expect(time).toMatchObject({ source: 'sntp', name: host, stratum: 2 });
  });

  it('is that of the reference site, when no time server answers', async () => {
    const asked: unknown[] = [];
    const time = await ask({ ntpHosts: [await refusingHost()] }, (...args) => {
      asked.push(args);
      return site(...args);
    });
    expect(time).toEqual({
      source: 'reference-site',
      name: 'time.navyism.com',
      offsetMs: 12,
      accuracyMs: 20,
      delayMs: 9,
      samples: 6,
      measuredAtEpochMs: 1e12,
    });
    expect(asked).toMatchObject([['https://time.navyism.com', {}]]);
  });

  it('is that of the site first, when the settings say so', async () => {
    const { host, requests } = await startHonest();
    const time = await ask({ order: ['reference-site', 'sntp'], ntpHosts: [host] }, site);
    expect(time.source).toBe('reference-site');
    expect(requests).toHaveLength(0);
    expect(await ask({ order: ['reference-site', 'sntp'], ntpHosts: [host] }, noSite)).toMatchObject({
      source: 'sntp',
    });
  });
});

describe('when nothing answers', () => {
  it('everything that was tried is named in one sentence', async () => {
    const host = await refusingHost();
    await expect(ask({ ntpHosts: [host] }, noSite)).rejects.toMatchObject({
      code: 'no-reference',
      message:
        `Neither the time servers (${host}) nor the reference site (https://time.navyism.com) told the time: ` +
        "check this computer's network connection and firewall.",
      cause: [{ code: 'refused' }, { code: 'connect-timeout' }],
    });
  });

  it('a single reference speaks for itself', async () => {
    await expect(ask({ order: ['reference-site'] }, noSite)).rejects.toMatchObject({
      code: 'connect-timeout',
    });
  });

  it('each reference has its share of the time', async () => {
    const { host } = await startSilent();
    const shares: number[] = [];
    const patient: MeasureSite = (_, { connectTimeoutMs }) => {
      shares.push(connectTimeoutMs);
      return noSite('', { connectTimeoutMs });
    };
    await expect(ask({ ntpHosts: [host] }, patient, 200)).rejects.toMatchObject({ code: 'no-reference' });
    // The time servers took their half, and the timers of a busy machine some more.
    expect(shares).toHaveLength(1);
    expect(shares[0]).toBeGreaterThan(0);
    expect(shares[0]).toBeLessThanOrEqual(101);
  });

  it('and nothing is to be asked, it says so', async () => {
    await expect(ask({ order: [] }, unasked)).rejects.toMatchObject({
      code: 'no-reference',
      message: 'No reference of standard time is chosen: choose one in the settings.',
    });
  });

  it('a bug is not taken for an answer that fails', async () => {
    await expect(ask({ order: ['reference-site', 'sntp'] }, unasked)).rejects.toThrow('The site was asked.');
  });
});

it('the references by default are several operators, none of the pool, none that smears leap seconds', () => {
  const { ntpHosts } = REFERENCE_DEFAULTS;
  expect(new Set(ntpHosts.map((host) => host.split('.').slice(-2).join('.'))).size).toBeGreaterThan(2);
  expect(ntpHosts.filter((host) => /pool\.ntp\.org|google|amazon|aws|facebook/.test(host))).toEqual([]);
});
