import { describe, expect, test } from 'vitest';
import { onlyObject, run } from './command.ts';

describe.concurrent(
  'a command that is not understood ends with one sentence, where to read on, and exit code 2',
  () => {
    const commands: [string, string, string][] = [
      ['sunc', 'ticketime has no command "sunc".', ''],
      [
        'tickets.interpark.com',
        'ticketime has no command "tickets.interpark.com". To measure that server: ticketime sync tickets.interpark.com',
        '',
      ],
      ['--loud', 'ticketime has no option --loud before a command.', ''],
      ['sync', 'Name the server to measure, as in: ticketime sync tickets.interpark.com', 'sync '],
      ['watch', 'Name the server to measure, as in: ticketime watch tickets.interpark.com', 'watch '],
      ['sync a b', 'ticketime sync measures one server at a time, and "b" is a second one.', 'sync '],
      ['sync a --loud', 'ticketime sync has no option --loud.', 'sync '],
      ['sync a -x', 'ticketime sync has no option -x.', 'sync '],
      ['sync a --seed 7', 'ticketime sync has no option --seed.', 'sync '],
      ['sync a --quick --precise', '--quick and --precise exclude each other: choose one.', 'sync '],
      ['sync a --quick=yes', '--quick takes no value, so leave out "=yes".', 'sync '],
      ['sync a --samples', '--samples needs a number, as in --samples 20.', 'sync '],
      ['sync a --samples ten', '--samples needs a number, as in --samples 20, and "ten" is none.', 'sync '],
      ['sync a --samples 1', 'The number of samples must be a whole number from 2 to 100.', 'sync '],
      ['sync a --samples 2.5', 'The number of samples must be a whole number from 2 to 100.', 'sync '],
      ['sync a --gap 5', 'The gap between requests must be from 100 to 10000 ms.', 'sync '],
      ['watch a --seconds 0', 'The number of seconds must be more than 0.', 'watch '],
      ['servers list a', 'ticketime servers list takes no word, so leave out "a".', 'servers list '],
      [
        'events add',
        'Name the server, as in: ticketime events add tickets.interpark.com 20:00',
        'events add ',
      ],
      ['token revoke', 'Name the token by its id, as in: ticketime token revoke k3j2x9ab', 'token revoke '],
      ['demo a', 'ticketime demo brings its own server, so leave out "a".', 'demo '],
    ];
    test.for(commands)('%s', async ([command, sentence, about], t) => {
      expect(await run(t, command.split(' '))).toEqual({
        code: 2,
        stdout: '',
        stderr: `${sentence}\nSee: ticketime ${about}--help\n`,
      });
    });

    test('with --json, the sentence is an object', async (t) => {
      const ended = await run(t, ['sync', '--json']);
      expect(ended).toMatchObject({ code: 2, stderr: '' });
      expect(onlyObject(ended)).toMatchObject({ error: { code: 'missing-server' } });
    });

    test('without any command, the help is shown', async (t) => {
      const { code, stdout, stderr } = await run(t, []);
      expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
      expect(stderr).toContain('Usage:');
    });
  },
);
