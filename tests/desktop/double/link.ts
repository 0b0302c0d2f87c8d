/** The app's end of the way to the test. */
import type { Commands, CommandName, ToApp, ToTest } from './messages.ts';

type Listener<T extends ToApp['type']> = (message: Extract<ToApp, { type: T }>) => void;
type Doer<N extends CommandName> = (
  input: Commands[N]['input'],
) => Commands[N]['output'] | Promise<Commands[N]['output']>;

const listeners = new Map<string, (message: never) => void>();
const doers = new Map<string, (input: never) => unknown>();
let count = 0;

export const nextId = (): number => (count += 1);

export function say(message: ToTest): void {
  if (process.connected) process.send?.(message);
}

/** One listener for each type. */
export function hear<T extends ToApp['type']>(type: T, listener: Listener<T>): void {
  listeners.set(type, listener);
}

export function onCommand<N extends CommandName>(name: N, doer: Doer<N>): void {
  doers.set(name, doer);
}

process.on('message', (message: ToApp) => {
  if (message.type === 'command') void command(message.id, message.name, message.input);
  else listeners.get(message.type)?.(message as never);
});
// The way to the test keeps nobody from ending.
process.channel?.unref();
process.on('disconnect', () => process.exit(75));

async function command(id: number, name: CommandName, input: unknown): Promise<void> {
  try {
    const doer = doers.get(name);
    if (!doer) throw new Error(`The double does not know the command ${name}.`);
    say({ type: 'commanded', id, ok: true, value: await doer(input as never) });
  } catch (error) {
    say({ type: 'commanded', id, ok: false, value: String(error) });
  }
}
