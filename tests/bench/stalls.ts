/**
 * How long a thread stands still, looked at each millisecond: by the clock, in which the other programs of the machine have their part, and by
 * the thread's own processor time between two looks, which is the most that any one piece of its work took.
 */
export interface Stalls {
  /** By the clock, ms. */
  readonly longestMs: number;
  /** Of the processor, ms. */
  readonly busiestMs: number;
}

/** Returns what tells the most since it was asked last. */
export function watchStalls(): () => Stalls {
  let at = performance.now();
  let used = usedMs();
  let longestMs = 0;
  let busiestMs = 0;
  const look = () => {
    const now = performance.now();
    const nowUsed = usedMs();
    longestMs = Math.max(longestMs, now - at);
    busiestMs = Math.max(busiestMs, nowUsed - used);
    [at, used] = [now, nowUsed];
  };
  setInterval(look, 1).unref();
  return () => {
    look();
    const most = { longestMs, busiestMs };
    longestMs = busiestMs = 0;
    return most;
  };
}

function usedMs(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
}
