/** Single keys from a terminal, while somebody watches. */

/** Calls `onKey` for each key that is pressed; returns what ends that. Without a terminal there are no keys. */
export function listenToKeys(onKey: (key: string) => void): () => void {
  const { stdin } = process;
  if (!stdin.isTTY) return () => undefined;
  const listener = (chunk: Buffer) => {
    for (const key of chunk.toString('latin1')) {
      // In raw mode Ctrl-C is a key like any other: make it what it usually is.
      if (key === '\x03') process.emit('SIGINT', 'SIGINT');
      else onKey(key);
    }
  };
  stdin.setRawMode(true);
  stdin.on('data', listener);
  return () => {
    stdin.off('data', listener);
    stdin.setRawMode(false);
    stdin.pause();
  };
}
