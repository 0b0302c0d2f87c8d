import { expect, test, vi } from 'vitest';
import type { ServerSummary } from '../../../api/client/client.ts';
import type { Command } from '../../../palette/commands/command.ts';
import { results, searchedCommand, searchedServer, type Searched } from '../../../palette/home/results.ts';

const NOW = { year: 2026, month: 12, day: 22, hour: 15, minute: 30 };

function server(id: string, name: string, url: string, favourite = false) {
  const summary = { id, name, url, favourite } as ServerSummary;
  return searchedServer(summary, name);
}

function command(id: string, name: string, also = '') {
  const given: Command = { id, name, also, keys: '', run: () => undefined };
  return searchedCommand(given);
}

const SEARCHED: Searched = {
  servers: [
    server('aaaa', '수강신청', 'https://sugang.snu.ac.kr/', true),
    server('bbbb', 'tickets.interpark.com', 'https://tickets.interpark.com/'),
  ],
  commands: [command('settings', '설정', 'settings preferences'), command('sync', 'Sync now')],
};
const keys = (text: string, searched = SEARCHED) => results(searched, text, NOW).map(({ key }) => key);

test('nothing typed: servers in their order, then commands', () => {
  expect(keys('')).toEqual(['server-aaaa', 'server-bbbb', 'command-settings', 'command-sync']);
});

test('a host that is not there is offered first, one that is there is not', () => {
  expect(keys('www.naver.com')[0]).toBe('add');
  expect(keys('tickets.interpark.com')[0]).toBe('server-bbbb');
  expect(keys('http://127.0.0.1:8080/')[0]).toBe('add');
  expect(keys('localhost:3000')[0]).toBe('add');
});

test('a server is found by its address in whole, and what is no address is left to the core to refuse', () => {
  expect(keys('https://tickets.interpark.com/goods/1?a=b')[0]).toBe('server-bbbb');
  expect(keys('http://')[0]).toBe('add');
  expect(keys('ftp://x.test')[0]).toBe('add');
});

test('words are no host', () => {
  expect(keys('melon ticket')).not.toContain('add');
  expect(keys('e.g. this')).not.toContain('add');
});

test('a known site is found by its Korean name, by initial consonants, and in English', () => {
  expect(keys('멜론')).toContain('site-ticket.melon.com');
  expect(keys('ㅁㄹㅌㅋ')).toContain('site-ticket.melon.com');
  expect(keys('yes24')).toContain('site-ticket.yes24.com');
});

test('a server that is registered is found by the name of its site as well', () => {
  expect(keys('인터파크')).toEqual(['server-bbbb']);
  expect(keys('ㅇㅌㅍㅋ')).toEqual(['server-bbbb']);
});

test('a time offers an event, with the server that is named', () => {
  expect(results(SEARCHED, '20:00 interpark', NOW)[0]).toMatchObject({
    is: 'event',
    time: '2026-12-22T20:00:00',
    server: { id: 'bbbb' },
  });
  expect(results(SEARCHED, '내일 20시', NOW)[0]).toMatchObject({ is: 'event', server: null });
});

test('the address of a server that stays as it is is read once, not at each letter', () => {
  const read = vi.spyOn(URL, 'parse');
  const known = server('cccc', 'Melon', 'https://ticket.melon.com/');
  expect(read).toHaveBeenCalledTimes(1);
  expect(keys('melon', { ...SEARCHED, servers: [...SEARCHED.servers, known] })).toEqual(['server-cccc']);
  expect(read).toHaveBeenCalledTimes(1);
  read.mockRestore();
});

test('commands come first when they fit better', () => {
  expect(keys('설정')[0]).toBe('command-settings');
});

test('no more rows than anybody reads, and commands after many servers all the same', () => {
  const servers = Array.from({ length: 500 }, (_, at) =>
    server(`id${at}`, `server ${at}`, `https://s${at}.test/`),
  );
  const many = { ...SEARCHED, servers };
  expect(keys('server', many).length).toBe(16);
  expect(keys('', many).slice(16)).toEqual(['command-settings', 'command-sync']);
});
