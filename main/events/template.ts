/** Fills in a webhook's body. Pure. */

export type Values = Readonly<Record<string, string | number | null>>;

const PLACE = /\{\{\s*(\w+)\s*\}\}/g;
const ONLY_PLACE = /^\{\{\s*(\w+)\s*\}\}$/;

/**
 * Any JSON, with each {{name}} in its texts filled in. A text that is nothing but one becomes the value itself, so that numbers stay
 * numbers. What has no value stays as it is written; keys are left alone.
 */
export function fillIn(template: unknown, values: Values): unknown {
  if (typeof template === 'string') return fillText(template, values);
  if (Array.isArray(template)) return template.map((part) => fillIn(part, values));
  if (typeof template !== 'object' || template === null) return template;
  return Object.fromEntries(Object.entries(template).map(([key, part]) => [key, fillIn(part, values)]));
}

function fillText(text: string, values: Values): string | number | null {
  const [, only = ''] = ONLY_PLACE.exec(text) ?? [];
  if (Object.hasOwn(values, only)) return values[only];
  return text.replace(PLACE, (place, name: string) =>
    Object.hasOwn(values, name) ? String(values[name] ?? 'unknown') : place,
  );
}
