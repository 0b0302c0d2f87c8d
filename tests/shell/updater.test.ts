import { EventEmitter } from 'node:events';
import type { UpdateCheckResult } from 'electron-updater';
import { describe, expect, test } from 'vitest';
import type { UpdateState } from '../../api/protocol/desktop.ts';
import type { Moment } from '../../main/shell/next-moment.ts';
import { Updater, type AutoUpdater, type UpdaterOptions } from '../../main/shell/updater.ts';

const HOUR = 3_600_000;
const NEAR: Moment = { eventId: 'e1', name: 'Concert', alarmInMs: 0, dueInMs: 60_000 };

/** The library's part: what a test says is there, it finds and fetches. */
class Feed extends EventEmitter {
  autoDownload = false;
  autoInstallOnAppQuit = true;
  disableWebInstaller = false;
  logger = null;
  checks = 0;
  version: string | null = null;
  isReached = true;
  readonly installs: string[] = [];
  readonly fetching = Promise.withResolvers<string[]>();

  checkForUpdates(): Promise<Partial<UpdateCheckResult>> {
    this.checks += 1;
    if (!this.isReached) return Promise.reject(new Error('net::ERR_INTERNET_DISCONNECTED'));
    if (this.version === null) return Promise.resolve({ isUpdateAvailable: false });
    return Promise.resolve({
      isUpdateAvailable: true,
      updateInfo: { version: this.version } as UpdateCheckResult['updateInfo'],
      downloadPromise: this.fetching.promise,
      cancellationToken: {
        cancel: () => this.fetching.reject(new Error('cancelled')),
      } as unknown as NonNullable<UpdateCheckResult['cancellationToken']>,
    });
  }

  quitAndInstall(isSilent: boolean, isRunAfter: boolean): void {
    this.installs.push(`silent ${isSilent}, run after ${isRunAfter}`);
  }
}

class Squirrel extends EventEmitter {
  readonly calls: string[] = [];
  answer: [string, unknown?] = ['update-downloaded'];
  checkForUpdates() {
    this.calls.push('handed over');
    queueMicrotask(() => this.emit(...this.answer));
  }
  quitAndInstall() {
    this.calls.push('started again');
  }
}

const asSquirrel = (squirrel: Squirrel) => squirrel as unknown as NonNullable<UpdaterOptions['squirrel']>;

function updaterOf(changes: Partial<UpdaterOptions> = {}) {
  const feed = new Feed();
  const seen = {
    now: 0,
    moment: null as Moment | null,
    isWanted: true,
    quits: 0,
    releases: 0,
    notes: [] as string[],
    states: [] as UpdateState[],
  };
  const updater = new Updater({
    load: () => Promise.resolve(feed as unknown as AutoUpdater),
    squirrel: null,
    now: () => seen.now,
    moment: () => seen.moment,
    isWanted: () => seen.isWanted,
    language: () => 'en',
    quit: () => (seen.quits += 1),
    releaseLock: () => (seen.releases += 1),
    note: (line) => seen.notes.push(line),
    pause: () => Promise.resolve(),
    ...changes,
  });
  updater.onChange((state) => seen.states.push(state));
  return { updater, feed, seen };
}

/** With an update that is fetched. */
async function withReady(changes: Partial<UpdaterOptions> = {}) {
  const all = updaterOf(changes);
  all.feed.version = '1.2.3';
  await all.updater.tend();
  all.feed.fetching.resolve([]);
  await expect.poll(() => all.updater.state.is).toBe('ready');
  return all;
}

describe('an update', () => {
  test('is looked for at once, every six hours, and half an hour after a network that was not there', async () => {
    const { updater, feed, seen } = updaterOf();
    const checksAt = async (now: number) => {
      seen.now = now;
      await updater.tend();
      return feed.checks;
    };
    expect(await checksAt(0)).toBe(1);
    expect(await checksAt(6 * HOUR - 1)).toBe(1);
    feed.isReached = false;
    expect(await checksAt(6 * HOUR)).toBe(2);
    expect(seen.notes).toEqual(['No update could be looked for: Error: net::ERR_INTERNET_DISCONNECTED']);
    expect(await checksAt(6.4 * HOUR)).toBe(2);
    expect(await checksAt(6.5 * HOUR)).toBe(3);
    expect(seen.states).toEqual([]);
  });

  test('is not looked for near an event, nor against the person’s will', async () => {
    const { updater, feed, seen } = updaterOf();
    seen.moment = NEAR;
    await updater.tend();
    seen.moment = null;
    seen.isWanted = false;
    await updater.tend();
    expect(feed.checks).toBe(0);
  });

  test('is fetched in the background, told, and not looked for again', async () => {
    const { updater, feed, seen } = await withReady();
    expect(seen.states).toEqual([
      { is: 'fetching', version: '1.2.3' },
      { is: 'ready', version: '1.2.3', waitsFor: null },
    ]);
    expect([feed.autoDownload, feed.autoInstallOnAppQuit]).toEqual([true, false]);
    seen.now = 7 * HOUR;
    await updater.tend();
    expect(feed.checks).toBe(1);
  });

  test('is not fetched on when an event comes near, and is looked for again when it is over', async () => {
    const { updater, feed, seen } = updaterOf();
    feed.version = '1.2.3';
    await updater.tend();
    seen.moment = NEAR;
    await updater.tend();
    await expect.poll(() => updater.state).toEqual({ is: 'none' });
    expect(seen.notes).toEqual(['The update 1.2.3 was not fetched: Error: cancelled']);
    seen.moment = null;
    seen.now = HOUR;
    await updater.tend();
    expect(feed.checks).toBe(2);
  });

  test('that waits for an event says for which, and is refused until it is over', async () => {
    const { updater, seen } = await withReady();
    seen.moment = NEAR;
    expect(() => updater.install()).toThrow(
      '“Concert” is near, so Ticketime is not restarted for an update now: try again when it is over.',
    );
    expect(seen.states.at(-1)).toEqual({ is: 'ready', version: '1.2.3', waitsFor: 'Concert' });
    expect(seen.quits).toBe(0);
    seen.moment = null;
    await updater.tend();
    expect(updater.state).toMatchObject({ waitsFor: null });
    updater.install();
    expect(seen.quits).toBe(1);
  });

  test('that is not there cannot be put in place', () => {
    const { updater, seen } = updaterOf({ load: null });
    updater.start();
    expect(() => updater.install()).toThrow('There is no update to put in place');
    expect(seen.quits).toBe(0);
  });
});

