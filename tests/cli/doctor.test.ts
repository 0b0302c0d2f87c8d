import { randomUUID } from 'node:crypto';
import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test, type TestContext } from 'vitest';
import { aboutFolder, aboutKeeping, aboutModes, aboutRoom } from '../../main/cli/doctor-folder.ts';
import {
  aboutClocks,
  aboutNode,
  aboutReceiver,
  aboutSteps,
  aboutTimers,
} from '../../main/cli/doctor-machine.ts';
import { aboutNames, aboutProxy, namesIn } from '../../main/cli/doctor-network.ts';
import { aboutPort } from '../../main/cli/doctor-port.ts';
import type { Finding } from '../../main/cli/finding.ts';
import { HELP } from '../../main/cli/help.ts';
import { lockFolder } from '../../main/store/instance-lock.ts';
import { openStore } from '../../main/store/store.ts';
import { refusingHost, startHonest, startSilent } from '../sources/sntp/fake-server.ts';
import { onlyObject, run, start, unfolded } from './command.ts';

function folderFor(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'ticketime-doctor-'));
  t.onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** What listens on 127.0.0.1 for the length of one test. */
async function listening(t: TestContext, server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return (server.address() as AddressInfo).port;
}

/** A port that nobody else has in a test. */
async function freePort(t: TestContext): Promise<number> {
  const server = createServer();
  const port = await listening(t, server);
  await new Promise((resolve) => server.close(resolve));
  return port;
}

interface Seen {
  readonly code: number | null;
  readonly problems: number;
  readonly warnings: number;
  readonly of: Readonly<Record<string, Pick<Finding, 'status' | 'message'>>>;
  readonly names: readonly string[];
}

/** The doctor, who asks no time server unless told to. */
async function examine(
  t: TestContext,
  folder: string,
  options: readonly string[] = [],
  env: NodeJS.ProcessEnv = {},
): Promise<Seen> {
  const alone = options.includes('--reference') ? [] : ['--reference', 'none'];
  const port = options.includes('--port') ? [] : ['--port', String(await freePort(t))];
  const ended = await run(t, ['doctor', '--json', '--data-dir', folder, ...alone, ...port, ...options], env);
  expect(ended.stderr).toBe('');
  const { findings, problems, warnings } = onlyObject(ended) as unknown as Seen & { findings: Finding[] };
  const of = Object.fromEntries(findings.map(({ name, ...found }) => [name, found]));
  return { code: ended.code, problems, warnings, of, names: findings.map(({ name }) => name) };
}

const ok = (message: string) => ({ status: 'ok', message });
const warning = (message: string) => ({ status: 'warning', message });
const problem = (message: string) => ({ status: 'problem', message });

describe.concurrent('ticketime doctor', () => {
  test('looks at everything, a line each, and ends with 0 when there is no problem', async (t) => {
    const folder = folderFor(t);
    const port = await freePort(t);
    const args = ['doctor', '--data-dir', folder, '--reference', 'none', '--port', String(port)];
    const { code, stdout, stderr } = await run(t, args);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const lines = unfolded(stdout).trimEnd().split('\n');
    expect(lines.slice(-2)).toEqual(['', expect.stringMatching(/^(All is well|\d+ warnings?)\.$/)]);
    for (const line of lines.slice(0, -2)) expect(line).toMatch(/^ {2}(ok|warning) +\S.*[^.]\.$/);
    expect(lines).toContain(`  ok           Node ${process.versions.node} is new enough (Node-API 10).`);
    expect(lines).toContain('  ok           localhost is this computer.');
    expect(lines).toContain(`  ok           ${folder} can be written.`);
    expect(lines).toContain('  ok           Nobody else on this computer may read what is kept there.');
    expect(lines).toContain('  ok           No core is running.');
    expect(lines).toContain('  ok           There is no database yet: it is made when something is kept.');
    expect(lines).toContain(`  ok           Port ${port} is free.`);
  });

  test('leaves nothing behind but the empty lock, and makes no folder', async (t) => {
    const folder = folderFor(t);
    await examine(t, folder);
    expect(readdirSync(folder)).toEqual(['ticketime.lock']);
    const none = join(folder, 'a', 'b');
    const { of, code } = await examine(t, none);
    expect(of['folder']).toEqual(ok(`${none} is not there yet: it is made when something is kept.`));
    expect(of).not.toHaveProperty('database');
    expect({ code, made: existsSync(join(folder, 'a')) }).toEqual({ code: 0, made: false });
  });

  test('goes by the settings that are kept, and tells when they cannot be read', async (t) => {
    const folder = folderFor(t);
    const gone = await refusingHost();
    const reference = { order: ['sntp'], ntpHosts: [gone] };
    writeFileSync(join(folder, 'settings.json'), JSON.stringify({ settings: { reference } }));
    const port = String(await freePort(t));
    const ended = await run(t, ['doctor', '--json', '--data-dir', folder, '--port', port]);
    const { findings } = onlyObject(ended) as unknown as { findings: Finding[] };
    expect(findings).toContainEqual({
      name: 'standard-time',
      ...warning(
        `Standard time was not reached. ${gone} runs no time server: check the name and the port, or use another one.`,
      ),
    });
    writeFileSync(join(folder, 'settings.json'), 'nonsense');
    const { of } = await examine(t, folder);
    expect(of['settings'].status).toBe('warning');
    expect(of['settings'].message).toMatch(/ holds no settings that can be read, so it was put aside as /);
  });
});

