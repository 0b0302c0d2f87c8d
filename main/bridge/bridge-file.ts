/**
 * `bridge.json` in the data folder, while a core runs: where it is served, and the person's own token, which opens everything.
 * This person alone may read it; the token is made anew at each start, and kept nowhere else.
 */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { writeWhole } from '../../api/server/whole-file.ts';
import { Failure } from '../failure.ts';

export interface BridgeFile {
  readonly pid: number;
  /** As in http://127.0.0.1:27182. */
  readonly address: string;
  readonly token: string;
}

const pathIn = (folder: string) => join(folder, 'bridge.json');

export function writeBridgeFile(folder: string, file: BridgeFile): void {
  try {
    writeWhole(pathIn(folder), `${JSON.stringify(file)}\n`);
  } catch (error) {
    throw new Failure(
      'bridge-file-unwritable',
      `${pathIn(folder)} could not be written (${(error as Error).message}), so no command could find this core: make the folder writable, or name another with --data-dir.`,
      { cause: error },
    );
  }
}

export function removeBridgeFile(folder: string): void {
  rmSync(pathIn(folder), { force: true });
}
