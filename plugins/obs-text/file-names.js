/** Which file a server's time is written to: its name, made safe for every system's folders. Pure. */

export const NEXT_EVENT = 'next-event.txt';

/** What Windows has other plans for, whatever the ending. */
const RESERVED = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i;
/** Of 255 that folders take; an id and the ending are added. */
const MOST_BYTES = 200;

/**
 * @param {Iterable<{ id: string, name: string }>} servers
 * @returns {Map<string, string>} the file by the server's id; servers that would share one have their ids in it
 */
export function fileNames(servers) {
  const safe = [...servers].map(({ id, name }) => ({ id, name: safeName(name) }));
  /** @param {string} name */
  const keyOf = (name) => name.toLowerCase(); // most people's folders do not tell a from A
  const taken = Map.groupBy(safe, ({ name }) => keyOf(name));
  return new Map(
    safe.map(({ id, name }) => {
      const isShared = (taken.get(keyOf(name))?.length ?? 0) > 1 || `${keyOf(name)}.txt` === NEXT_EVENT;
      return [id, isShared ? `${name} (${id}).txt` : `${name}.txt`];
    }),
  );
}

/** @param {string} name */
function safeName(name) {
  const plain = name
    .normalize('NFC')
    .replaceAll(/[<>:"/\\|?*\p{Cc}]/gu, '_')
    .replace(/^\./, '_')
    .replace(/[. ]+$/, '_');
  return shortened(RESERVED.test(plain) ? `_${plain}` : plain);
}

/** @param {string} name */
function shortened(name) {
  let short = '';
  for (const character of name) {
    if (Buffer.byteLength(short + character) > MOST_BYTES) break;
    short += character;
  }
  return short;
}