describe('the folder', () => {
  test('that cannot be made, or is none, is a problem', (t) => {
    const file = join(folderFor(t), 'file');
    writeFileSync(file, '');
    for (const path of [file, join(file, 'inside'), join(file, 'in', 'side')])
      expect(aboutFolder(path)).toEqual(problem(`${path} is not a folder: name one with --data-dir.`));
  });

  test('that others may read is told, with the command that mends it', (t) => {
    const folder = folderFor(t);
    const file = join(folder, 'settings.json');
    writeFileSync(file, '{}', { mode: 0o600 });
    expect(aboutModes(folder)).toEqual(ok('Nobody else on this computer may read what is kept there.'));
    chmodSync(file, 0o644);
    expect(aboutModes(folder)).toEqual(
      warning(`Others on this computer may read ${file}: take that right away with chmod -R go= ${folder}`),
    );
    chmodSync(folder, 0o755);
    expect(aboutModes(folder)).toEqual(
      warning(
        `Others on this computer may read ${folder} and 1 more: take that right away with chmod -R go= ${folder}`,
      ),
    );
  });

  test('has its whole database looked at; a damaged one is mended, and what was lost is said', async (t) => {
    const folder = folderFor(t);
    const store = openStore({ folder, nowEpochMs: () => 1.7e12, tell: () => undefined });
    for (let i = 0; i < 20; i++)
      store.journal.append({ epochMs: 1.7e12 + i, kind: 'added', eventId: `event-${i}-`, data: {} });
    store.close();
    const sound = { core: ok('No core is running.'), database: ok('The database is as it was written.') };
    expect(await aboutKeeping(folder)).toEqual(sound);

    const file = join(folder, 'ticketime.db');
    const bytes = readFileSync(file);
    bytes[bytes.indexOf('event-17-')] ^= 1;
    writeFileSync(file, bytes);
    const { database } = await aboutKeeping(folder);
    expect(database.status).toBe('warning');
    expect(database.message).toMatch(/^What is kept in .* was damaged .* and has been mended.* Lost, /);
    expect(await aboutKeeping(folder)).toEqual(sound);
  });

  test('that cannot be locked is a problem', async (t) => {
    const folder = folderFor(t);
    writeFileSync(join(folder, 'ticketime.lock'), 'This is no lock, but a text.'.repeat(100));
    const { core, database } = await aboutKeeping(folder);
    expect(core.status).toBe('problem');
    expect(database).toEqual(
      warning('The database could not be looked at, for the folder could not be locked: see there.'),
    );
  });
});

