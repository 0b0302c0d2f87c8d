/** What a person is told of an event that did not fire, or may not have. */
import { words } from './language.svelte.ts';

const text = words(
  {
    missed: (name: string) =>
      `“${name}” did not fire: its moment passed while this computer slept or Ticketime was not running.`,
    unsure: (name: string) =>
      `“${name}”: nobody can tell whether it fired, for Ticketime ended around its moment.`,
  },
  {
    missed: (name) =>
      `“${name}” 예약이 실행되지 않았습니다. 컴퓨터가 절전 중이거나 Ticketime이 꺼져 있는 동안 시각이 지났습니다.`,
    unsure: (name) => `“${name}” 예약의 실행 여부를 알 수 없습니다. 그 시각 무렵 Ticketime이 종료되었습니다.`,
  },
);

export function missedWords({ name, outcome }: { readonly name: string; readonly outcome: string }): string {
  return outcome === 'unsure' ? text().unsure(name) : text().missed(name);
}
