import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, readFileSync, realpathSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { PluginAbout } from '../../api/protocol/plugin.ts';
import { Failure } from '../../main/failure.ts';
import { readManifest } from '../../main/plugins/manifest.ts';
import { seededRandom } from '../../main/practice/random.ts';
import { mutated, someBytes } from '../api/server/mutation.ts';
import { MANIFEST, temporaryFolder, writePlugin } from './plugin-folder.ts';

const POSIX = process.platform !== 'win32';

const FULL = {
  $schema: '../plugin.schema.json',
  ...MANIFEST,
  description: 'Lights a lamp.',
  permissions: ['trigger', 'read', 'trigger'],
  caps: { memoryMb: 64 },
  actions: {
    light: {
      title: 'Light a lamp',
      input: {
        properties: {
          colour: { type: 'string', enum: ['red', 'green'], default: 'red' },
          level: { type: 'integer', minimum: 1, maximum: 10, default: 10 },
          slowly: { type: 'boolean', title: 'Slowly' },
        },
        required: ['slowly'],
      },
    },
    off: { title: 'Turn it off', description: 'At once.' },
  },
};

/** What readManifest says of it, without the place where the test put it. */
function refusal(folder: string): { code: string; message: string } {
  try {
    readManifest(folder);
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return {
      code: error.code,
      message: error.message.replaceAll(join(folder, 'plugin.json'), '<json>').replaceAll(folder, '<folder>'),
    };
  }
  throw new Error('It was not refused.');
}

describe('a manifest', () => {
  it('says what a plugin is, with what it leaves to the defaults', (t) => {
    const folder = writePlugin(temporaryFolder(t));
    expect(readManifest(folder)).toEqual({
      id: 'led',
      about: {
        name: 'LED',
        version: '1.0.0',
        description: null,
        runtime: 'node',
        permissions: [],
        caps: { memoryMb: 192, cpuPercent: 25 },
        actions: [],
      },
      folder,
      entry: join(folder, 'main.js'),
    });
  });

  it('says what it asks for, each permission once, and names its actions by its id', (t) => {
    const { about } = readManifest(writePlugin(temporaryFolder(t), FULL));
    expect(about).toEqual({
      name: 'LED',
      version: '1.0.0',
      description: 'Lights a lamp.',
      runtime: 'node',
      permissions: ['read', 'trigger'],
      caps: { memoryMb: 64, cpuPercent: 25 },
      actions: [
        {
          kind: 'led.light',
          title: 'Light a lamp',
          description: null,
          input: { type: 'object', ...FULL.actions.light.input },
        },
        {
          kind: 'led.off',
          title: 'Turn it off',
          description: 'At once.',
          input: { type: 'object', properties: {}, required: [] },
        },
      ],
    });
    expect(v.is(PluginAbout, about)).toBe(true);
  });

  it('may begin with a byte order mark', (t) => {
    expect(readManifest(writePlugin(temporaryFolder(t), `\ufeff${JSON.stringify(FULL)}`)).id).toBe('led');
  });

  it.for(['1.0.0', '0.0.1', '10.20.30', '1.0.0-beta.1', '1.0.0-0-x'])(
    'may have the version %s',
    (version, t) => {
      expect(readManifest(writePlugin(temporaryFolder(t), { ...MANIFEST, version })).about.version).toBe(
        version,
      );
    },
  );
});

