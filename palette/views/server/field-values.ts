/** What a person writes into a server's fields, and what it means. */
const MS_A_MINUTE = 60_000;

/** Undefined: it is no number. A comma is a point, a true minus a hyphen. */
function numberIn(text: string): number | undefined {
  const plain = text.trim().replace(',', '.').replace('\u2212', '-');
  return /^[+-]?(\d+\.?\d*|\.\d+)$/.test(plain) ? Number(plain) : undefined;
}

/** ms; nothing is none. */
export function trimIn(text: string): number | undefined {
  return text.trim() === '' ? 0 : numberIn(text);
}

/** ms from minutes; nothing is the settings' own (null). */
export function intervalIn(text: string): number | null | undefined {
  if (text.trim() === '') return null;
  const minutes = numberIn(text);
  return minutes === undefined || minutes < 0 ? undefined : Math.round(minutes * MS_A_MINUTE);
}

export function intervalText(ms: number | null): string {
  return ms === null ? '' : String(Number((ms / MS_A_MINUTE).toFixed(3)));
}
