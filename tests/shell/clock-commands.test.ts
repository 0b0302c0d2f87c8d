import { expect, test } from 'vitest';
import { clockCommand, clockSentence, LOOKED_FOR } from '../../main/shell/clock-commands.ts';

const CHRONYC = '/usr/bin/chronyc';
const SYSTEMD = ['/usr/bin/timedatectl', '/usr/lib/systemd/systemd-timesyncd'];
const SYSTEMD_COMMAND = '/usr/bin/timedatectl set-ntp true && /usr/bin/systemctl restart systemd-timesyncd';

test.each([
  [
    'win32',
    [],
    [],
    '%SystemRoot%\\System32\\net.exe start w32time & %SystemRoot%\\System32\\w32tm.exe /resync',
  ],
  ['darwin', [], [], '/usr/bin/sntp -sS time.apple.com'],
  ['linux', [CHRONYC, ...SYSTEMD], ['chronyd'], '/usr/bin/chronyc makestep'],
  ['linux', [CHRONYC, ...SYSTEMD], ['systemd'], SYSTEMD_COMMAND],
  ['linux', SYSTEMD, ['chronyd'], SYSTEMD_COMMAND],
  ['linux', ['/usr/bin/timedatectl', '/lib/systemd/systemd-timesyncd'], [], SYSTEMD_COMMAND],
  ['linux', [CHRONYC], [], null],
  ['linux', ['/usr/bin/timedatectl'], [], null],
  ['linux', [], ['chronyd'], null],
  ['freebsd', [CHRONYC], ['chronyd'], null],
] as const)('on %s with %j, while %j run, it is %s', (platform, programs, running, expected) => {
  expect(clockCommand(platform, { programs: new Set(programs), running: new Set(running) })).toBe(expected);
});

test('nothing that a shell would fill in is in a command, and what is looked for is what is run', () => {
  const linux = { programs: new Set(LOOKED_FOR), running: new Set(['chronyd']) };
  const commands = [
    clockCommand('linux', linux),
    clockCommand('linux', { ...linux, running: new Set() }),
    clockCommand('darwin', linux),
  ];
  for (const command of commands) expect(command).toMatch(/^\/[\w/ .-]+( && \/[\w/ .-]+)?$/);
});

test('what is missing is named, with what to install', () => {
  expect(clockSentence('tools', 'en')).toBe(
    'Nothing on this computer sets its clock by standard time: install chrony or systemd-timesyncd.',
  );
  expect(clockSentence('tools', 'ko')).toContain('chrony나 systemd-timesyncd를 설치하세요.');
  expect(clockSentence('prompt', 'en')).toContain('install polkit');
});
