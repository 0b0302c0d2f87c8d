/** How much memory, as people read it; 1024 to a step. Pure. */
const UNITS = ['B', 'kB', 'MB', 'GB'];

export function inBytes(bytes: number, language: string): string {
  let [value, step] = [bytes, 0];
  while (value >= 1024 && step < UNITS.length - 1) [value, step] = [value / 1024, step + 1];
  const decimals = step > 0 && value < 10 ? 1 : 0;
  return `${value.toLocaleString(language, { maximumFractionDigits: decimals })} ${UNITS[step] ?? ''}`;
}