describe('a core that holds the folder', () => {
  const inUse = ok('The database is in use: whoever uses it looks after it.');

  /** Holds the folder and answers as a core does; `health` null: not at all. */
  async function holding(t: TestContext, health: object | null): Promise<[folder: string, port: number]> {
    const folder = folderFor(t);
    const token = randomUUID();
    const port = await listening(
      t,
      createServer((request, response) => {
        if (!health) return;
        const isAsked =
          request.headers.authorization === `Bearer ${token}` && request.url?.startsWith('/health');
        response.writeHead(isAsked ? 200 : 404);
        response.end(JSON.stringify(isAsked ? health : { title: 'no-such-path', detail: 'None.' }));
      }),
    );
    const lock = lockFolder(folder);
    t.onTestFinished(() => lock.release());
    const bridge = { pid: process.pid, address: `http://127.0.0.1:${port}`, token };
    writeFileSync(join(folder, 'bridge.json'), JSON.stringify(bridge), { mode: 0o600 });
    return [folder, port];
  }

  test('is found, with its port, and its database is left alone', async (t) => {
    const [folder, port] = await holding(t, { status: 'ok', reasons: [] });
    const { code, of } = await examine(t, folder, ['--port', String(port)]);
    expect(of['core']).toEqual(ok(`The core runs at http://127.0.0.1:${port} (process ${process.pid}).`));
    expect(of['database']).toEqual(inUse);
    expect(of['port']).toEqual(ok(`Port ${port} is the core's.`));
    expect(code).toBe(0);
  });

  test('is found when it is a real one', async (t) => {
    const folder = folderFor(t);
    const serving = start(t, ['serve', '--data-dir', folder, '--port', '0']);
    await serving.until(/serves at/);
    const { address } = JSON.parse(readFileSync(join(folder, 'bridge.json'), 'utf8')) as { address: string };
    const { code, of } = await examine(t, folder, ['--port', new URL(address).port]);
    expect(of['core'].message).toMatch(`The core runs at ${address} (process ${serving.child.pid})`);
    expect(of['port']).toEqual(ok(`Port ${new URL(address).port} is the core's.`));
    expect(of['modes']).toEqual(ok('Nobody else on this computer may read what is kept there.'));
    expect(of['database']).toEqual(inUse);
    expect(code).toBe(0);
    const { signal } = new AbortController();
    const { message } = await aboutPort(Number(new URL(address).port), signal);
    expect(message).toMatch(/ is used by the core of another folder: /);
  });

  test('that is not well says why', async (t) => {
    const [folder, port] = await holding(t, { status: 'degraded', reasons: ['The disk is full.'] });
    expect(await aboutKeeping(folder)).toEqual({
      core: warning(
        `The core runs at http://127.0.0.1:${port} (process ${process.pid}), but: The disk is full.`,
      ),
      database: inUse,
    });
  });

  test('that does not answer is a problem, and the exit code is 1', async (t) => {
    const [folder, port] = await holding(t, null);
    const { code, problems, of } = await examine(t, folder);
    expect({ code, problems, core: of['core'] }).toEqual({
      code: 1,
      problems: 1,
      core: problem(
        `The core (process ${process.pid}) holds the folder but does not answer at http://127.0.0.1:${port}: end that process, then start ticketime serve anew.`,
      ),
    });
  });

  test('is no core when it left no address: another command at work', async (t) => {
    const [folder] = await holding(t, null);
    rmSync(join(folder, 'bridge.json'));
    expect(await aboutKeeping(folder)).toEqual({
      core: ok('Another ticketime command is using the folder at this moment.'),
      database: inUse,
    });
  });

  test('that was killed does no harm', async (t) => {
    const folder = folderFor(t);
    const bridge = { pid: 2 ** 30, address: 'http://127.0.0.1:1', token: 'gone' };
    writeFileSync(join(folder, 'bridge.json'), JSON.stringify(bridge), { mode: 0o600 });
    expect(await aboutKeeping(folder)).toEqual({
      core: ok('No core is running; the last one was killed, which does no harm.'),
      database: ok('There is no database yet: it is made when something is kept.'),
    });
  });
});

describe('the port', () => {
  const { signal } = new AbortController();

  test('that is taken is told with the program that has it, where the system says', async (t) => {
    const port = await listening(t, createServer());
    const who = process.platform === 'linux' ? `.+ \\(process ${process.pid}\\)` : 'another program';
    const { status, message } = await aboutPort(port, signal);
    expect(status).toBe('warning');
    expect(message).toMatch(
      new RegExp(
        `^Port ${port} is used by ${who}: name another one, as in ticketime serve --port ${port + 1}$`,
      ),
    );
  });

  test('that the core of another folder has is told as that', async (t) => {
    const other = createServer((request, response) =>
      response.end(request.url === '/openapi.json' ? '{"info":{"title":"Ticketime"}}' : ''),
    );
    const port = await listening(t, other);
    expect(await aboutPort(port, signal)).toEqual(
      warning(
        `Port ${port} is used by the core of another folder: name another one, as in ticketime serve --port ${port + 1}`,
      ),
    );
  });

  test('that is free stays free', async (t) => {
    const port = await freePort(t);
    expect(await aboutPort(port, signal)).toEqual(ok(`Port ${port} is free.`));
    expect(await aboutPort(port, signal)).toEqual(ok(`Port ${port} is free.`));
  });
});

