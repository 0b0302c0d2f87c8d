/** What somebody else wrote, as one line for a terminal: nothing in it moves the cursor, or turns the direction of what stands beside. */
export const printable = (text: string): string => text.replaceAll(/[\p{Cc}\p{Bidi_Control}]+/gu, ' ');
