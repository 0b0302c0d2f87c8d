import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { ActionKind, InputSchema } from '../../../api/protocol/action.ts';
import { tooManyConnections } from '../../../api/server/problems.ts';
import { consentDiffers, noPlugin, unknownAction } from '../../../main/core/problems.ts';
import { checkInput } from '../../../main/plugins/action-input.ts';
import { discover } from '../../../main/plugins/discover.ts';
import * as host from '../../../main/plugins/host/problems.ts';
import { KOREAN } from '../../../overlay/page/problems-ko.ts';
import * as v from 'valibot';
import { MANIFEST, temporaryFolder, writePlugin } from '../../plugins/plugin-folder.ts';

interface Notice {
  readonly code: string;
  readonly message: string;
}

function koreanOf({ code, message }: Notice): string {
  const korean = KOREAN[code];
  return typeof korean === 'string' ? korean : korean(message);
}

/** Names, paths, reasons of the system, and the words of a manifest are the same in both languages. */
const SAME =
  /"[^"]*"|\([^)]*\)|\/\S+|main\.js|plugin\.json|properties|maximum|caps\.\w+|JSON|Ticketime|Python|PATH|read|sync|schedule|trigger|beta|led/g;

/** Nothing else of the English is left. */
function expectKorean(notice: Notice, ...names: readonly string[]): void {
  const korean = koreanOf(notice);
  expect(korean, notice.message).toMatch(/[가-힣].*\.$/s);
  let rest = korean.replace(SAME, '');
  for (const name of names) {
    expect(korean, notice.message).toContain(name);
    rest = rest.replaceAll(name, '');
  }
  expect(rest, notice.message).not.toMatch(/[a-z]{3}/i);
}

const noticeOf = ({ problem: { title, detail } }: { problem: { title: string; detail: string } }) => ({
  code: title,
  message: detail,
});

it('what the host says of a plugin is told in Korean, with its figures', () => {
  const LAUNCH = {
    id: 'lamp',
    folder: '/plugins/lamp',
    entry: '/plugins/lamp/main.js',
    runtime: 'node',
    caps: { memoryMb: 128, cpuPercent: 25 },
    address: 'http://127.0.0.1:1',
    token: '',
    workFolder: '/work',
    logFile: '/logs/lamp.log',
  } as const;
  const crash = { code: 3, signal: null };
  const kill = { code: null, signal: 'SIGKILL' };
  expectKorean(host.nearMemory(LAUNCH, 110), 'lamp', '110 MB', '128 MB');
  expectKorean(host.nearMemory(LAUNCH, 130), 'lamp', '130 MB', '128 MB');
  expectKorean(host.nearCpu(LAUNCH, 22, false), 'lamp', '22 %', '25 %');
  expectKorean(host.nearCpu(LAUNCH, 30, false), 'lamp', '30 %', '25 %');
  expectKorean(host.nearCpu(LAUNCH, 25, true), 'lamp', '25 %');
  expectKorean(host.overMemory(LAUNCH, 200), 'lamp', '200 MB', '128 MB');
  expectKorean(host.overMemory(LAUNCH, null), 'lamp', '128 MB');
  expectKorean(host.overCpu(LAUNCH, 99), 'lamp', '99 %', '25 %');
  expectKorean(host.crashed(LAUNCH, crash, 2000), 'lamp', '종료 코드 3', '2초', '/logs/lamp.log');
  expectKorean(host.crashing(LAUNCH, kill, 5), 'lamp', '신호 SIGKILL', '5번', '/logs/lamp.log');
  expectKorean(host.hostEnded(kill, 1000), '신호 SIGKILL', '1초');
  expectKorean(host.hostCrashing(crash, 5), '종료 코드 3', '5번');
});

it('what the core refuses of plugins is told in Korean', () => {
  expectKorean(noticeOf(noPlugin('lamp')), 'lamp');
  expectKorean(noticeOf(consentDiffers('lamp', ['read', 'sync'])), 'lamp', 'read, sync');
  expectKorean(noticeOf(consentDiffers('lamp', [])), 'lamp');
  expectKorean(
    noticeOf(unknownAction('lamp.light', ['lamp.dim', 'lamp.off'])),
    'lamp.light',
    'lamp.dim, lamp.off',
  );
  expectKorean(noticeOf(unknownAction('lamp.light', [])), 'lamp.light');
  expectKorean(noticeOf(tooManyConnections(8)), '8개');
});

