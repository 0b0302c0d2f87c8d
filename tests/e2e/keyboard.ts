/** Hands on the keys, as of a person who has no mouse. */
import type { Locator } from 'playwright-core';
import { expect } from 'vitest';

/** More than any view has. */
const MOST_TABS = 80;

/** Something inside counts. */
export async function isFocused(place: Locator): Promise<boolean> {
  return (await place.and(place.page().locator(':focus-within')).count()) > 0;
}

/** Goes there from wherever the focus is. */
export async function tabTo(place: Locator, key: 'Tab' | 'Shift+Tab' = 'Tab'): Promise<void> {
  await place.waitFor();
  for (let tabs = 0; tabs < MOST_TABS && !(await isFocused(place)); tabs++)
    await place.page().keyboard.press(key);
  expect(await isFocused(place), `reached by ${key}: ${place.toString()}`).toBe(true);
}

/** In the place of what stands there. */
export async function typeInto(
  place: Locator,
  text: string,
  key: 'Tab' | 'Shift+Tab' = 'Tab',
): Promise<void> {
  const { keyboard } = place.page();
  await tabTo(place, key);
  await keyboard.press('Control+A');
  if (text === '') await keyboard.press('Delete');
  else await keyboard.type(text);
}

/** The parts of a date stand in the order of the browser's own language, whatever that of the page is. */
export async function typeDate(place: Locator, date: string): Promise<void> {
  const { keyboard } = place.page();
  const [year = '', month = '', day = ''] = date.split('-');
  for (const parts of [
    [month, day, year],
    [day, month, year],
    [year, month, day],
  ]) {
    // To the first part of it, from wherever in it the focus is.
    for (let tabs = 0; tabs < MOST_TABS && (await isFocused(place)); tabs++)
      await keyboard.press('Shift+Tab');
    await keyboard.press('Tab');
    await keyboard.type(parts.join(''));
    if ((await place.inputValue()) === date) return;
  }
  expect(await place.inputValue()).toBe(date);
}
