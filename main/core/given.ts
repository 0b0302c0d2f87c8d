/** What was given of some wishes: an absent one says nothing. */
export function given<T extends object>(wishes: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  const entries = Object.entries(wishes).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as { [K in keyof T]: Exclude<T[K], undefined> };
}
