import { expect, test } from 'vitest';
import { FrameLoop, type FrameHost } from '../../../overlay/clock/frame-loop.ts';

/** A window whose frames and timers come when the test says. */
class Host {
  frames = new Map<number, FrameRequestCallback>();
  timers = new Map<number, { run: () => void; ms: number }>();
  private listener = (): void => undefined;
  private ids = 0;

  readonly window = {
    requestAnimationFrame: (run: FrameRequestCallback) => {
      this.frames.set(++this.ids, run);
      return this.ids;
    },
    cancelAnimationFrame: (id: number) => void this.frames.delete(id),
    setTimeout: (run: () => void, ms: number) => {
      this.timers.set(++this.ids, { run, ms });
      return this.ids;
    },
    clearTimeout: (id: number) => void this.timers.delete(id),
    document: {
      visibilityState: 'visible',
      addEventListener: (_: string, listener: () => void) => (this.listener = listener),
      removeEventListener: () => (this.listener = () => undefined),
    },
  };
  get asHost(): FrameHost {
    return this.window as unknown as FrameHost;
  }
  frame(): void {
    const due = [...this.frames.values()];
    this.frames.clear();
    for (const run of due) run(0);
  }
  timer(): number {
    const [[id, { run, ms }] = [0, { run: (): void => undefined, ms: NaN }]] = this.timers;
    this.timers.delete(id);
    run();
    return ms;
  }
  show(state: DocumentVisibilityState): void {
    this.window.document.visibilityState = state;
    this.listener();
  }
}

test('a face is drawn at once, and then once a frame', () => {
  const host = new Host();
  let drawn = 0;
  new FrameLoop(host.asHost).add(() => (drawn++, 0));
  expect(drawn).toBe(1);
  host.frame();
  host.frame();
  expect(drawn).toBe(3);
});

test('all faces share one frame', () => {
  const host = new Host();
  const loop = new FrameLoop(host.asHost);
  for (let i = 0; i < 3; i++) loop.add(() => 0);
  expect(host.frames.size).toBe(1);
});

test('a face that does not change for long is waited for by a timer, which ends early', () => {
  const host = new Host();
  new FrameLoop(host.asHost).add(() => 750);
  host.frame();
  expect(host.frames.size).toBe(0);
  expect(host.timer()).toBeLessThan(725);
  expect(host.frames.size).toBe(1);
});

test('hidden, nothing runs; visible again, the right time stands at once', () => {
  const host = new Host();
  let drawn = 0;
  new FrameLoop(host.asHost).add(() => (drawn++, 0));
  host.show('hidden');
  expect(host.frames.size + host.timers.size).toBe(0);
  const before = drawn;
  host.show('visible');
  expect(drawn).toBe(before + 1);
  expect(host.frames.size).toBe(1);
});

test('in another window it goes by the frames of that one', () => {
  const [page, small] = [new Host(), new Host()];
  const loop = new FrameLoop(page.asHost);
  loop.add(() => 0);
  loop.moveTo(small.asHost);
  expect([page.frames.size, small.frames.size]).toEqual([0, 1]);
  page.show('hidden');
  expect(small.frames.size).toBe(1);
});

test('when the last face has gone, nothing runs', () => {
  const host = new Host();
  const end = new FrameLoop(host.asHost).add(() => 0);
  end();
  expect(host.frames.size + host.timers.size).toBe(0);
});
