/** Values made from others by small and large mistakes, seeded. */
import type { Random } from '../../../main/practice/random.ts';

export const pick = <T>(random: Random, from: readonly T[]): T => from[Math.floor(random() * from.length)];

export function someBytes(random: Random, most: number): Buffer {
  return Buffer.from(Array.from({ length: Math.floor(random() * most) }, () => Math.floor(random() * 256)));
}

/** What no field wants, though some may take it. */
const ODD: readonly unknown[] = [
  null, true, false, 0, -0, -1, 1.5, 1e308, -1e308, 2 ** 53, 5e-324, '', ' ', 'a', '0', '-1', '1e3', 'NaN', 'null',
  '__proto__', 'constructor', '../../etc/passwd', '{{event}}', '\u0000', '\ud800', '시계', '𝕏', 'a'.repeat(5000),
  'http://169.254.169.254/', 'javascript:alert(1)', 'file:///etc/passwd', '2026-02-30T25:61', '9999-12-31T23:59', 'Asia/Nowhere',
  [], [[]], [null], {}, { a: 1 }, { id: 'abcd' }, { then: 1 }, { toJSON: 1 }, { length: 3 }, Array.from({ length: 1000 }, () => 0),
]; // prettier-ignore

/** A copy with one to three mistakes in it. */
export function mutated(value: unknown, random: Random): unknown {
  let result = structuredClone(value);
  for (let left = 1 + Math.floor(random() * 3); left > 0; left -= 1) result = mistaken(result, random);
  return result;
}

function mistaken(value: unknown, random: Random): unknown {
  if (typeof value !== 'object' || value === null) return random() < 0.7 ? odd(random) : near(value, random);
  const keys = Object.keys(value);
  const chance = random();
  if (chance < 0.08) return odd(random);
  if (chance < 0.25 || keys.length === 0) return withNew(value, random);
  const key = pick(random, keys);
  const copy = (Array.isArray(value) ? [...(value as unknown[])] : { ...value }) as Record<string, unknown>;
  if (chance < 0.35) Reflect.deleteProperty(copy, key);
  else copy[key] = mistaken(copy[key], random);
  return copy;
}

const odd = (random: Random) =>
  random() < 0.05 ? nested(Math.floor(random() * 60)) : structuredClone(pick(random, ODD));

/** Almost what it was. */
function near(value: unknown, random: Random): unknown {
  if (typeof value === 'number') return value + pick(random, [-1, 1, 0.5, -1e6, 1e6]);
  if (typeof value !== 'string') return [value];
  const at = Math.floor(random() * (value.length + 1));
  return (
    value.slice(0, at) + pick(random, ['', 'A', '/', '%', '\u0000', '"', ' ', 'é']) + value.slice(at + 1)
  );
}

function withNew(value: object, random: Random): unknown {
  if (Array.isArray(value)) return [...(value as unknown[]), odd(random)];
  const name = pick(random, [
    'extra',
    '__proto__',
    'constructor',
    'id',
    'name',
    'type',
    '',
    'a.b',
    'toString',
  ]);
  const copy = { ...value };
  // As JSON.parse does it: a field like any other, whatever its name.
  Object.defineProperty(copy, name, {
    value: odd(random),
    enumerable: true,
    configurable: true,
    writable: true,
  });
  return copy;
}

function nested(depth: number): unknown {
  let value: unknown = 1;
  for (let left = depth; left > 0; left -= 1) value = left % 2 ? [value] : { a: value };
  return value;
}
