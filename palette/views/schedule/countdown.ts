/** Time left as digits, after its days in words: 2 d 03:04:05. Whole seconds, never told too few: it reads 0 when there is nothing left. Pure. */
export function timeLeft(ms: number, inDays: (days: number) => string): string {
  const seconds = Math.max(0, Math.ceil(ms / 1000));
  const pad = (value: number) => String(value).padStart(2, '0');
  const [days, hours, minutes] = [
    Math.floor(seconds / 86_400),
    Math.floor(seconds / 3600) % 24,
    Math.floor(seconds / 60) % 60,
  ];
  const clock = `${pad(minutes)}:${pad(seconds % 60)}`;
  if (days > 0) return `${inDays(days)} ${pad(hours)}:${clock}`;
  return hours > 0 ? `${hours}:${clock}` : clock;
}
