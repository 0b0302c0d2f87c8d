/** What `electron-builder --config` loads. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { circumstances, notices, signingEnvironment } from './circumstances.ts';
import { configuration } from './configuration.ts';

const { env, platform, arch } = process;
const here = circumstances(env, platform, arch);
// In GitHub Actions a line that begins so is shown beside the run.
const mark = env['GITHUB_ACTIONS'] === 'true' ? '::notice::' : '';
for (const notice of notices(here)) process.stderr.write(`${mark}${notice}\n`);
for (const [name, value] of Object.entries(signingEnvironment(env, keepKey))) {
  if (value === undefined) delete env[name];
  else env[name] = value;
}
export default configuration(resolve(import.meta.dirname, '../..'), here);

/** @param {string} key */
function keepKey(key) {
  const folder = mkdtempSync(join(tmpdir(), 'ticketime-key-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  const path = join(folder, 'key.p8');
  writeFileSync(path, key, { mode: 0o600 });
  return path;
}
