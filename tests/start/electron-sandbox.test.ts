import { describe, expect, test } from 'vitest';
import { sandboxObstacle, type Look } from '../../main/start/electron-sandbox.ts';

const APPARMOR = '/proc/sys/kernel/apparmor_restrict_unprivileged_userns';
const CLONE = '/proc/sys/kernel/unprivileged_userns_clone';
const MOST = '/proc/sys/user/max_user_namespaces';

const look = (settings: Readonly<Record<string, string>>, held: ReturnType<Look['owned']> = null): Look => ({
  text: (path) => settings[path] ?? null,
  owned: (path) => (path === '/app/dist/chrome-sandbox' ? held : null),
});
const obstacle = (here: Look, platform: NodeJS.Platform = 'linux') =>
  sandboxObstacle('/app/dist/electron', platform, here);

describe('Chromium’s sandbox', () => {
  test.each([
    ['a kernel that says nothing of it', {}],
    ['Debian', { [CLONE]: '1', [MOST]: '63000' }],
    ['Ubuntu with the restriction taken off', { [APPARMOR]: '0', [CLONE]: '1' }],
  ])('is to be had on %s', (_name, settings) => {
    expect(obstacle(look(settings))).toBeNull();
  });

  test.each([
    ['Ubuntu 24.04', { [APPARMOR]: '1', [CLONE]: '1' }],
    ['a hardened kernel', { [CLONE]: '0' }],
    ['a system without namespaces', { [MOST]: '0' }],
  ])('on %s needs a helper of root’s, and says how to have it', (_name, settings) => {
    expect(obstacle(look(settings))).toBe(
      'This system keeps Electron from its sandbox until you run "sudo chown root:root /app/dist/chrome-sandbox && sudo chmod 4755 /app/dist/chrome-sandbox" once',
    );
    expect(obstacle(look(settings, { uid: 1000, mode: 0o104_755 }))).not.toBeNull();
    expect(obstacle(look(settings, { uid: 0, mode: 0o100_755 }))).not.toBeNull();
    expect(obstacle(look(settings, { uid: 0, mode: 0o104_755 }))).toBeNull();
  });

  test('can be given to a helper whatever its folder is called', () => {
    const here = { ...look({ [APPARMOR]: '1' }), owned: () => null };
    expect(sandboxObstacle('/home/a b/electron', 'linux', here)).toContain(
      "sudo chown root:root '/home/a b/chrome-sandbox' && sudo chmod 4755 '/home/a b/chrome-sandbox'",
    );
  });

  test('is no question on other systems', () => {
    expect(obstacle(look({ [APPARMOR]: '1' }), 'darwin')).toBeNull();
  });
});
