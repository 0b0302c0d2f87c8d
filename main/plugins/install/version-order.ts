/** Which of two versions is the newer one (Semantic Versioning 2.0.0, section 11). Pure. */

/** Whether `one` comes after `other`; build metadata counts for nothing. */
export function isNewer(one: string, other: string): boolean {
  return compare(partsOf(one), partsOf(other)) > 0;
}

interface Parts {
  readonly numbers: readonly string[];
  /** What follows a hyphen; null of a release. */
  readonly pre: readonly string[] | null;
}

function partsOf(version: string): Parts {
  const [plain] = version.split('+');
  const at = plain.indexOf('-');
  return at < 0
    ? { numbers: plain.split('.'), pre: null }
    : { numbers: plain.slice(0, at).split('.'), pre: plain.slice(at + 1).split('.') };
}

function compare(one: Parts, other: Parts): number {
  const byNumbers = compareAll(one.numbers, other.numbers);
  if (byNumbers !== 0) return byNumbers;
  if (one.pre === null || other.pre === null) return Number(one.pre === null) - Number(other.pre === null);
  return compareAll(one.pre, other.pre);
}

/** The first that differs decides; of two that agree as far as the shorter goes, the longer one is newer. */
function compareAll(one: readonly string[], other: readonly string[]): number {
  for (const [i, part] of one.entries()) {
    if (i >= other.length) return 1;
    const order = compareOne(part, other[i]);
    if (order !== 0) return order;
  }
  return one.length - other.length;
}

/** Numbers by their size and before words, words by their characters. */
function compareOne(one: string, other: string): number {
  const isNumber = (part: string) => /^\d+$/.test(part);
  if (isNumber(one) !== isNumber(other)) return isNumber(one) ? -1 : 1;
  if (isNumber(one)) return Number(one) - Number(other);
  return one < other ? -1 : one > other ? 1 : 0;
}
