import { EventEmitter } from 'node:events';
import { describe, expect, test } from 'vitest';
import {
  isGpuGivenUp,
  isRelaunched,
  whenPageGone,
  wordsAgain,
  type Reason,
} from '../../main/shell/crash-policy.ts';
import { watchFaults, watchGpu, watchPage } from '../../main/shell/crashes.ts';

describe('a page whose process is gone', () => {
  const reload = (afterMs: number) => ({ does: 'reload', afterMs });
  test.each([
    ['crashed', [], reload(0)],
    ['oom', [-1], reload(1000)],
    ['killed', [-1000, -1], reload(5000)],
    ['abnormal-exit', [-3000, -2000, -1], reload(30_000)],
    ['launch-failed', [-4, -3, -2, -1], { does: 'give-up' }],
    ['memory-eviction', [-70_000, -65_000, -60_000, -1], reload(1000)],
    ['integrity-failure', [], { does: 'give-up' }],
    ['clean-exit', [-4, -3, -2, -1], { does: 'nothing' }],
  ] as const)('(%s, before that at %j ms)', (reason, earlierAt, expected) => {
    expect(whenPageGone(reason, earlierAt, 0)).toEqual(expected);
  });
});

test.each([
  [[0, 1], false],
  [[0, 1, 2], true],
  [[-60_000, 1, 2], false],
])('a graphics process that ended at %j ms is given up: %s', (faultsAt, expected) => {
  expect(isGpuGivenUp(faultsAt, 2)).toBe(expected);
});

test('what ended within a minute of its start is not started again', () => {
  expect([59_999, 60_000].map(isRelaunched)).toEqual([false, true]);
});

test('what is started again is given the same words, without the link that it was given', () => {
  expect(wordsAgain(['/tmp/ticketime', '--hidden', 'ticketime://add?url=https://a.kr'])).toEqual([
    '--hidden',
  ]);
});

/** Time that a test moves on. */
function virtual() {
  const seen = { now: 0, told: [] as string[], notes: [] as string[] };
  const due: { at: number; what: () => void }[] = [];
  const options = {
    now: () => seen.now,
    language: () => 'en' as const,
    tell: (sentence: string) => seen.told.push(sentence),
    note: (line: string) => seen.notes.push(line),
    after(ms: number, what: () => void) {
      const one = { at: seen.now + ms, what };
      due.push(one);
      return () => {
        if (due.includes(one)) due.splice(due.indexOf(one), 1);
      };
    },
  };
  const pass = (ms: number) => {
    seen.now += ms;
    for (const one of due.filter(({ at }) => at <= seen.now)) {
      due.splice(due.indexOf(one), 1);
      one.what();
    }
  };
  return { seen, options, pass };
}

class Page extends EventEmitter {
  reloads = 0;
  crashes = 0;
  isGone = false;
  isDestroyed = () => this.isGone;
  reload() {
    this.reloads += 1;
  }
  forcefullyCrashRenderer() {
    this.crashes += 1;
    this.end('killed');
  }
  end(reason: Reason) {
    this.emit('render-process-gone', {}, { reason, exitCode: 9 });
  }
}

function watched() {
  const { seen, options, pass } = virtual();
  const page = new Page();
  watchPage('overlay', page as unknown as Parameters<typeof watchPage>[1], options);
  return { seen, pass, page };
}

describe('a page', () => {
  test('is brought back at once, then ever more patiently, and given up with one sentence', () => {
    const { page, seen, pass } = watched();
    page.end('crashed');
    pass(0);
    expect(page.reloads).toBe(1);
    for (const afterMs of [1000, 5000, 30_000]) {
      const before = page.reloads;
      page.end('crashed');
      pass(afterMs - 1);
      expect(page.reloads).toBe(before);
      pass(1);
      expect(page.reloads).toBe(before + 1);
    }
    page.end('crashed');
    pass(3_600_000);
    expect(page.reloads).toBe(4);
    expect(seen.told).toEqual([
      'A window of Ticketime ended again and again, so it stays closed: quit Ticketime and start it anew; events still fire until then.',
    ]);
    expect(seen.notes[0]).toBe('The process of the overlay ended (crashed, 9): reload.');
  });

  test('that hangs for 20 s is ended and brought back', () => {
    const { page, pass } = watched();
    page.emit('unresponsive');
    pass(19_999);
    expect(page.crashes).toBe(0);
    pass(1);
    pass(0);
    expect([page.crashes, page.reloads]).toEqual([1, 1]);
  });

  test('that answers again is let be', () => {
    const { page, pass } = watched();
    page.emit('unresponsive');
    pass(10_000);
    page.emit('responsive');
    pass(60_000);
    expect(page.crashes).toBe(0);
  });

  test('that ended while it hung is brought back all the same', () => {
    const { page, pass } = watched();
    page.emit('unresponsive');
    page.end('oom');
    page.emit('responsive');
    pass(0);
    pass(60_000);
    expect([page.crashes, page.reloads]).toEqual([0, 1]);
  });

  test('whose window was closed meanwhile is let be', () => {
    const { page, pass } = watched();
    page.end('crashed');
    page.isGone = true;
    pass(0);
    expect(page.reloads).toBe(0);
  });
});

