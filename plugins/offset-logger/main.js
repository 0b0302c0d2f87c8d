/** Writes a row of CSV for each new estimate into the working folder. */
import { connect } from 'ticketime/client';
import { fileOf, rowOf } from './csv.js';
import { addRow } from './month-file.js';

/** Rows that wait for a disk that takes them again. */
const MOST_WAITING = 1000;

const { TICKETIME_ADDRESS: url = 'http://127.0.0.1:27182', TICKETIME_TOKEN: token = '' } = process.env;
const client = connect({ url, token, topics: ['servers', 'estimates'] });

/** @type {{ file: string, row: string }[]} */
const waiting = [];

function writeWaiting() {
  for (let next = waiting.at(0); next; next = waiting.at(0)) {
    try {
      const torn = addRow(next.file, next.row);
      if (torn !== null)
        console.error(`The last row of ${next.file} was not whole and was taken off: ${torn}`);
    } catch (error) {
      const { code = 'unknown error' } = /** @type {NodeJS.ErrnoException} */ (error);
      console.error(
        `${next.file} could not be written (${code}): make room for it, or make it writable; what waits (${waiting.length}) is written with the next estimate.`,
      );
      return;
    }
    waiting.shift();
  }
}

// The hello's snapshot holds what was estimated before; only what is told after it is new.
client.on('estimate', ({ serverId, estimate, reading }) => {
  if (!estimate) return; // the reading alone was stated anew
  const server = client.state.current?.servers.get(serverId);
  waiting.push({ file: fileOf(estimate), row: rowOf(estimate, reading, server) });
  if (waiting.length > MOST_WAITING) waiting.shift();
  writeWaiting();
});
client.onState((state) => {
  if ('why' in state) console.error(state.why);
  if (state.is === 'ended') process.exit(1);
});
// A row is written in one go, so that an end never comes in the middle of one.
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(0));