test('this computer is held against standard time, and told when it is off', async (t) => {
  const [right, wrong] = await Promise.all([startHonest(), startHonest({ offsetMs: 5000 })]);
  const figures = String.raw`(right|[\d.,]+ ms (slow|fast)), ± [\d.]+ ms, by `;
  const { of } = await examine(t, folderFor(t), ['--reference', right.host]);
  expect(of['standard-time'].message).toMatch(new RegExp(`^This computer is ${figures}${right.host}\\.$`));
  expect(of['standard-time'].status).toBe('ok');
  const off = await examine(t, folderFor(t), ['--reference', wrong.host]);
  expect(off.of['standard-time'].status).toBe('warning');
  expect(off.of['standard-time'].message).toMatch(
    new RegExp(
      `^This computer is [45],\\d{3}(\\.\\d+)? ms slow, ± [\\d.]+ ms, by ${wrong.host}: Ticketime reckons with that, but other programs are wrong by it, so turn on the system's own time synchronisation\\.$`,
    ),
  );
  expect(off.code).toBe(0);
});

test('a proxy is told, for no server behind one can be measured', async (t) => {
  const { of, names } = await examine(t, folderFor(t), [], { HTTPS_PROXY: 'http://proxy.example:3128' });
  expect(of['proxy']).toEqual(
    warning(
      'HTTPS_PROXY is set, and a server behind a proxy cannot be measured: name in NO_PROXY what is to be measured.',
    ),
  );
  expect(names).toContain('proxy');
  expect(aboutProxy({})).toBeNull();
});

test('Ctrl-C ends it with what is known by then', async (t) => {
  // Who does not answer is waited for: long enough for any signal to arrive.
  const { host } = await startSilent();
  const running = start(t, ['doctor', '--data-dir', folderFor(t), '--reference', host]);
  await running.until(/ of this network/);
  running.child.kill('SIGINT');
  const { code, stdout } = await running.ended;
  expect(code).toBe(130);
  expect(stdout).toMatch(/ of this network[^]*\n\nEnded before everything was looked at\.\n$/);
  expect(stdout).not.toContain('Standard time');
});

