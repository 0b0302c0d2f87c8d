import { describe, expect, test } from 'vitest';
import { fileNames } from '../../../plugins/obs-text/file-names.js';
import { readOptions } from '../../../plugins/obs-text/options.js';
import { eventText, timeText } from '../../../plugins/obs-text/texts.js';

const EVENING = Date.parse('2026-12-24T15:04:05.999Z');

describe('what a file says', () => {
  test('is the time in the server’s zone, in parts that can be chosen', () => {
    const server = { name: 'Tickets', zone: 'Asia/Seoul' };
    expect(timeText('{HH}:{mm}:{ss}', server, EVENING)).toBe('00:04:05');
    expect(timeText('{name} on {date} at {HH}h{mm}', server, EVENING)).toBe('Tickets on 2026-12-25 at 00h04');
    expect(timeText('{HH}', { name: 'Tickets', zone: 'America/New_York' }, EVENING)).toBe('10');
  });

  test('is in this computer’s zone where the server has none', () => {
    const hour = String(new Date(EVENING).getHours()).padStart(2, '0');
    expect(timeText('{HH}', { name: 'Tickets', zone: null }, EVENING)).toBe(hour);
  });

  test.each([
    { leftMs: 299_000, text: 'Opening 00:04:59' },
    { leftMs: 298_000.4, text: 'Opening 00:04:59' },
    { leftMs: 0.1, text: 'Opening 00:00:01' },
    { leftMs: 0, text: 'Opening 00:00:00' },
    { leftMs: 100 * 3_600_000, text: 'Opening 100:00:00' },
  ])('of an event $leftMs ms ahead is "$text"', ({ leftMs, text }) => {
    expect(eventText('{name} {left}', { name: 'Opening', server: 'Tickets' }, leftMs)).toBe(text);
  });

  test('of an event has the parts that were chosen, and a name’s braces as they are', () => {
    const event = { name: '{left}', server: 'Tickets' };
    expect(eventText('{server}: {name} in {seconds} s', event, 61_000)).toBe('Tickets: {left} in 61 s');
  });
});

describe('a file’s name', () => {
  const named = (...names: string[]) => [
    ...fileNames(names.map((name, index) => ({ id: `id${index}`, name }))).values(),
  ];

  test.each([
    { name: 'Tickets', file: 'Tickets.txt' },
    { name: '티켓 서버', file: '티켓 서버.txt' },
    { name: '127.0.0.1:8080', file: '127.0.0.1_8080.txt' },
    { name: '../../etc/passwd', file: '_._.._etc_passwd.txt' },
    { name: 'a\\b|c?d*e"f<g>h\u0000i', file: 'a_b_c_d_e_f_g_h_i.txt' },
    { name: '.hidden', file: '_hidden.txt' },
    { name: 'dots...', file: 'dots_.txt' },
    { name: '..', file: '__.txt' },
    { name: 'con', file: '_con.txt' },
    { name: 'NUL.example.com', file: '_NUL.example.com.txt' },
    { name: 'Next-Event', file: 'Next-Event (id0).txt' },
  ])('for "$name" is "$file"', ({ name, file }) => {
    expect(named(name)).toEqual([file]);
  });

  test('has the id in it where two would be one, whatever the order', () => {
    expect(named('a/b', 'A:B', 'c')).toEqual(['a_b (id0).txt', 'A_B (id1).txt', 'c.txt']);
  });

  test('is no longer than a folder takes', () => {
    const [file = ''] = named('😀'.repeat(50) + '서'.repeat(50));
    expect(Buffer.byteLength(file)).toBeLessThanOrEqual(204);
    expect(file).not.toContain('\ufffd');
  });
});

describe('options', () => {
  test('are the defaults where there are none', () => {
    expect(readOptions(null)).toEqual({
      options: {
        servers: null,
        time: '{HH}:{mm}:{ss}',
        unknown: '--:--:--',
        event: '{name} {left}',
        none: '',
      },
      problems: [],
    });
  });

  test('are taken as they are given', () => {
    const given = {
      servers: ['Tickets'],
      time: '{date}',
      unknown: '?',
      event: '{server} {seconds}',
      none: '-',
    };
    expect(readOptions(JSON.stringify(given))).toEqual({ options: given, problems: [] });
  });

  test.each([
    { text: '{', problem: 'options.json is not one object of JSON: write it as in the README.' },
    { text: '[]', problem: 'options.json is not one object of JSON: write it as in the README.' },
    {
      text: '{"tme":""}',
      problem: 'options.json: "tme" is no option: there are servers, time, unknown, event, none.',
    },
    {
      text: '{"__proto__":1}',
      problem: 'options.json: "__proto__" is no option: there are servers, time, unknown, event, none.',
    },
    { text: '{"time":5}', problem: 'options.json: "time" must be a text.' },
    {
      text: '{"time":"{hh}"}',
      problem: 'options.json: "time" has no part {hh}: there are {name}, {date}, {HH}, {mm}, {ss}.',
    },
    { text: '{"none":"{name}"}', problem: 'options.json: "none" has no part {name}: it has no parts.' },
    { text: '{"servers":"a"}', problem: 'options.json: "servers" must be a list of ids or names.' },
    { text: '{"servers":[1]}', problem: 'options.json: "servers" must be a list of ids or names.' },
  ])('that cannot be used are left at the default, and told in one sentence: $text', ({ text, problem }) => {
    expect(readOptions(text)).toEqual({ options: readOptions(null).options, problems: [problem] });
  });

  test('that can be used hold beside one that cannot', () => {
    const { options, problems } = readOptions('{"time":5,"none":"-"}');
    expect(options.none).toBe('-');
    expect(problems).toHaveLength(1);
  });
});
