/** What is done when a part of the app ends or hangs: the clock is to be back before anybody misses it. Pure. */
import type { RenderProcessGoneDetails } from 'electron';
import { words, type Language } from './words.ts';

export type Reason = RenderProcessGoneDetails['reason'];

/** The first is brought back at once: a single fault is nobody's business. Then ever more patiently, ms. */
const RELOAD_AFTER_MS = [0, 1000, 5000, 30_000];
const WITHIN_MS = 60_000;
/** Chromium itself gives up the graphics processor, or the whole program, after a few more. */
const GPU_FAULTS = 3;
/** A page that draws nothing for so long is not merely busy. */
export const HUNG_MS = 20_000;
/** Sooner, it would only end the same way again. */
const RELAUNCH_FROM_MS = 60_000;

export type PageDecision =
  | { readonly does: 'nothing' }
  | { readonly does: 'reload'; readonly afterMs: number }
  | { readonly does: 'give-up' };

/** @param earlierAt when it was gone before, ms on the same clock as `now` */
export function whenPageGone(reason: Reason, earlierAt: readonly number[], now: number): PageDecision {
  // Its window was closed.
  if (reason === 'clean-exit') return { does: 'nothing' };
  // The program's own files have been changed: no reload mends that.
  if (reason === 'integrity-failure') return { does: 'give-up' };
  const afterMs = RELOAD_AFTER_MS.at(earlierAt.filter((at) => now - at < WITHIN_MS).length);
  return afterMs === undefined ? { does: 'give-up' } : { does: 'reload', afterMs };
}

/** Whether the next start is to do without it. */
export function isGpuGivenUp(faultsAt: readonly number[], now: number): boolean {
  return faultsAt.filter((at) => now - at < WITHIN_MS).length >= GPU_FAULTS;
}

export function isRelaunched(ranMs: number): boolean {
  return ranMs >= RELAUNCH_FROM_MS;
}

/** With what it is started again: a link that was handed over is not followed twice. */
export const wordsAgain = (argv: readonly string[]): string[] =>
  argv.slice(1).filter((arg) => !arg.startsWith('ticketime:'));

const text = words(
  {
    page: 'A window of Ticketime ended again and again, so it stays closed: quit Ticketime and start it anew; events still fire until then.',
    gpu: 'The graphics processor failed again and again, so Ticketime draws without it from its next start on.',
    ends: (file: string) =>
      `Ticketime met a fault of its own and ended, please report it: ${file} says what happened.`,
    again: (file: string) =>
      `Ticketime met a fault of its own and starts anew, please report it: ${file} says what happened.`,
  },
  {
    page: 'Ticketime의 창이 거듭 종료되어 다시 열지 않습니다. Ticketime을 끝내고 다시 실행하세요. 그때까지 예약은 그대로 실행됩니다.',
    gpu: '그래픽 처리 장치에 거듭 오류가 생겨, 다음에 시작할 때부터 사용하지 않고 화면을 그립니다.',
    ends: (file) => `Ticketime 내부 오류로 종료되었습니다. ${file} 파일에 기록해 두었으니 함께 알려 주세요.`,
    again: (file) =>
      `Ticketime 내부 오류로 다시 시작합니다. ${file} 파일에 기록해 두었으니 함께 알려 주세요.`,
  },
);

export const crashWords = (language: Language) => text(language);
