import { statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'vitest';
import { connect } from '../../api/client/client.ts';
import { run as command } from '../../main/cli/token.ts';
import { dataFolder } from './data-folder.ts';

describe.concurrent('ticketime token', () => {
  test('makes, lists and revokes tokens without a core, and the core then knows them', async (t) => {
    const here = dataFolder(t);
    t.expect((await here.run('token')).stdout).toBe(
      'There is no token: ticketime token create obs-overlay\n',
    );
    const made = await here.object('token', 'create', 'obs', '--allow', 'read, trigger');
    t.expect(made).toEqual({
      id: t.expect.stringMatching(/^[a-z0-9]{8}$/) as string,
      token: t.expect.stringMatching(/^tkt_[\w-]{43}$/) as string,
    });
    const told = await here.run('token', 'create', 'an other');
    t.expect(told.code).toBe(0);
    t.expect(told.stdout).toMatch(/^tkt_[\w-]{43}\n$/);
    t.expect(told.stderr).toMatch(
      /^Token \w{8}, named "an other", allows read, sync, schedule, trigger\. It is told this once:\n$/,
    );
    if (process.platform !== 'win32')
      t.expect(statSync(join(here.folder, 'tokens.json')).mode & 0o777).toBe(0o600);
    t.expect((await here.run('token', 'list')).stdout).toMatch(
      /^ {2}\w{8} {2}obs {7}made \d{4}-\d\d-\d\d, allows read, trigger\n {2}\w{8} {2}an other {2}made [^\n]+\n$/,
    );

    const { address } = await here.serve();
    const ask = (token: unknown) =>
      fetch(`${address}/servers`, { headers: { authorization: `Bearer ${String(token)}` } });
    t.expect((await ask(made['token'])).status).toBe(200);
    t.expect((await ask(told.stdout.trim())).status).toBe(200);
    t.expect((await ask('tkt_none')).status).toBe(401);
  });

  test('does so while a core runs, which cuts off whoever is connected by one that is revoked', async (t) => {
    const here = dataFolder(t);
    const { address } = await here.serve();
    const { id, token } = (await here.object('token', 'create', 'plugin')) as { id: string; token: string };
    const client = connect({ url: address, token });
    t.onTestFinished(() => client.close());
    await client.ready();
    t.expect(await here.object('token')).toMatchObject({ tokens: [{ id, name: 'plugin' }] });
    t.expect((await here.run('token', 'revoke', id)).stdout).toBe(
      `Token ${id}, named "plugin", is revoked, and whoever was connected by it is cut off.\n`,
    );
    await new Promise<void>((resolve) => {
      const look = () => {
        if (client.connection.state.is === 'ended') resolve();
      };
      client.onState(look);
      look();
    });
    t.expect(client.connection.state).toMatchObject({ code: 'revoked' });
    t.expect(await here.object('token')).toEqual({ tokens: [] });
    t.expect(await here.error('token', 'revoke', id)).toEqual({
      code: 'no-such-token',
      message: `There is no token ${id}: ticketime token lists them.`,
    });
  });
});

describe('what was not understood of token is told in one sentence', () => {
  test.for<[string[], string, string]>([
    [['token', 'make'], 'ticketime token has no "make": it has list, create and revoke.', 'token'],
    [['token', 'create'], 'Name the token, as in: ticketime token create obs-overlay', 'token create'],
    [
      ['token', 'create', 'a', 'b'],
      'ticketime token create takes a token, and "b" is one word more: put quotes around what belongs together.',
      'token create',
    ],
    [
      ['token', 'create', 'a', '--allow', 'read,everything'],
      'There is no permission "everything": choose among read, sync, schedule, trigger, manage.',
      'token create',
    ],
    [['token', 'create', 'a', '--allow'], '--allow needs a text, as in --allow read,sync.', 'token create'],
    [['token', 'revoke'], 'Name the token by its id, as in: ticketime token revoke k3j2x9ab', 'token revoke'],
    [['token', 'list', '--allow', 'read'], 'ticketime token list has no option --allow.', 'token list'],
  ])('%s', async ([words, sentence, about], t) => {
    await t.expect(command(words.slice(1))).rejects.toMatchObject({
      name: 'UsageError',
      message: sentence,
      command: about,
    });
  });
});