test('a graphics process that ends three times in a minute is done without from the next start, told once', () => {
  const { seen, options } = virtual();
  const app = new EventEmitter();
  let given = 0;
  watchGpu(app as unknown as Parameters<typeof watchGpu>[0], () => (given += 1), options);
  const end = (type: string, reason = 'crashed') =>
    app.emit('child-process-gone', {}, { type, reason, exitCode: 139 });
  for (const [type, reason] of [['GPU'], ['Utility'], ['GPU', 'clean-exit'], ['GPU']]) end(type, reason);
  expect(given).toBe(0);
  end('GPU');
  end('GPU');
  expect(given).toBe(1);
  expect(seen.told).toEqual([
    'The graphics processor failed again and again, so Ticketime draws without it from its next start on.',
  ]);
});

describe('a fault of the main process', () => {
  function faulty(ranMs: number, close: () => Promise<void>) {
    const { seen, options, pass } = virtual();
    const process = Object.assign(new EventEmitter(), {
      argv: ['ticketime', '--hidden'],
      uptime: () => ranMs / 1000,
      stdout: new EventEmitter(),
      stderr: new EventEmitter(),
    });
    const done: string[] = [];
    const over = Promise.withResolvers<undefined>();
    watchFaults({
      ...options,
      process: process as unknown as Parameters<typeof watchFaults>[0]['process'],
      app: {
        exit: (code) => {
          done.push(`exit ${code}`);
          over.resolve(undefined);
        },
      },
      dialog: { showErrorBox: (_, sentence) => done.push(sentence) },
      log: {
        file: '/data/logs/desktop.log',
        tell: () => undefined,
        note: () => undefined,
        fault: (what, error) => done.push(`${what}: ${String(error)}`),
        close: () => Promise.resolve(void done.push('log closed')),
      },
      startAnew: (args) => done.push(['start anew', ...args].join(' ')),
      close: () => {
        done.push('closing');
        return close();
      },
    });
    return { process, done, seen, pass, over: over.promise };
  }

  test('soon after the start is logged, told in a box, and ends the app in order', async () => {
    const { process, done, over } = faulty(59_000, () => Promise.resolve());
    process.emit('uncaughtException', new Error('a bug'));
    await over;
    expect(done).toEqual([
      'Thrown: Error: a bug',
      'closing',
      'log closed',
      'Ticketime met a fault of its own and ended, please report it: /data/logs/desktop.log says what happened.',
      'exit 70',
    ]);
  });

  test('later on starts the app again, without waiting for anybody to close a box', async () => {
    const { process, done, seen, over } = faulty(61_000, () => Promise.resolve());
    process.emit('unhandledRejection', new Error('a bug'));
    await over;
    expect(done).toEqual([
      'Rejected: Error: a bug',
      'closing',
      'log closed',
      'start anew --hidden',
      'exit 70',
    ]);
    expect(seen.told).toEqual([
      'Ticketime met a fault of its own and starts anew, please report it: /data/logs/desktop.log says what happened.',
    ]);
  });

  test('ends within three seconds, whatever hangs, and another on the way changes nothing', async () => {
    const { process, done, pass, over } = faulty(61_000, () => new Promise(() => undefined));
    process.emit('uncaughtException', new Error('a bug'));
    process.emit('uncaughtException', new Error('another'));
    pass(2999);
    expect(done).not.toContain('exit 70');
    pass(1);
    await over;
    expect(done).toEqual([
      'Thrown: Error: a bug',
      'closing',
      'Thrown: Error: another',
      'start anew --hidden',
      'exit 70',
    ]);
  });

  test('that happens while it ends is logged', async () => {
    const { process, done, over } = faulty(61_000, () => Promise.reject(new Error('stuck')));
    process.emit('uncaughtException', new Error('a bug'));
    await over;
    expect(done).toContain('While ending: Error: stuck');
    expect(done.at(-1)).toBe('exit 70');
  });

  test('is not a terminal that was closed', () => {
    const { process, done } = faulty(61_000, () => Promise.resolve());
    process.stdout.emit('error', new Error('EPIPE'));
    expect(done).toEqual([]);
  });
});
