/** Brings back what ended or hangs; and ends the app in order when its own code failed. */
import type { App, Dialog, WebContents } from 'electron';
import { crashWords, HUNG_MS, isGpuGivenUp, isRelaunched, whenPageGone, wordsAgain } from './crash-policy.ts';
import type { Log } from './log.ts';
import type { Language } from './words.ts';

type After = (ms: number, what: () => void) => () => void;

/** Returns how to call it off. */
const afterwards: After = (ms, what) => {
  const timer = setTimeout(what, ms);
  return () => clearTimeout(timer);
};

export interface CrashesOptions {
  /** Monotonic ms. */
  readonly now: () => number;
  readonly language: () => Language;
  readonly tell: (sentence: string) => void;
  readonly note: (line: string) => void;
  readonly after?: After;
}

/** `name` is for the log. The page that comes back asks for its port anew. */
export function watchPage(
  name: string,
  page: Pick<WebContents, 'on' | 'reload' | 'forcefullyCrashRenderer' | 'isDestroyed'>,
  { now, language, tell, note, after = afterwards }: CrashesOptions,
): void {
  const goneAt: number[] = [];
  let callOffReload = (): void => undefined;
  let callOffEnd = (): void => undefined;
  page.on('render-process-gone', (_event, { reason, exitCode }) => {
    callOffEnd();
    callOffReload();
    const at = now();
    const decision = whenPageGone(reason, goneAt, at);
    if (decision.does === 'nothing') return;
    goneAt.push(at);
    note(`The process of the ${name} ended (${reason}, ${exitCode}): ${decision.does}.`);
    if (decision.does === 'give-up') tell(crashWords(language()).page);
    else
      callOffReload = after(decision.afterMs, () => {
        if (!page.isDestroyed()) page.reload();
      });
  });
  page.on('unresponsive', () => {
    callOffEnd();
    callOffEnd = after(HUNG_MS, () => {
      note(`The ${name} hung for ${HUNG_MS / 1000} s.`);
      // What hangs does not load anew; what has ended does.
      if (!page.isDestroyed()) page.forcefullyCrashRenderer();
    });
  });
  page.on('responsive', () => callOffEnd());
  page.on('destroyed', () => {
    callOffEnd();
    callOffReload();
  });
}

/** @param giveUp remembers that the next start is to do without it */
export function watchGpu(
  app: Pick<App, 'on'>,
  giveUp: () => void,
  { now, language, tell, note }: CrashesOptions,
): void {
  const faultsAt: number[] = [];
  let isGivenUp = false;
  app.on('child-process-gone', (_event, { type, reason, exitCode }) => {
    if (type !== 'GPU' || reason === 'clean-exit' || isGivenUp) return;
    const at = now();
    faultsAt.push(at);
    note(`The graphics process ended (${reason}, ${exitCode}).`);
    if (!isGpuGivenUp(faultsAt, at)) return;
    isGivenUp = true;
    giveUp();
    tell(crashWords(language()).gpu);
  });
}

export interface FaultOptions {
  readonly app: Pick<App, 'exit'>;
  readonly dialog: Pick<Dialog, 'showErrorBox'>;
  readonly process: Pick<NodeJS.Process, 'on' | 'argv' | 'uptime' | 'stdout' | 'stderr'>;
  readonly language: () => Language;
  readonly log: Log;
  /** Shown without waiting for anybody. */
  readonly tell: (sentence: string) => void;
  /** Ends the windows and the core in order. */
  readonly close: () => Promise<void>;
  readonly startAnew: (args: readonly string[]) => void;
  readonly after?: After;
}

/** Whoever is away must find the clock running: so long is waited for an orderly end, ms. */
const CLOSE_MS = 3000;
/** EX_SOFTWARE of sysexits.h: as the command ends when it met a bug. */
const EXIT_CODE = 70;

/** Of the main process's own code: what is thrown and caught by nobody. */
export function watchFaults(options: FaultOptions): void {
  const { process, log } = options;
  let isEnding = false;
  const fail = (what: string, error: unknown) => {
    log.fault(what, error);
    if (isEnding) return;
    isEnding = true;
    void endAfterFault(options);
  };
  process.on('uncaughtException', (error) => fail('Thrown', error));
  process.on('unhandledRejection', (error) => fail('Rejected', error));
  // A terminal that was closed is nobody's fault.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
}

async function endAfterFault(options: FaultOptions): Promise<void> {
  const { app, dialog, process, language, log, tell, close, startAnew, after = afterwards } = options;
  const say = crashWords(language());
  const isAgain = isRelaunched(process.uptime() * 1000);
  if (isAgain) tell(say.again(log.file));
  const { promise: late, resolve } = Promise.withResolvers<undefined>();
  const callOff = after(CLOSE_MS, () => resolve(undefined));
  await Promise.race([close().then(() => log.close()), late]).catch((error: unknown) =>
    log.fault('While ending', error),
  );
  callOff();
  // A box would wait for somebody to close it, and the next event would not.
  if (isAgain) startAnew(wordsAgain(process.argv));
  else dialog.showErrorBox('Ticketime', say.ends(log.file));
  app.exit(EXIT_CODE);
}
