/**
 * The whole of it: a core of the test's own runs the plugin, as it will for those who install it, and an event asks it for something. The
 * command `ticketime` is found by `npm install`, or where it is installed for all.
 */
import assert from 'node:assert/strict';
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';

const ID = 'my-plugin';
const folder = mkdtempSync(join(tmpdir(), 'ticketime-plugin-'));
/** There it is a script of the shell's. */
const isWindows = process.platform === 'win32';
const options = { shell: isWindows };

/**
 * What the command writes; rejects with what it told when it failed.
 *
 * @param {string[]} words
 */
async function ticketime(...words) {
  const { stdout } = await promisify(execFile)('ticketime', [...words, '--data-dir', folder], options);
  return stdout;
}

/**
 * Resolves once the plugin's log has such a line.
 *
 * @param {RegExp} pattern
 */
async function hasWritten(pattern) {
  for (;;) {
    const log = await ticketime('plugin', 'log', ID);
    if (pattern.test(log)) return;
    const list = await ticketime('plugin', 'list');
    const isWell = new RegExp(`^  ${ID} .* (starting|running) `, 'm').test(list);
    if (!isWell) {
      const whole = await ticketime('plugin', 'log', ID); // its last words have come meanwhile
      assert.fail(`It has not written ${String(pattern)}, and does not run:\n${list}\n${whole}`);
    }
    await delay(200);
  }
}

await test('says how late an event fired, and what it was asked to say', { timeout: 60_000 }, async (t) => {
  const core = spawn('ticketime', ['serve', '--port', '0', '--data-dir', folder], {
    ...options,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  t.after(async () => {
    if (isWindows) spawn('taskkill', ['/pid', String(core.pid), '/t', '/f']);
    else core.kill();
    if (core.exitCode === null) await once(core, 'close');
    rmSync(folder, { recursive: true, force: true });
  });
  await once(core.stdout, 'data'); // it has told its address

  await ticketime('plugin', 'install', import.meta.dirname, '--yes');
  await hasWritten(/Connected\.$/m);
  // Nothing answers there, so that the event goes by this computer's clock.
  await ticketime('servers', 'add', '127.0.0.1:9', '--name', 'Nobody', '--interval', '0');
  const wish = ['--name', 'Opening', '--action', `${ID}.say`, '--input', '{"text":"It has begun"}'];
  await ticketime('events', 'add', 'Nobody', '+2s', ...wish);
  await hasWritten(/Opening says: It has begun$/m);
  await hasWritten(/Opening fired \d+(\.\d+)? ms late\.$/m);
});
