/** What is read over the tray's icon: one line of the first server and the next event. Pure. */
import type { CoreState } from '../../api/client/state.ts';
import type { ScheduledEvent } from '../../api/protocol/event.ts';
import { readAt } from '../../api/protocol/reading.ts';
import type { ServerSummary } from '../../api/protocol/server.ts';
import { firstServer, trayState } from './tray-state.ts';
import { words, type Language } from './words.ts';

export interface TooltipContent {
  readonly core: CoreState | null;
  readonly language: Language;
  /** By the core's wall clock, ms since the Unix epoch; null while that is not known. */
  readonly nowEpochMs: number | null;
  /** By the core's monotonic clock, ms. Without it no ± is said, for each grows with its age. */
  readonly coreAt: number | null;
}

/** Windows shows 127 characters at the most, and a name may have a hundred. */
const MOST_OF_A_NAME = 40;

const text = words(
  {
    empty: 'Ticketime: no server yet',
    none: 'nothing is known of its clock yet',
    busy: 'being measured',
    good: 'good',
    fair: 'standard time stands in',
    poor: 'measure again',
    practice: 'Practice server',
    in: (name: string, minutes: number) => `${name} in ${span(minutes, [' d', ' h', ' min'])}`,
    s: 's',
  },
  {
    empty: 'Ticketime: 아직 서버가 없습니다',
    none: '아직 측정값이 없습니다',
    busy: '측정 중',
    good: '정상',
    fair: '표준시로 대신합니다',
    poor: '다시 동기화가 필요합니다',
    practice: '연습 서버',
    in: (name, minutes) => `${name} ${span(minutes, ['일', '시간', '분'])} 뒤`,
    s: '초',
  },
);

/** One line, as in: a.example: good, ±3 ms · Sale in 1 h 20 min. */
export function trayTooltip(content: TooltipContent): string {
  const { core, language, nowEpochMs } = content;
  const say = text(language);
  const server = firstServer(core);
  if (!server) return say.empty;
  const event = nextEvent(core, nowEpochMs);
  const health = [say[trayState(server)], ...plusMinus(server, content)].join(', ');
  return [
    `${short(serverName(server, language))}: ${health}`,
    ...(event ? [say.in(short(event.name), Math.ceil(event.inMs / 60_000))] : []),
  ].join(' · ');
}

/** The practice server's is the core's own, in English: it is said in the person's language. */
export function serverName(
  { practice, name }: Pick<ServerSummary, 'practice' | 'name'>,
  language: Language,
): string {
  return practice ? text(language).practice : name;
}

/** The nearest that is still to come, and how long that is, ms. */
export function nextEvent(
  core: CoreState | null,
  nowEpochMs: number | null,
): (ScheduledEvent & { readonly inMs: number }) | null {
  if (!core || nowEpochMs === null) return null;
  const toCome = [...core.events.values()].flatMap((event) => {
    const inMs = event.dueEpochMs === null ? 0 : event.dueEpochMs - nowEpochMs;
    return inMs > 0 ? [{ ...event, inMs }] : [];
  });
  return toCome.sort((one, other) => one.inMs - other.inMs).at(0) ?? null;
}

/** With as many places as the pages give it. Rounded up, never down: it must stay true. */
function plusMinus({ reading }: ServerSummary, { coreAt, language }: TooltipContent): string[] {
  if (!reading || coreAt === null) return [];
  const { accuracyMs } = readAt(reading, coreAt);
  const [value, unit, places] =
    accuracyMs < 1000
      ? [accuracyMs, 'ms', accuracyMs < 1 ? 2 : accuracyMs < 10 ? 1 : 0]
      : [accuracyMs / 1000, text(language).s, 1];
  return [`±${(Math.ceil(value * 10 ** places - 1e-9) / 10 ** places).toFixed(places)} ${unit}`];
}

const short = (name: string) =>
  name.length > MOST_OF_A_NAME ? `${name.slice(0, MOST_OF_A_NAME - 1)}…` : name;

/** The two greatest parts that are not nothing. */
function span(minutes: number, [day, hour, minute]: readonly [string, string, string]): string {
  const parts: [number, string][] = [
    [Math.floor(minutes / 1440), day],
    [Math.floor(minutes / 60) % 24, hour],
    [minutes % 60, minute],
  ];
  const from = parts.findIndex(([count]) => count > 0);
  return parts
    .slice(from, from + 2)
    .filter(([count]) => count > 0)
    .map(([count, unit]) => `${count}${unit}`)
    .join(' ');
}
