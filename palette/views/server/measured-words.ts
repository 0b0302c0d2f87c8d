/** What a sync found, and what a drift comes to, in sentences. */
import { offsetWords, plusMinus, signedSpan, span } from '../../../overlay/page/figures.ts';
import { language, words } from '../../../overlay/page/language.svelte.ts';
import type { Output } from '../../../api/client/client.ts';
import { perDay, type Slope } from '../../charts/per-day.ts';

export type Detail = Output<'showServer'>;
export type Estimate = NonNullable<Detail['estimate']>;

const text = words(
  {
    found: (offset: string, accuracy: string, requests: number) =>
      `Found: ${offset}, ${accuracy}, by ${requests} requests.`,
    instead: (offset: string, accuracy: string) =>
      `This server’s own clock could not be read; by standard time ${offset}, ${accuracy}.`,
    cdn: (name: string) => `${name} answers in front of the site’s own server.`,
    honest: 'Its Date changes when its second does.',
    lagging: 'Its Date changes later than its second.',
    unknown: 'Whether its Date changes with its second is not known.',
    ifHonest: (accuracy: string) => `If it does, as with most servers, the ± is ${accuracy.slice(1)}.`,
    between: (low: string, high: string) => `between ${low} and ${high}`,
    gains: (name: string, rate: string, accuracy: string, ppm: string) =>
      `Against ${name} it gains ${rate} a day, ${accuracy} (${ppm}).`,
    loses: (name: string, rate: string, accuracy: string, ppm: string) =>
      `Against ${name} it loses ${rate} a day, ${accuracy} (${ppm}).`,
    steady: (name: string, rate: string, ppm: string) =>
      `Against ${name} no drift shows: it is less than ${rate} a day (${ppm}).`,
  },
  {
    found: (offset, accuracy, requests) => `측정 결과: ${offset}, ${accuracy} (요청 ${requests}개).`,
    instead: (offset, accuracy) =>
      `이 서버의 시계를 읽을 수 없어 표준시를 기준으로 했습니다: ${offset}, ${accuracy}.`,
    cdn: (name) => `${name} 서버가 사이트의 원본 서버 앞에서 응답합니다.`,
    honest: '초가 바뀌는 순간에 Date도 바뀝니다.',
    lagging: '초가 바뀐 뒤 늦게 Date가 바뀝니다.',
    unknown: '초가 바뀌는 순간에 Date도 바뀌는지 알 수 없습니다.',
    ifHonest: (accuracy) => `대부분의 서버처럼 함께 바뀐다면 오차는 ${accuracy}입니다.`,
    between: (low, high) => `${low} ~ ${high}`,
    gains: (name, rate, accuracy, ppm) =>
      `${name} 기준으로 하루에 ${rate}씩 빨라집니다(${accuracy}, ${ppm}).`,
    loses: (name, rate, accuracy, ppm) =>
      `${name} 기준으로 하루에 ${rate}씩 느려집니다(${accuracy}, ${ppm}).`,
    steady: (name, rate, ppm) =>
      `${name} 기준으로 뚜렷한 빨라짐이나 느려짐이 없습니다(하루 ${rate} 미만, ${ppm}).`,
  },
);

export function foundWords({ source, offsetMs, accuracyMs, samples }: Estimate): string {
  const offset = offsetWords(offsetMs, accuracyMs);
  return source === 'date-header'
    ? text().found(offset, plusMinus(accuracyMs), samples)
    : text().instead(offset, plusMinus(accuracyMs));
}

export function tickWords({ tick, accuracyMs, accuracyIfHonestMs }: Estimate): string {
  const isWorthIt = tick === 'unknown' && accuracyMs > 2 * accuracyIfHonestMs;
  return [text()[tick], isWorthIt && text().ifHonest(plusMinus(accuracyIfHonestMs))]
    .filter(Boolean)
    .join(' ');
}

/** What a network in front of the site says; null without one. */
export function cdnOf({
  cdn,
}: Estimate): { readonly name: string; readonly notice: string; readonly evidence: string } | null {
  if (typeof cdn?.name !== 'string') return null;
  const string = (value: unknown) => (typeof value === 'string' ? value : '');
  return { name: cdn.name, notice: string(cdn.notice), evidence: string(cdn.evidence) };
}

export function cdnWords(name: string): string {
  return text().cdn(name);
}

/** The clock of a network's edge, never mixed into the estimate; null when it was not read. */
export function edgeOf({
  edge,
}: Estimate): { readonly name: string; readonly offsetMs: number; readonly accuracyMs: number } | null {
  if (
    typeof edge?.name !== 'string' ||
    typeof edge.offsetMs !== 'number' ||
    typeof edge.accuracyMs !== 'number'
  )
    return null;
  return { name: edge.name, offsetMs: edge.offsetMs, accuracyMs: edge.accuracyMs };
}

/** What is less is told to the ms. */
const SECONDS_FROM_MS = 10_000;
/** As fine as those are said, ms. */
const SECONDS_STEP_MS = 10;

/** Outwards: what is proven must stay true when it is rounded. */
export function boundWords([lo, hi]: readonly [number, number]): string {
  const decimals = hi - lo < 20 ? 1 : 0;
  const outwards = (ms: number, round: (steps: number) => number) => {
    const step = Math.abs(ms) >= SECONDS_FROM_MS ? SECONDS_STEP_MS : 10 ** -decimals;
    return signedSpan(round(ms / step) * step, decimals, SECONDS_FROM_MS);
  };
  return text().between(outwards(lo, Math.floor), outwards(hi, Math.ceil));
}

export function driftWords(name: string, slope: Slope): string {
  const { rateMs, accuracyMs, isSeen, mostMs } = perDay(slope);
  const ppm = ppmWords(slope);
  if (!isSeen) return text().steady(name, span(mostMs), ppm);
  return (rateMs > 0 ? text().gains : text().loses)(name, span(Math.abs(rateMs)), plusMinus(accuracyMs), ppm);
}

function ppmWords({ skewPpm, accuracyPpm }: Slope): string {
  const decimals = accuracyPpm < 1 ? 2 : accuracyPpm < 10 ? 1 : 0;
  const step = 10 ** -decimals;
  const skew = skewPpm.toLocaleString(language(), {
    signDisplay: 'exceptZero',
    maximumFractionDigits: decimals,
  });
  const accuracy = (Math.ceil(accuracyPpm / step) * step).toLocaleString(language(), {
    maximumFractionDigits: decimals,
  });
  return `${skew} ±${accuracy} ppm`;
}
