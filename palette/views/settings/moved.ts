/** The list with one of its entries a place nearer to the start (-1) or the end (1); itself when there is no such place. Pure. */
export function moved<T>(list: readonly T[], from: number, by: -1 | 1): T[] {
  const next = [...list];
  const [one, other] = [list[from], list[from + by]];
  if (one === undefined || other === undefined) return next;
  [next[from], next[from + by]] = [other, one];
  return next;
}
