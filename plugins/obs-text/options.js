/** What a person may choose in `options.json`. Pure. */
import { EVENT_PARTS, TIME_PARTS } from './texts.js';

/**
 * @typedef {object} Options
 * @property {readonly string[] | null} servers ids or names; null is all
 * @property {string} time a server's time, with parts in braces
 * @property {string} unknown in its stead, as long as nothing is known of the server's clock
 * @property {string} event the next event, with parts in braces
 * @property {string} none in its stead, when there is none
 */

/** @type {Options} */
const DEFAULTS = {
  servers: null,
  time: '{HH}:{mm}:{ss}',
  unknown: '--:--:--',
  event: '{name} {left}',
  none: '',
};
/** @type {Record<'time' | 'unknown' | 'event' | 'none', readonly string[]>} */
const PARTS = { time: TIME_PARTS, unknown: [], event: EVENT_PARTS, none: [] };

const names = Object.keys(DEFAULTS);

/**
 * What cannot be used is left at its default, and told.
 *
 * @param {string | null} text of `options.json`; null when there is none
 * @returns {{ options: Options, problems: string[] }} each problem is one sentence
 */
export function readOptions(text) {
  if (text === null) return { options: DEFAULTS, problems: [] };
  const given = parsed(text);
  if (!given)
    return {
      options: DEFAULTS,
      problems: ['options.json is not one object of JSON: write it as in the README.'],
    };
  const problems = Object.entries(given).flatMap(([name, value]) => problemOf(name, value) ?? []);
  const usable = Object.entries(given).filter(([name, value]) => problemOf(name, value) === null);
  return { options: { ...DEFAULTS, ...Object.fromEntries(usable) }, problems };
}

/**
 * @param {string} text
 * @returns {Record<string, unknown> | null}
 */
function parsed(text) {
  try {
    /** @type {unknown} */
    const value = JSON.parse(text);
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
    return isObject ? /** @type {Record<string, unknown>} */ (value) : null;
  } catch {
    return null;
  }
}

/**
 * @param {string} name
 * @param {unknown} value
 * @returns {string | null}
 */
function problemOf(name, value) {
  if (name === 'servers')
    return isListOfTexts(value) ? null : 'options.json: "servers" must be a list of ids or names.';
  if (!isTextOption(name)) return `options.json: "${name}" is no option: there are ${names.join(', ')}.`;
  if (typeof value !== 'string') return `options.json: "${name}" must be a text.`;
  const known = PARTS[name];
  const parts = [...value.matchAll(/\{([^{}]*)\}/g)].map(([, part]) => part);
  const part = parts.find((one) => !known.includes(one));
  if (part === undefined) return null;
  const there = known.length ? `there are ${known.map((one) => `{${one}}`).join(', ')}` : 'it has no parts';
  return `options.json: "${name}" has no part {${part}}: ${there}.`;
}

/**
 * @param {string} name
 * @returns {name is keyof typeof PARTS}
 */
const isTextOption = (name) => Object.hasOwn(PARTS, name);

/** @param {unknown} value */
const isListOfTexts = (value) => Array.isArray(value) && value.every((one) => typeof one === 'string');
