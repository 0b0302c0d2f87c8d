import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { sentenceOf } from '../../../api/server/validate.ts';
import * as bridge from '../../../api/server/problems.ts';
import { SettingsChanges } from '../../../api/protocol/settings.ts';
import { lost } from '../../../main/core/servers.ts';
import {
  hotkeyTwice,
  noLead,
  noReading,
  noServer,
  pressNotNow,
  pressTooSoon,
  serverShownTwice,
} from '../../../main/core/problems.ts';
import {
  connectTimedOut,
  failureOf,
  replyTimedOut,
  spokeFirst,
  type Phase,
} from '../../../main/sources/http-date/failures.ts';
import { parseTarget } from '../../../main/sources/http-date/target.ts';
import * as sntp from '../../../main/sources/sntp/failures.ts';
import { storeFailure } from '../../../main/store/sqlite.ts';
import { failures, warnings } from '../../../main/sync/sentences.ts';
import { KOREAN } from '../../../overlay/page/problems-ko.ts';
import * as v from 'valibot';

const ROOT = join(import.meta.dirname, '../../..');

/** Met only while a core is started or a command runs, where no page is. */
const ONLY_COMMAND_LINE = [
  'already-running',
  'pages-missing',
  'bridge-file-unwritable',
  'folder-unusable',
  'folder-unwritable',
  'key-unreadable',
  'no-such-file',
  'node-too-old',
  'not-a-folder',
  'not-serving',
  'port-forbidden',
  'port-in-use',
  'port-invalid',
  'practice-certificate-unusable',
  'store-newer',
  'store-unmendable',
];
/** Answers to HTTP and handshakes that no page of ours makes: a program's author reads them. */
const ONLY_PROGRAMS = [
  'asset-unknown',
  'body-incomplete',
  'body-too-large',
  'body-unexpected',
  'expectation-unknown',
  'foreign-host',
  'foreign-origin',
  'handshake-invalid',
  'json-invalid',
  'method-unknown',
  'not-json',
  'not-the-core',
  'origin-missing',
  'path-unknown',
  'request-too-slow',
  'request-unreadable',
  'upgrade-required',
];
/** Names of something else that the search finds. */
const NO_PROBLEMS = ['closed', 'protocol', 'revoked'];

/** Sources that only the command runs; and the desktop's shell, which says its sentences in the person's language itself. */
const OF_OTHERS = /^main\/(cli|plugins\/(install|scaffold)|shell)\//;