describe('what is found of the machine', () => {
  test('a Node that is too old', () => {
    const versions = { ...process.versions, node: '20.0.0', napi: '9' };
    expect(aboutNode(versions)).toEqual(
      problem(
        `Node ${process.version} is too old to keep anything (its Node-API is 9, not 10): install Node 24 or later.`,
      ),
    );
  });

  test('coarse clocks', () => {
    expect(aboutClocks({ wallMs: 1, monotonicMs: 0.00004 })).toEqual(
      ok('The wall clock moves in steps of 1 ms, the monotonic clock of 40 ns.'),
    );
    expect(aboutClocks({ wallMs: 16, monotonicMs: 0.0001 })).toEqual(
      warning(
        'The wall clock moves in steps of 16 ms, the monotonic clock of 100 ns, which blurs every figure: choose a finer clock source in the operating system.',
      ),
    );
  });

  test('a clock that was set, and a sleep', () => {
    expect(aboutSteps(null)).toEqual(ok('Nothing set the wall clock meanwhile.'));
    expect(aboutSteps({ kind: 'step', byMs: -250.2 })).toEqual(
      warning(
        "The wall clock was set by 250 ms meanwhile: if that happens again, see that only one program keeps the time (chrony, ntpd, systemd-timesyncd, the virtual machine's host).",
      ),
    );
    expect(aboutSteps({ kind: 'suspend', forMs: 5000 })).toEqual(
      warning('This computer slept meanwhile, so these figures may be wrong: run it again.'),
    );
  });

  test('a receiver that is late, or cannot be measured', () => {
    expect(aboutReceiver({ medianMs: 0.12, minMs: 0.05, samples: 15 })).toEqual(
      ok('What arrives is noticed after 0.12 ms; that is taken off.'),
    );
    expect(aboutReceiver({ medianMs: 3.5, minMs: 0.05, samples: 15 })).toEqual(
      warning(
        'What arrives is noticed after 3.50 ms, which is late: end programs that keep this computer busy, and turn off power saving.',
      ),
    );
    expect(aboutReceiver({ medianMs: 0, minMs: 0, samples: 0 })).toEqual(
      warning(
        'How soon a reply is noticed could not be measured: see that this computer can connect to itself at 127.0.0.1.',
      ),
    );
  });

  test('timers that are late, early, or do not fire', () => {
    const fires = (lateMs: number, few = 0) => [
      ...Array<number>(40 - few).fill(0.01),
      ...Array<number>(few).fill(lateMs),
    ];
    const plainMs = fires(1.5, 30);
    expect(aboutTimers({ preciseMs: fires(7, 1), plainMs })).toEqual(
      ok('The precise timer fired 0.01 ms late (median of 40, the worst 7.00 ms; setTimeout 1.50 ms).'),
    );
    expect(aboutTimers({ preciseMs: fires(7, 4), plainMs })).toEqual(
      warning(
        'The precise timer fired 0.01 ms late (median of 40, the worst 7.00 ms; setTimeout 1.50 ms): end programs that keep this computer busy, and turn off power saving.',
      ),
    );
    expect(aboutTimers({ preciseMs: fires(-0.1, 1), plainMs })).toEqual(
      problem('The precise timer fired early: please report this.'),
    );
    expect(aboutTimers({ preciseMs: [0.1, 0.1], plainMs })).toEqual(
      problem(
        'The precise timer fired 2 of 40 times, so events would be missed: end programs that keep this computer busy, and please report this if it happens again.',
      ),
    );
  });

  test('little room on the disk, and none', () => {
    expect(aboutRoom(84.6e9)).toEqual(ok('84 GB are free on its disk.'));
    expect(aboutRoom(150e6)).toEqual(warning('150 MB are free on its disk, which is little: make room.'));
    expect(aboutRoom(5e6)).toEqual(
      problem('5 MB are free on its disk, so nothing more may be kept soon: make room.'),
    );
  });
});

describe('names', () => {
  const { signal } = new AbortController();

  test('that nobody knows are told; one that is known makes it a warning', async () => {
    expect(await aboutNames(['nobody.invalid'], signal)).toEqual(
      problem(
        "No name could be looked up (nobody.invalid): check this computer's network connection and its name servers.",
      ),
    );
    expect(await aboutNames(['nobody.invalid', 'localhost'], signal)).toEqual(
      warning(
        "nobody.invalid could not be looked up: check this computer's network connection and its name servers.",
      ),
    );
    const known = await aboutNames(['localhost'], signal);
    expect(known.message).toMatch(/^Names are looked up: localhost, in \d+ ms\.$/);
    expect(known.status).toBe('ok');
  });

  test('are those of the time servers and the site, as far as they are asked', () => {
    const ntpHosts = ['time.example:1123', '127.0.0.1', '[::1]:123', 'fd00::1'];
    const settings = { ntpHosts, referenceSite: 'https://site.example/clock' };
    expect(namesIn({ ...settings, order: ['sntp', 'reference-site'] })).toEqual([
      'time.example',
      'site.example',
    ]);
    expect(namesIn({ ...settings, order: ['sntp'] })).toEqual(['time.example']);
    expect(namesIn({ ...settings, order: [] })).toEqual([]);
  });
});

test.for([
  ['doctor now', 'unexpected-word', 'ticketime doctor looks at this computer alone, so leave out "now".'],
  ['doctor --port 0', 'bad-port', 'The port must be a whole number from 1 to 65535.'],
  ['doctor --port 70000', 'bad-port', 'The port must be a whole number from 1 to 65535.'],
])('%s is not understood', async ([command, code, message], t) => {
  const ended = await run(t, [...command.split(' '), '--json']);
  expect(ended).toMatchObject({ code: 2, stderr: '' });
  expect(onlyObject(ended)).toEqual({ error: { code, message } });
});

test('ticketime doctor --help answers on stdout', async (t) => {
  expect(await run(t, ['doctor', '--help'])).toEqual({ code: 0, stdout: `${HELP.doctor}\n`, stderr: '' });
});