describe('in the end an update', () => {
  test('is put in place after the lock was let go, without starting the app again', async () => {
    const { updater, feed, seen } = await withReady();
    await updater.finish();
    expect(feed.installs).toEqual(['silent true, run after false']);
    expect(seen.releases).toBe(1);
  });

  test('that the person asked for starts the app again, though updates are not wanted by themselves', async () => {
    const { updater, feed, seen } = await withReady();
    seen.isWanted = false;
    updater.install();
    await updater.finish();
    expect(feed.installs).toEqual(['silent true, run after true']);
  });

  test.each([
    ['near an event', (seen: ReturnType<typeof updaterOf>['seen']) => (seen.moment = NEAR)],
    ['when they are not wanted', (seen: ReturnType<typeof updaterOf>['seen']) => (seen.isWanted = false)],
    ['when the session ends', (_: unknown, updater: Updater) => updater.withhold()],
  ])('stays where it is %s', async (_, given) => {
    const { updater, feed, seen } = await withReady();
    given(seen, updater);
    await updater.finish();
    expect(feed.installs).toEqual([]);
    expect(seen.releases).toBe(0);
  });

  test('that is half fetched is given up', async () => {
    const { updater, feed } = updaterOf();
    feed.version = '1.2.3';
    await updater.tend();
    await updater.finish();
    await expect(feed.fetching.promise).rejects.toThrow('cancelled');
    expect(feed.installs).toEqual([]);
  });
});

describe('on macOS an update', () => {
  const long = { pause: () => new Promise<never>(() => undefined) };

  test('is handed to the system at the very end', async () => {
    const squirrel = new Squirrel();
    const { updater, feed } = await withReady({ squirrel: asSquirrel(squirrel), ...long });
    expect(squirrel.calls).toEqual([]);
    await updater.finish();
    expect(squirrel.calls).toEqual(['handed over']);
    expect(feed.installs).toEqual([]);
  });

  test('that the person asked for starts the app again', async () => {
    const squirrel = new Squirrel();
    const ends = Promise.withResolvers<undefined>();
    const pause = (ms: number) => (ms < 10_000 ? ends.promise : long.pause());
    const { updater, seen } = await withReady({ squirrel: asSquirrel(squirrel), pause });
    updater.install();
    const finished = updater.finish();
    await expect.poll(() => squirrel.calls).toEqual(['handed over', 'started again']);
    expect(seen.releases).toBe(1);
    ends.resolve(undefined);
    await finished;
  });

  test('is handed over once, though what starts the app again ends it once more', async () => {
    const squirrel = new Squirrel();
    const { updater } = await withReady({ squirrel: asSquirrel(squirrel), ...long });
    await Promise.all([updater.finish(), updater.finish()]);
    expect(squirrel.calls).toEqual(['handed over']);
  });

  test('that the system does not take is noted, and the app ends all the same', async () => {
    const squirrel = new Squirrel();
    squirrel.answer = ['error', new Error('not signed')];
    const { updater, seen } = await withReady({ squirrel: asSquirrel(squirrel), ...long });
    await updater.finish();
    expect(seen.notes).toEqual(['The update was not put in place: Error: not signed']);
  });

  test('is not waited for without end', async () => {
    const squirrel = new Squirrel();
    squirrel.answer = ['checking-for-update'];
    const { updater } = await withReady({ squirrel: asSquirrel(squirrel) });
    updater.install();
    await updater.finish();
    expect(squirrel.calls).toEqual(['handed over']);
  });
});

test('a copy that is not updated from within says so from the first, and asks for nothing', async () => {
  const { updater, seen } = updaterOf({ load: null });
  expect(updater.state).toEqual({ is: 'never' });
  updater.start();
  await updater.tend();
  expect(() => updater.install()).toThrow('There is no update to put in place');
  await updater.finish();
  expect([seen.notes, seen.states, seen.quits]).toEqual([[], [], 0]);
});