it('what an action cannot be given is told in Korean, with its field', () => {
  const kind: ActionKind = {
    kind: 'lamp.light',
    title: 'Light',
    description: null,
    input: v.parse(InputSchema, {
      properties: {
        room: { type: 'string', maxLength: 3 },
        colour: { type: 'string', enum: ['red', 'blue'] },
        one: { type: 'string', enum: ['red'] },
        level: { type: 'integer', minimum: 1, maximum: 9 },
        least: { type: 'number', minimum: 1 },
        most: { type: 'number', maximum: 9 },
        isOn: { type: 'boolean' },
      },
      required: ['room'],
    }),
  };
  const WRONG = [
    {},
    { room: 'Hall' },
    { room: 1 },
    { room: 'x', nothing: 1 },
    { room: 'x', colour: 'pink' },
    { room: 'x', one: 'pink' },
    { room: 'x', level: 10 },
    { room: 'x', level: 1.5 },
    { room: 'x', least: 0 },
    { room: 'x', least: 'x' },
    { room: 'x', most: 10 },
    { room: 'x', isOn: 'yes' },
  ];
  for (const input of WRONG) {
    let refused: unknown;
    try {
      checkInput(kind, input);
    } catch (error) {
      refused = error;
    }
    expectKorean(refused as Notice, 'lamp.light');
  }
});

it('what makes a plugin unusable is told in Korean, with where it lies', (t) => {
  const folder = temporaryFolder(t);
  const outside = writePlugin(join(folder, 'outside'));
  const put = (name: string, manifest?: unknown, files?: Record<string, string>) =>
    writePlugin(join(folder, 'installed', name), manifest, files);
  const field = (input: object) => ({ ...MANIFEST, actions: { light: { title: 'Light', input } } });
  put('not-json', '{');
  put('list', []);
  put('large', `"${'x'.repeat(70_000)}"`);
  put('no-name', { ...MANIFEST, name: undefined });
  put('unknown-field', { ...MANIFEST, scripts: {} });
  put('lines', { ...MANIFEST, name: 'one\ntwo' });
  put('id', { ...MANIFEST, id: 'LED' });
  put('version', { ...MANIFEST, version: '1' });
  put('caps', { ...MANIFEST, caps: { memoryMb: 1 } });
  put('manage', { ...MANIFEST, permissions: ['manage'] });
  put('fly', { ...MANIFEST, permissions: ['fly'] });
  put('action', { ...MANIFEST, actions: { Light: { title: 'x' } } });
  put('field-name', field({ properties: { '1': { type: 'string' } } }));
  put('stranger', field({ required: ['x'] }));
  put('default', field({ properties: { x: { type: 'integer', minimum: 1, maximum: 2, default: 3 } } }));
  put('limits', field({ properties: { x: { type: 'integer', minimum: 2, maximum: 1 } } }));
  put('twice', field({ properties: { x: { type: 'string', enum: ['a', 'a'] } } }));
  put('missing', MANIFEST, {});
  put('no-file', { ...MANIFEST, entry: 'lib' }, { 'lib/main.js': '' });
  put('absolute', { ...MANIFEST, entry: '/bin/true' });
  put('above', { ...MANIFEST, entry: '../../outside/main.js' });
  symlinkSync(join(outside, 'main.js'), join(put('link', MANIFEST, {}), 'main.js'));
  put('unmarked', { ...MANIFEST, entry: 'lamp' }, { lamp: '' });
  put('used-1');
  put('used-2');
  mkdirSync(join(folder, 'installed', 'folder', 'plugin.json'), { recursive: true });
  const found = discover({ bundled: join(folder, 'none'), installed: join(folder, 'installed') });
  const broken = found.filter(({ problem }) => problem !== null);
  expect(broken.length).toBe(found.length - 1);
  for (const { problem } of broken) if (problem) expectKorean(problem, folder);
});
