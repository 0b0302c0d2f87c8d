/** Labels in a row that must not cover each other: each as near to what it names as the others let it be. */
import type { Range } from './scale.ts';

export interface Wish {
  /** Where its middle would like to be, px. */
  readonly at: number;
  readonly width: number;
}

interface Cluster {
  readonly members: readonly Wish[];
  readonly width: number;
  /** Its left edge. */
  readonly start: number;
}

/** The middles, in the order of the wishes, which must go from left to right. Where there is too little room they begin at its left. */
export function spread(wishes: readonly Wish[], room: Range, gap: number): number[] {
  const clusters: Cluster[] = [];
  for (const wish of wishes) {
    let cluster = settle([wish], room, gap);
    // Those that touch move as one, to where the sum of the squares of what they are off is least.
    for (
      let before = clusters.at(-1);
      before && before.start + before.width + gap > cluster.start;
      before = clusters.at(-1)
    ) {
      clusters.pop();
      cluster = settle([...before.members, ...cluster.members], room, gap);
    }
    clusters.push(cluster);
  }
  return clusters.flatMap(({ members, start }) => middles(members, gap).map((middle) => start + middle));
}

function settle(members: readonly Wish[], [from, to]: Range, gap: number): Cluster {
  const width = members.reduce((sum, member) => sum + member.width + gap, -gap);
  const within = middles(members, gap);
  const wished = members.reduce((sum, { at }, i) => sum + at - (within[i] ?? 0), 0) / members.length;
  return { members, width, start: Math.max(from, Math.min(to - width, wished)) };
}

/** From the left edge of all. */
function middles(members: readonly Wish[], gap: number): number[] {
  let edge = 0;
  return members.map(({ width }) => {
    const middle = edge + width / 2;
    edge += width + gap;
    return middle;
  });
}

/** About how wide a text is at 12 px in a wide system face, px: rather too wide than too narrow. Hangul is as wide as it is high. */
export function textWidth(text: string): number {
  return Array.from(text).reduce((sum, letter) => sum + letterWidth(letter), 0);
}

function letterWidth(letter: string): number {
  if (letter > '\u1100') return 12.5;
  if (/[.,: ]/.test(letter)) return 4.5;
  return /[mw+\u00b1]/.test(letter) ? 11.8 : 8.2;
}
