/** When updates are looked for, fetched and put in place: never within reach of an event. Pure. */
import type { UpdateState } from '../../api/protocol/desktop.ts';
import { isNear, type Moment } from './next-moment.ts';
import { words, type Language } from './words.ts';

/** Often enough for a mended fault to arrive the same day, seldom enough to burden nobody. */
export const CHECK_EVERY_MS = 6 * 3_600_000;
/** After one that failed, for a network that was not there yet at the start. */
export const RETRY_MS = 30 * 60_000;

export interface Installation {
  readonly platform: NodeJS.Platform;
  readonly isPackaged: boolean;
  /** It is an AppImage, or a portable program. */
  readonly isWrapped: boolean;
  /** Whether app-update.yml, which names the feed, lies beside the app. */
  readonly hasFeed: boolean;
}

/** A deb is the package manager's to update, a portable program the person's; who runs from sources has no version to leave. */
export function canUpdate({ platform, isPackaged, isWrapped, hasFeed }: Installation): boolean {
  if (!isPackaged || !hasFeed) return false;
  if (platform === 'linux') return isWrapped;
  return platform !== 'win32' || !isWrapped;
}

export interface Checked {
  /** Monotonic ms. */
  readonly at: number;
  readonly hasFailed: boolean;
}

/** @param now monotonic ms */
export function isCheckDue(checked: Checked | null, now: number, moment: Moment | null): boolean {
  if (isNear(moment)) return false;
  return checked === null || now - checked.at >= (checked.hasFailed ? RETRY_MS : CHECK_EVERY_MS);
}

export type Fetched = { readonly version: string; readonly isWhole: boolean } | null;

/** As it is told to the pages. */
export function updateState(fetched: Fetched, moment: Moment | null): UpdateState {
  if (!fetched) return { is: 'none' };
  const { version, isWhole } = fetched;
  if (!isWhole) return { is: 'fetching', version };
  return { is: 'ready', version, waitsFor: isNear(moment) ? moment.name : null };
}

const text = words(
  {
    near: (name: string) =>
      `“${name}” is near, so Ticketime is not restarted for an update now: try again when it is over.`,
    none: 'There is no update to put in place: one is told of as soon as it has been fetched.',
  },
  {
    near: (name) => `“${name}” 예약 시각이 가까워 지금은 업데이트하지 않습니다. 끝난 뒤 다시 시도하세요.`,
    none: '설치할 업데이트가 없습니다. 내려받으면 바로 알려 드립니다.',
  },
);

/** Why it cannot be put in place now, one sentence; null when it can. */
export function whyNotNow(state: UpdateState, language: Language): { code: string; message: string } | null {
  if (state.is !== 'ready') return { code: 'no-update', message: text(language).none };
  return state.waitsFor === null
    ? null
    : { code: 'event-near', message: text(language).near(state.waitsFor) };
}
