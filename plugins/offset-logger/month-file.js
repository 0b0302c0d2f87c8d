/** A file that rows are only ever added to, whole ones. */
import { appendFileSync, closeSync, fstatSync, ftruncateSync, openSync, readSync, statSync } from 'node:fs';
import { HEADER } from './csv.js';

/** No row is longer than this: a name has 100 characters, an address 2048. */
const LONGEST_ROW = 16_384;

/**
 * Adds a row, below the header where the file is new; it is on the disk when this returns. Throws what the system says.
 *
 * @param {string} file
 * @param {string} row
 * @returns {string | null} what a power failure left of an earlier row, and was taken off
 */
export function addRow(file, row) {
  const torn = isEmpty(file) ? null : takeTornOff(file);
  // Written through to the disk: `fsync` is none of what Node's permission model leaves to a plugin.
  appendFileSync(file, isEmpty(file) ? HEADER + row : row, { flag: 'as' });
  return torn;
}

/** @param {string} file */
const isEmpty = (file) => !statSync(file, { throwIfNoEntry: false })?.size;

/** @param {string} file */
function takeTornOff(file) {
  const descriptor = openSync(file, 'r+');
  try {
    const { size } = fstatSync(descriptor);
    const end = Buffer.alloc(Math.min(size, LONGEST_ROW));
    readSync(descriptor, end, 0, end.length, size - end.length);
    // A person's editor may have left other line ends; all of them have this.
    const wholeBytes = end.lastIndexOf('\n') + 1;
    if (wholeBytes === end.length) return null;
    ftruncateSync(descriptor, size - end.length + wholeBytes);
    return end.toString('utf8', wholeBytes);
  } finally {
    closeSync(descriptor);
  }
}
