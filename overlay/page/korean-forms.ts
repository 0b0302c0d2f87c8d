/** Korean sentences that are made from the forms of the English ones. */

/** A sentence, or how it is made from the English one. */
export type Korean = string | ((english: string) => string);
export type Form = readonly [english: RegExp, korean: (...parts: string[]) => string];

/** The first form that the English sentence has; its parts are the pattern's groups. */
export function forms(...all: readonly Form[]): (english: string) => string {
  return (english) => {
    for (const [pattern, korean] of all) {
      const match = pattern.exec(english);
      if (match) return korean(...match.slice(1).map((part: string | undefined) => part ?? ''));
    }
    return english;
  };
}

export const form = (english: RegExp, korean: Form[1]) => forms([english, korean]);