const CODE =
  /(?:Failure|ProblemError|Refusal|fail|failure|alert|problem)\(\s*(?:\d{3},\s*)?'([a-z][a-z-]*)'|\bcode: '([a-z][a-z-]*)'|(?:return|=>) \[\s*'([a-z][a-z-]*)',\s*[`']|\? \[\s*'([a-z][a-z-]*)',\s*`|^type Refusal = '([a-z-]+)' \| '([a-z-]+)'|^const LOST = '([a-z-]+)'/gm;

function codesIn(pattern: string, exclude: (path: string) => boolean = () => false): Set<string> {
  const paths = globSync(pattern, { cwd: ROOT }).filter((path) => !exclude(path.replaceAll('\\', '/')));
  return new Set(
    paths.flatMap((path) =>
      [...readFileSync(join(ROOT, path), 'utf8').matchAll(CODE)].flatMap((match) =>
        match.slice(1).filter(Boolean),
      ),
    ),
  );
}

describe('the sentences in Korean', () => {
  const codes = new Set([
    ...codesIn('main/**/*.ts', (path) => OF_OTHERS.test(path)),
    ...codesIn('api/**/*.ts'),
    ...['kiss-rate', 'kiss-deny', 'kiss-rstr'], // composed (main/sources/sntp/failures.ts)
  ]);

  it('are there for every code of the sources that a page can meet', () => {
    expect(codes.size).toBeGreaterThan(100);
    const left = new Set([...ONLY_COMMAND_LINE, ...ONLY_PROGRAMS, ...NO_PROBLEMS]);
    expect([...codes].filter((code) => !left.has(code) && !Object.hasOwn(KOREAN, code)).sort()).toEqual([]);
  });

  it('are there for no code that there is not', () => {
    const all = new Set([...codes, ...codesIn('main/cli/**/*.ts')]);
    expect(Object.keys(KOREAN).filter((code) => !all.has(code))).toEqual([]);
  });
});

const koreanOf = ({ code, message }: { code: string; message: string }) => {
  const korean = KOREAN[code];
  return typeof korean === 'string' ? korean : korean(message);
};
const problemOf = ({ problem: { title, detail } }: { problem: { title: string; detail: string } }) => ({
  code: title,
  message: detail,
});
const caught = (run: () => unknown) => {
  try {
    run();
  } catch (error) {
    return error as { code: string; message: string };
  }
  throw new Error('Nothing was thrown.');
};

const SITE = new URL('https://tickets.example.com:8443/a');
const HOST = 'tickets.example.com';
const systemError = (code: string, phase: Phase = 'sent', message = '') =>
  failureOf(Object.assign(new Error(message), { code }), SITE, phase) as { code: string; message: string };

const SAID = [
  connectTimedOut(SITE, 5000),
  replyTimedOut(SITE, 5000, true),
  replyTimedOut(SITE, 5000, false),
  spokeFirst(SITE),
  ...[
    'ENOTFOUND',
    'EAI_AGAIN',
    'ECONNREFUSED',
    'EHOSTUNREACH',
    'ETIMEDOUT',
    'HPE_HEADER_OVERFLOW',
    'HPE_X',
    'ECONNRESET',
    'EWHAT',
  ].map((code) => systemError(code)),
  ...[
    'CERT_HAS_EXPIRED',
    'CERT_NOT_YET_VALID',
    'ERR_TLS_CERT_ALTNAME_INVALID',
    'DEPTH_ZERO_SELF_SIGNED_CERT',
    'SELF_SIGNED_CERT_IN_CHAIN',
    'CERT_REVOKED',
    'ECONNRESET',
    'EPROTO',
  ].map((code) => systemError(code, 'connecting')),
  systemError('EPROTO', 'connecting', 'wrong version number'),
  failures.contradicting(HOST),
  failures.serverLost(HOST, 1, spokeFirst(SITE)),
  failures.frozen(HOST),
  failures.contradictingCache(HOST),
  failures.rateLimited(HOST),
  failures.dateLost(HOST),
  warnings.laggingTick(HOST, 999),
  warnings.cacheBypassed(`https://${HOST}/b`),
  warnings.indirect(HOST, 'Because.'),
  lost(HOST),
  problemOf(noReading(HOST, null)),
  problemOf(noLead(HOST)),
  problemOf(pressTooSoon(HOST)),
  sntp.noNameServer(HOST),
  sntp.noReply(HOST, 2000),
  sntp.notNtp(HOST),
  sntp.kissOfDeath(HOST, 'RATE'),
  sntp.kissOfDeath(HOST, 'DENY'),
  sntp.kissOfDeath(HOST, 'RSTR'),
  sntp.unsynchronised(HOST, 'stratum 16'),
];
const SAID_WITHOUT_HOST = [
  failures.cancelledEarly(),
  failures.slept(),
  failures.tooSlow(60_000),
  failures.nothingKnown(),
  warnings.cancelled(),
  warnings.timeLimit(60_000),
  warnings.rateLimited(30_000),
  warnings.slowedDown(),
  warnings.notVerified('Because.'),
  warnings.boundaryNotFoundAgain(),
  warnings.unknownTick(),
  warnings.severalClocks(2, 40),
  warnings.aged(),
  warnings.clockStep(-5),
  warnings.suspended(5000),
  sntp.noneAnswered([]),
  sntp.noneAnswered([sntp.noReply('a', 2000), sntp.noReply('b', 2000)]),
  sntp.noneAnswered([sntp.noReply('a', 2000), sntp.notNtp('b')]),
  ...['', 'ftp://x', 'http://', 'https://me:secret@example.com', 'x'.repeat(3000)].map((text) =>
    caught(() => parseTarget(text)),
  ),
  ...['SQLITE_FULL', 'SQLITE_CORRUPT', 'SQLITE_BUSY', 'SQLITE_READONLY', 'SQLITE_IOERR_WRITE'].map((code) => {
    const failure = storeFailure(code, '/data folder/ticketime.db');
    if (!failure) throw new Error(code);
    return failure;
  }),
  ...[
    noServer('abcd'),
    pressNotNow(),
    hotkeyTwice('Alt+S', 'sync', 'move'),
    serverShownTwice('abcd'),
    bridge.cookieUnknown(),
    bridge.permissionMissing('manage'),
    bridge.tooMany(1),
    bridge.tooManyUnanswered(100),
    bridge.tooManyFailures(3),
    bridge.tokenIdUnknown('abcd'),
    bridge.bug(),
  ].map(problemOf),
];

describe('a sentence in Korean', () => {
  it('is made of every form of the English one, and keeps the name of the host', () => {
    for (const said of SAID) {
      expect(koreanOf(said), said.message).toMatch(/[가-힣].*\.$/s);
      expect(koreanOf(said), said.message).toContain(HOST);
    }
  });

  it('is made of every form that names no host', () => {
    for (const said of SAID_WITHOUT_HOST) expect(koreanOf(said), said.message).toMatch(/[가-힣].*\.$/s);
  });

  it('tells the same figures', () => {
    expect(koreanOf(warnings.severalClocks(2, 40))).toContain('2개');
    expect(koreanOf(connectTimedOut(SITE, 5000))).toContain('8443번 포트');
    expect(koreanOf(problemOf(bridge.tooMany(1)))).toContain('1초 뒤');
  });

  it('keeps the English one when it is none of those that are known', () => {
    expect(koreanOf({ code: 'unknown-host', message: 'Something else.' })).toBe('Something else.');
  });

  it('says of a refused setting which and why', () => {
    const refusals = [
      { sync: { overrideGapMs: 5 } },
      { sync: { intervalMs: 5 } },
      { display: { colour: 'red' } },
      { hotkeys: { sync: 'S' } },
      { webhookRetry: { attempts: 1.5 } },
      { flash: 'all' },
      { reference: { order: ['sntp', 'sntp'] } },
      { reference: { ntpHosts: [''] } },
      { alarms: [{ beforeMs: 0, by: [] }] },
      { unknown: 1 },
    ];
    for (const changes of refusals) {
      const { issues } = v.safeParse(SettingsChanges, changes);
      if (!issues) throw new Error(JSON.stringify(changes));
      const message = sentenceOf(issues);
      const korean = koreanOf({ code: 'input-invalid', message });
      expect(korean, message).toMatch(/[가-힣]\.$/);
      expect(korean.replace(/"[^"]*"|#7dd3fc|Ctrl|Alt|Shift|Win|edge|screen|none/g, ''), message).not.toMatch(
        /[a-z]{3}/,
      );
    }
  });
});
