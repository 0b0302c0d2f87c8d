import { UsageError, type Arguments } from './arguments.ts';

/** Where the core listens, unless told otherwise. */
export const DEFAULT_PORT = 27182;

/** What `--port` says, if anything. */
export function portOf(command: string, args: Arguments): number | undefined {
  const port = args.number('port');
  if (port !== undefined && (!Number.isInteger(port) || port < 0 || port > 65_535))
    throw new UsageError(
      'bad-port',
      'The port must be a whole number from 1 to 65535, or 0 for any that is free.',
      command,
    );
  return port;
}