describe('a manifest that cannot be used', () => {
  const field = (change: object): unknown => ({ ...MANIFEST, ...change });
  const action = (name: string, kind: unknown): unknown => field({ actions: { [name]: kind } });
  const input = (schema: unknown): unknown => action('light', { title: 'Light', input: schema });
  const without = (name: string): unknown => field({ [name]: undefined });

  it.for<[manifest: unknown, code: string, sentence: string]>([
    ['', 'manifest-invalid', '<json> is not JSON (Unexpected end of JSON input): mend it there.'],
    [
      '{"id": "led",\n\n "name": LED, "version": "1.0.0"}',
      'manifest-invalid',
      '<json> is not JSON (Unexpected token \'L\', ..." "name": LED, "vers"... is not valid JSON): mend it there.',
    ],
    ['[]', 'manifest-invalid', '<json> must hold one JSON object, as in {"id": "led-bridge"}.'],
    ['null', 'manifest-invalid', '<json> must hold one JSON object, as in {"id": "led-bridge"}.'],
    [
      JSON.stringify({ ...MANIFEST, description: 'a'.repeat(65_536) }),
      'manifest-invalid',
      '<json> is larger than 64 KB: leave out what is not needed.',
    ],
    [{}, 'manifest-invalid', 'In <json>, the field "id" is missing: give it (and 3 more).'],
    [without('id'), 'manifest-invalid', 'In <json>, the field "id" is missing: give it.'],
    [without('name'), 'manifest-invalid', 'In <json>, the field "name" is missing: give it.'],
    [without('version'), 'manifest-invalid', 'In <json>, the field "version" is missing: give it.'],
    [without('entry'), 'manifest-invalid', 'In <json>, the field "entry" is missing: give it.'],
    [field({ colour: 1 }), 'manifest-invalid', 'In <json>, there is no field "colour" here: leave it out.'],
    [
      field({ caps: { memoryMB: 64 } }),
      'manifest-invalid',
      'In <json>, there is no field "caps.memoryMB" here: leave it out.',
    ],
    [
      field({ name: 5 }),
      'manifest-invalid',
      'In <json>, the field "name" cannot be used: it must be a text.',
    ],
    [
      field({ name: 'L\u001b[2J' }),
      'manifest-invalid',
      'In <json>, the field "name" cannot be used: it must be one line without control characters.',
    ],
    [
      field({ description: 'reads \u202e nothing' }),
      'manifest-invalid',
      'In <json>, the field "description" cannot be used: it must be one line without control characters.',
    ],
    ...['Led', 'l', '9led', 'led.bridge', '../led', 'l'.repeat(41)].map((id): [unknown, string, string] => [
      field({ id }),
      'manifest-invalid',
      'In <json>, the field "id" cannot be used: a plugin’s id is 2 to 40 small letters, digits and hyphens, and begins with a letter.',
    ]),
    ...['1', '1.0', 'v1.0.0', '01.0.0', '1.0.0+5', '1.0.0-', '1.0.0-a..b'].map(
      (version): [unknown, string, string] => [
        field({ version }),
        'manifest-invalid',
        'In <json>, the field "version" cannot be used: a version is three numbers, as in 1.0.0 or 1.0.0-beta.1.',
      ],
    ),
    [
      field({ caps: { memoryMb: 2048 } }),
      'manifest-invalid',
      'In <json>, the field "caps.memoryMb" cannot be used: it must be 1024 or less.',
    ],
    [
      field({ caps: { memoryMb: 31 } }),
      'manifest-invalid',
      'In <json>, the field "caps.memoryMb" cannot be used: it must be 32 or more.',
    ],
    [
      field({ caps: { cpuPercent: 0 } }),
      'manifest-invalid',
      'In <json>, the field "caps.cpuPercent" cannot be used: it must be 1 or more.',
    ],
    [
      field({ caps: { cpuPercent: 2.5 } }),
      'manifest-invalid',
      'In <json>, the field "caps.cpuPercent" cannot be used: it must be a whole number.',
    ],
    [
      field({ permissions: 'read' }),
      'manifest-invalid',
      'In <json>, the field "permissions" cannot be used: it must be a list.',
    ],
    [
      field({ permissions: [5] }),
      'manifest-invalid',
      'In <json>, the field "permissions.0" cannot be used: it must be "read" or "sync" or "schedule" or "trigger".',
    ],
    [
      field({ permissions: ['read', 'write'] }),
      'permission-unknown',
      'In <json>, the permission "write" is asked for, which there is not: choose from read, sync, schedule, trigger.',
    ],
    [
      field({ permissions: ['manage'] }),
      'permission-refused',
      'In <json>, the permission "manage" is asked for, which no plugin is allowed, for it could give itself everything: leave it out.',
    ],
    [
      action('Light', { title: 'Light' }),
      'manifest-invalid',
      'In <json>, the field "actions.Light" cannot be used: an action is named by 1 to 40 small letters, digits and hyphens, and begins with a letter.',
    ],
    [
      action('light', {}),
      'manifest-invalid',
      'In <json>, the field "actions.light.title" is missing: give it.',
    ],
    [
      input({ properties: { colour: { type: 'string', pattern: '(a+)+' } } }),
      'manifest-invalid',
      'In <json>, there is no field "actions.light.input.properties.colour.pattern" here: leave it out.',
    ],
    [
      input({ properties: { colour: { type: 'string' } }, required: ['color'] }),
      'manifest-invalid',
      'In <json>, the field "actions.light.input.required" cannot be used: it names "color", which is none of the properties.',
    ],
    [
      input({ required: ['toString'] }),
      'manifest-invalid',
      'In <json>, the field "actions.light.input.required" cannot be used: it names "toString", which is none of the properties.',
    ],
    [
      input({ properties: { colour: { type: 'string', enum: ['red', 'green'], default: 'blue' } } }),
      'manifest-invalid',
      'In <json>, the field "actions.light.input.properties.colour.default" cannot be used: it must be one of "red", "green".',
    ],
    [
      input({ properties: { colour: { type: 'string', enum: ['red', 'red'] } } }),
      'manifest-invalid',
      'In <json>, the field "actions.light.input.properties.colour.enum" cannot be used: it names a choice twice.',
    ],
    [
      input({ properties: { colour: { type: 'string', maxLength: 3, default: 'blue' } } }),
      'manifest-invalid',
      'In <json>, the field "actions.light.input.properties.colour.default" cannot be used: it must be 3 characters long or shorter.',
    ],
    [
      input({ properties: { level: { type: 'number', maximum: 3, default: 4 } } }),
      'manifest-invalid',
      'In <json>, the field "actions.light.input.properties.level.default" cannot be used: it must be 3 or less.',
    ],
    [
      input({ properties: { level: { type: 'number', minimum: 3, default: 2 } } }),
      'manifest-invalid',
      'In <json>, the field "actions.light.input.properties.level.default" cannot be used: it must be 3 or more.',
    ],
    [
      input({ properties: { level: { type: 'integer', default: 2.5 } } }),
      'manifest-invalid',
      'In <json>, the field "actions.light.input.properties.level.default" cannot be used: it must be a whole number.',
    ],
    [
      input({ properties: { level: { type: 'number', minimum: 3, maximum: 2 } } }),
      'manifest-invalid',
      'In <json>, the field "actions.light.input.properties.level.minimum" cannot be used: it lies above the maximum.',
    ],
    ...['minimum', 'maximum'].map((name): [unknown, string, string] => [
      JSON.stringify(input({ properties: { level: { type: 'number', [name]: 'huge' } } })).replace(
        '"huge"',
        '1e999',
      ),
      'manifest-invalid',
      `In <json>, the field "actions.light.input.properties.level.${name}" cannot be used: it must be a number.`,
    ]),
    [
      field({ entry: 'gone.js' }),
      'entry-missing',
      'In <json>, the entry "gone.js" is not there: put the program there, or name another one.',
    ],
    [
      field({ entry: 'main.js/main.js' }),
      'entry-missing',
      'In <json>, the entry "main.js/main.js" is not there: put the program there, or name another one.',
    ],
    [
      field({ entry: '.' }),
      'entry-missing',
      'In <json>, the entry "." is not a file: name the program itself.',
    ],
    ...['/bin/sh', 'C:\\main.js', '\\main.js'].map((entry): [unknown, string, string] => [
      field({ entry }),
      'entry-outside',
      `In <json>, the entry ${JSON.stringify(entry)} is an absolute path: name a program in the plugin’s folder, as in main.js.`,
    ]),
    ...['../main.js', 'lib/../../main.js', '..'].map((entry): [unknown, string, string] => [
      field({ entry }),
      'entry-outside',
      `In <json>, the entry "${entry}" leads out of the plugin’s folder: name a program that lies in it.`,
    ]),
    [
      field({ entry: 'main.js\u0000.py' }),
      'manifest-invalid',
      'In <json>, the field "entry" cannot be used: it must be one line without control characters.',
    ],
  ])(
    'is refused with one sentence that names the file and the fault: %j',
    ([manifest, code, sentence], t) => {
      const folder = writePlugin(join(temporaryFolder(t), 'led'), manifest);
      expect(refusal(folder)).toEqual({ code, message: sentence });
    },
  );

  it('is refused when a field of an action is of no type that there is', (t) => {
    const manifest = input({ properties: { colour: { type: 'color' } } });
    const { code, message } = refusal(writePlugin(temporaryFolder(t), manifest));
    expect(code).toBe('manifest-invalid');
    expect(message).toMatch(
      /^In <json>, the field "actions\.light\.input\.properties\.colour\.type" cannot be used: it must be "string" or .*"boolean"\.$/,
    );
  });

  it('is refused when it is not there, in a folder that is there or not', (t) => {
    const folder = temporaryFolder(t);
    for (const place of [folder, join(folder, 'nowhere')])
      expect(refusal(place)).toEqual({
        code: 'manifest-missing',
        message:
          'There is no plugin.json in <folder>: put one there that says what the plugin is and what it asks for.',
      });
  });

  it('is refused when it is not UTF-8', (t) => {
    const folder = writePlugin(temporaryFolder(t));
    writeFileSync(join(folder, 'plugin.json'), Buffer.from('{"name": "caf\xe9"}', 'latin1'));
    expect(refusal(folder)).toEqual({
      code: 'manifest-invalid',
      message: '<json> is not JSON (The encoded data was not valid for encoding utf-8): mend it there.',
    });
  });

  it('is refused when it is a folder', (t) => {
    const folder = temporaryFolder(t);
    mkdirSync(join(folder, 'plugin.json'));
    expect(refusal(folder)).toEqual({
      code: 'manifest-unreadable',
      message: '<json> is not a file: put a file there that holds one JSON object.',
    });
  });

  it.skipIf(!POSIX)('is refused when it is a pipe, without waiting for what comes out of it', (t) => {
    const folder = temporaryFolder(t);
    execFileSync('mkfifo', [join(folder, 'plugin.json')]);
    expect(refusal(folder).code).toBe('manifest-unreadable');
  });

  it.skipIf(!POSIX)('is refused when the system does not give it', (t) => {
    const folder = temporaryFolder(t);
    symlinkSync('plugin.json', join(folder, 'plugin.json'));
    const { code, message } = refusal(folder);
    expect(code).toBe('manifest-unreadable');
    expect(message).toMatch(
      /^<json> cannot be read \(ELOOP.*\): give it to the person that runs Ticketime\.$/,
    );
  });
});

