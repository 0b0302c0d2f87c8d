/** What is written, line by line. Pure. */
/** @import { Trigger } from 'ticketime/client' */

const BELL = '\x07';
/** It rings from this number on. */
const RINGS_FROM = 3;

/**
 * @param {string} name the event's
 * @param {number} number 0 is the moment itself
 * @param {{ isServerKnown: boolean, isTerminal: boolean }} how a log has no bell
 */
export function countLine(name, number, { isServerKnown, isTerminal }) {
  const by = isServerKnown ? '' : ', by this computer’s clock';
  const bell = isTerminal && number <= RINGS_FROM ? BELL : '';
  return `${printable(name)}: ${number === 0 ? 'now' : number}${by}${bell}`;
}

/** @param {Trigger} trigger */
export function firedLine({ name, latenessMs, clock, accuracyMs }) {
  const late = `${printable(name)}: fired ${figure(latenessMs)} ms late`;
  const margin = accuracyMs === null ? '' : ` ±${figure(accuracyMs)} ms`;
  switch (clock) {
    case 'server':
      return `${late}, by the server’s clock${margin}.`;
    case 'standard-time':
      return `${late}, by standard time${margin}: nothing is known of the server’s clock.`;
    case 'local':
      return `${late}, by this computer’s clock: nothing is known of the server’s.`;
  }
}

/** @param {number} ms */
const figure = (ms) => ms.toFixed(ms < 10 ? 1 : 0);

/** A name may hold whatever was typed; a terminal would obey some of it.
 * @param {string} name */
const printable = (name) => name.replaceAll(/\p{Cc}+/gu, ' ');
