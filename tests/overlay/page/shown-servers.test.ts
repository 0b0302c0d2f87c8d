import { describe, expect, test } from 'vitest';
import type { ServerSummary } from '../../../api/client/client.ts';
import { inOrder, shownServers, withNextFirst } from '../../../overlay/page/shown-servers.ts';

const servers = ['aaaa', 'bbbb', 'cccc'].map((id) => ({ id }) as ServerSummary);
const ids = (of: readonly ServerSummary[]) => of.map(({ id }) => id);

test('favourites stand first, then all by name', () => {
  const named = (name: string, favourite: boolean) => ({ id: name, name, favourite }) as ServerSummary;
  const all = [named('Melon', false), named('Yes24', true), named('Interpark', false), named('Bugs', true)];
  expect(ids(inOrder(all))).toEqual(['Bugs', 'Yes24', 'Interpark', 'Melon']);
});

describe('which servers are shown', () => {
  test('those of the settings, in that order, as far as they exist', () => {
    expect(ids(shownServers(servers, ['cccc', 'gone', 'aaaa']))).toEqual(['cccc', 'aaaa']);
  });

  test('the first of all where the settings say none', () => {
    expect(ids(shownServers(servers, []))).toEqual(['aaaa']);
    expect(ids(shownServers(servers, ['gone']))).toEqual(['aaaa']);
    expect(shownServers([], [])).toEqual([]);
  });

  test('the next one takes the first row, and none stands twice', () => {
    expect(withNextFirst(servers, [])).toEqual(['bbbb']);
    expect(withNextFirst(servers, ['cccc'])).toEqual(['aaaa']);
    expect(withNextFirst(servers, ['aaaa', 'bbbb'])).toEqual(['bbbb', 'aaaa']);
    expect(withNextFirst([], [])).toEqual([]);
  });
});
