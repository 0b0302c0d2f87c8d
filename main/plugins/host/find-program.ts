/** Where a program lies that is named without a path: the first of its name on the PATH that may be executed. */
import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';

export function findProgram(name: string, path = ''): string | null {
  const file = process.platform === 'win32' ? `${name}.exe` : name;
  const places = path.split(delimiter).filter((folder) => folder !== '');
  return places.map((folder) => join(folder, file)).find(isProgram) ?? null;
}

function isProgram(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}
