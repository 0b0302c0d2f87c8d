import { describe, expect, test } from 'vitest';
import { judgeTick, tickClass, type ReferenceCheck, type TickClass } from '../../main/timing/tick.ts';

test.each([
  ['nginx/1.22.1', 0],
  ['nginx', 0],
  ['openresty', 0],
  ['Apache/2.4.62 (Debian)', 0],
  ['Caddy', 0],
  ['gunicorn', 0],
  ['lighttpd/1.4.69', 1000],
  ['uvicorn', 1000],
  ['Kestrel', 1000],
  ['Apache-Coyote/1.1', 1000],
  ['fasthttp', 1000],
  ['envoy', 500],
  ['istio-envoy', 500],
])('Server: %s may lag by %d ms', (server, lagMs) => {
  expect(tickClass({ server })?.lagMs).toBe(lagMs);
});

test('Node shows itself by what it is powered by, unless another server stands before it', () => {
  expect(tickClass({ 'x-powered-by': 'Express' })?.name).toBe('Node');
  expect(tickClass({ 'x-powered-by': 'Express', server: 'cloudflare' })).toBeNull();
  expect(tickClass({ 'x-powered-by': 'Express', server: 'nginx' })?.name).toBe('nginx');
});

test.each([
  [{}],
  [{ server: 'Microsoft-IIS/10.0' }],
  [{ server: 'nginx', via: '1.1 varnish' }],
  [{ server: 'nginx', age: '3' }],
  [{ server: 'nginx', 'x-cache': 'HIT' }],
  [{ server: 'Caddy, uvicorn' }],
])('of %j nothing is known', (headers) => {
  expect(tickClass(headers)).toBeNull();
});

describe('the verdict', () => {
  const nginx: TickClass = { name: 'nginx', lagMs: 0 };
  const lighttpd: TickClass = { name: 'lighttpd', lagMs: 1000 };
  const near: ReferenceCheck = { name: 'ntp.test', aheadMs: -4, accuracyMs: 8 };
  const behind: ReferenceCheck = { name: 'ntp.test', aheadMs: -400, accuracyMs: 8 };
  const ahead: ReferenceCheck = { name: 'ntp.test', aheadMs: 400, accuracyMs: 8 };

  test.each([
    ['a kind that ticks at the second', nginx, true, null, 'honest', 0],
    ['the same, not compared on another connection', nginx, null, null, 'honest', 0],
    ['the same with a clock of its own', nginx, true, behind, 'honest', 0],
    [
      'a kind that ticks at the second, whose boundary was not found again',
      nginx,
      false,
      near,
      'unknown',
      1000,
    ],
    ['a kind that is late', lighttpd, true, null, 'lagging', 1000],
    ['a kind that is late, even if it agrees with standard time', lighttpd, true, near, 'lagging', 1000],
    ['an unknown kind', null, true, null, 'unknown', 1000],
    ['an unknown kind that agrees with standard time', null, true, near, 'honest', 22],
    ['an unknown kind behind standard time', null, true, behind, 'unknown', 1000],
    ['an unknown kind ahead of it', null, true, ahead, 'unknown', 1000],
    ['an unknown kind that agrees, whose boundary was not found again', null, false, near, 'unknown', 1000],
  ] as const)('of %s', (_, kind, foundAgain, reference, verdict, lagMs) => {
    expect(judgeTick({ kind, foundAgain, reference })).toMatchObject({ verdict, lagMs });
  });

  test('of a server that closes after each reply is unknown, whatever its kind', () => {
    const judged = judgeTick({ kind: nginx, foundAgain: true, reference: null, closes: true });
    expect(judged).toMatchObject({ verdict: 'unknown', lagMs: 1000 });
    expect(judged.evidence.at(-1)).toBe(
      'It closes the connection after each reply, so each reply may come from another server.',
    );
  });

  test('of a clock that moved as none does is lagging when it creeps, unknown when it jumped', () => {
    const judge = (kind: 'creep' | 'jump') =>
      judgeTick({ kind: nginx, foundAgain: true, reference: null, moved: { kind, skewPpm: -4000.4 } });
    expect(judge('creep')).toMatchObject({ verdict: 'lagging', lagMs: 1000 });
    expect(judge('creep').evidence.at(-1)).toBe(
      'Since it was measured before it moved by 4000 ppm, which no clock does: its Date is refreshed by a timer that creeps.',
    );
    expect(judge('jump')).toMatchObject({ verdict: 'unknown', lagMs: 1000 });
  });

  test('of a Date that was not seen to change is unknown, whatever its kind', () => {
    const judged = judgeTick({ kind: nginx, foundAgain: null, reference: null, isAlive: false });
    expect(judged).toMatchObject({ verdict: 'unknown', lagMs: 1000 });
    expect(judged.evidence).toEqual([
      'The Date was not seen to change, so it may be that of a cached reply.',
    ]);
  });

  test('takes no comparison that is blunter than a lag', () => {
    const blunt: ReferenceCheck = { name: 'a site', aheadMs: -50, accuracyMs: 1010 };
    const judged = judgeTick({ kind: null, foundAgain: true, reference: blunt });
    expect(judged.verdict).toBe('unknown');
    expect(judged.evidence).toContain('a site is known too roughly to compare with (± 1010 ms).');
  });

  test('tells why, in sentences', () => {
    expect(judgeTick({ kind: null, foundAgain: true, reference: behind }).evidence).toEqual([
      'Fresh probes on another connection found the change of second again.',
      'It is 400 ms behind ntp.test, which a slow clock and a late Date would both explain.',
      'This kind of server is not known, and some kinds change their Date up to a second late.',
    ]);
    expect(judgeTick({ kind: lighttpd, foundAgain: null, reference: near }).evidence).toEqual([
      'It agrees with ntp.test to ± 8 ms.',
      'lighttpd refreshes its Date by a timer of its own, up to 1000 ms late.',
    ]);
    expect(judgeTick({ kind: nginx, foundAgain: false, reference: null }).evidence).toEqual([
      'Fresh probes did not find the change of second where it was foretold.',
    ]);
  });
});