describe('an entry', () => {
  it.for([
    ['main.js', 'node'],
    ['main.mjs', 'node'],
    ['main.cjs', 'node'],
    ['./lib/main.js', 'node'],
    ['..main.js', 'node'],
    ['main.py', 'python'],
    ['main.js.sh', 'program'],
    ['main', 'program'],
  ])('%s is run as %s', ([entry, runtime], t) => {
    const folder = writePlugin(temporaryFolder(t), { ...MANIFEST, entry }, { [entry]: '' });
    chmodSync(join(folder, entry), 0o755);
    const manifest = readManifest(folder);
    expect(manifest.about.runtime).toBe(runtime);
    expect(manifest.entry).toBe(join(folder, entry));
  });

  it.skipIf(!POSIX)('that is a program has to be executable', (t) => {
    const folder = writePlugin(temporaryFolder(t), { ...MANIFEST, entry: 'run' }, { run: '#!/bin/sh\n' });
    expect(refusal(folder)).toEqual({
      code: 'entry-not-executable',
      message:
        'In <json>, the entry "run" is a program that may not be executed: run "chmod +x <folder>/run", or name a .js or .py file.',
    });
    chmodSync(join(folder, 'run'), 0o755);
    expect(readManifest(folder).about.runtime).toBe('program');
  });

  it.skipIf(!POSIX)('may be a link within the folder, and is what that leads to', (t) => {
    const folder = writePlugin(temporaryFolder(t), MANIFEST, { 'lib/main-1.js': '' });
    symlinkSync(join('lib', 'main-1.js'), join(folder, 'main.js'));
    expect(readManifest(folder).entry).toBe(join(folder, 'lib', 'main-1.js'));
  });

  it.skipIf(!POSIX)('may lie in a folder that is reached by a link', (t) => {
    const parent = temporaryFolder(t);
    writePlugin(join(parent, 'led-1'));
    symlinkSync('led-1', join(parent, 'led'));
    const { folder, entry } = readManifest(join(parent, 'led'));
    expect([folder, entry]).toEqual([join(parent, 'led-1'), join(parent, 'led-1', 'main.js')]);
  });

  it.skipIf(!POSIX)('is refused when it is a link out of the folder', (t) => {
    const folder = writePlugin(temporaryFolder(t), MANIFEST, {});
    const other = join(writePlugin(temporaryFolder(t)), 'main.js');
    symlinkSync(other, join(folder, 'main.js'));
    expect(refusal(folder)).toEqual({
      code: 'entry-outside',
      message: `In <json>, the entry "main.js" leads by a link to ${other}, out of the plugin’s folder: put the program itself there.`,
    });
  });

  it.skipIf(!POSIX)(
    'is refused when a folder on the way is a link out of it, even to one whose name begins alike',
    (t) => {
      const parent = temporaryFolder(t);
      const folder = writePlugin(join(parent, 'led'), { ...MANIFEST, entry: 'lib/main.js' }, {});
      const other = join(writePlugin(join(parent, 'led-2')), 'main.js');
      symlinkSync(join(parent, 'led-2'), join(folder, 'lib'));
      const { code, message } = refusal(folder);
      expect(code).toBe('entry-outside');
      expect(message).toContain(
        `"lib/main.js" leads by a link to ${other.replace(folder, '<folder>')}, out of`,
      );
    },
  );

  it.skipIf(!POSIX)('is refused when it is a link to itself', (t) => {
    const folder = writePlugin(temporaryFolder(t), MANIFEST, {});
    symlinkSync('main.js', join(folder, 'main.js'));
    const { code, message } = refusal(folder);
    expect(code).toBe('entry-missing');
    expect(message).toMatch(/the entry "main\.js" cannot be reached \(ELOOP.*\): name another one\.$/);
  });
});

it('throws nothing but one sentence, whatever it reads, and starts nothing from outside', (t) => {
  const folder = writePlugin(temporaryFolder(t), FULL);
  const random = seededRandom(6);
  const codes = new Set<string>();
  for (let round = 0; round < 2000; round += 1) {
    const bytes = random() < 0.05 ? someBytes(random, 200) : JSON.stringify(mutated(FULL, random));
    writeFileSync(join(folder, 'plugin.json'), bytes);
    try {
      const { about, entry } = readManifest(folder);
      codes.add('none');
      expect(v.is(PluginAbout, about)).toBe(true);
      expect(realpathSync(entry)).toBe(join(folder, 'main.js'));
    } catch (error) {
      if (!(error instanceof Failure))
        throw new Error(readFileSync(join(folder, 'plugin.json'), 'utf8'), { cause: error });
      codes.add(error.code);
      expect(error.message.length).toBeLessThan(1000);
      expect(error.message).toMatch(/^[A-Z/].*\.$/);
    }
  }
  for (const code of ['none', 'manifest-invalid', 'permission-unknown', 'entry-missing', 'entry-outside'])
    expect(codes).toContain(code);
});
