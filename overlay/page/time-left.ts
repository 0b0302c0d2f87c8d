/**
 * Time left as digits, after its days in words: 2 d 03:04:05, 3:04:05, 04:05. Whole seconds, rounded up: it reads nothing only when
 * nothing is left. Pure.
 */
export function timeLeft(ms: number, inDays: (days: number) => string): string {
  // An epoch in ms is no finer than this.
  const seconds = Math.max(0, Math.ceil(ms / 1000 - 1e-6));
  const [days, hours, minutes] = [
    Math.floor(seconds / 86_400),
    Math.floor(seconds / 3600) % 24,
    Math.floor(seconds / 60) % 60,
  ];
  const two = (value: number) => String(value).padStart(2, '0');
  const rest = `${two(minutes)}:${two(seconds % 60)}`;
  if (days > 0) return `${inDays(days)} ${two(hours)}:${rest}`;
  return hours > 0 ? `${hours}:${rest}` : rest;
}
