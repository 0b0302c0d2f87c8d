/** What an event asks of a light, read from the action's input. Pure. */
/** @import { Action } from 'ticketime/client' */

export const KIND = 'led-bridge.light';

/**
 * @typedef {object} LightWish
 * @property {URL} url where the device takes its state
 * @property {readonly [number, number, number]} colour red, green, blue: 0 to 255
 * @property {number} seconds until it goes out; 0 leaves it on
 */

/**
 * The core has checked the fields' types; throws an Error with one sentence about what they say.
 *
 * @param {Action['input']} input
 * @returns {LightWish}
 */
export function readWish({ url = '', colour = '#ff0000', seconds = 10 }) {
  return { url: stateAddress(String(url)), colour: readColour(String(colour)), seconds: Number(seconds) };
}

/**
 * What is lit at a place, as WLED's JSON API has it (kno.wled.ge/interfaces/json-api): without a fade, plain, all selected segments.
 *
 * @param {LightWish['colour']} colour
 */
export const lit = (colour) => ({ on: true, bri: 255, tt: 0, seg: { on: true, fx: 0, col: [colour] } });
export const OUT = { on: false, tt: 0 };

/** @param {string} text */
function stateAddress(text) {
  const url = URL.parse(text);
  const isPlain = url && /^https?:$/.test(url.protocol) && !url.search && !url.hash && !url.username;
  if (!isPlain)
    throw new Error(
      `"${text}" is no address of a light: write it with nothing behind it, as in http://192.168.0.20.`,
    );
  url.pathname = `${url.pathname.replace(/\/$/, '')}/json/state`;
  return url;
}

/**
 * @param {string} text
 * @returns {LightWish['colour']}
 */
function readColour(text) {
  const [, red = '', green = '', blue = ''] = /^#([\da-f]{2})([\da-f]{2})([\da-f]{2})$/i.exec(text) ?? [];
  if (!blue) throw new Error(`"${text}" is no colour: write its red, green and blue as in #ff0000.`);
  return [parseInt(red, 16), parseInt(green, 16), parseInt(blue, 16)];
}
