/** A folder that looks to electron-builder like Electron for Linux as it is unpacked: nothing in it runs, but its fuses can be set. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** What @electron/fuses looks for in a binary; then the wire's version, its length, and a digit for each fuse. */
const SENTINEL = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX';
/** Each the opposite of what is to be set; the ninth is none of ours. */
const WIRE = '101100111';

export function makeElectronDist(folder: string, version: string): void {
  mkdirSync(join(folder, 'locales'), { recursive: true });
  mkdirSync(join(folder, 'resources'));
  const binary = Buffer.concat([
    Buffer.from(`#!/bin/sh\nexit 0\n${SENTINEL}`),
    Buffer.from([1, WIRE.length]),
    Buffer.from(WIRE),
  ]);
  writeFileSync(join(folder, 'electron'), binary, { mode: 0o755 });
  writeFileSync(join(folder, 'version'), version);
  writeFileSync(join(folder, 'LICENSE'), 'A licence.\n');
  for (const language of ['de', 'en-US', 'ko']) writeFileSync(join(folder, `locales/${language}.pak`), '');
}
