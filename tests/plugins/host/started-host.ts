/** A real host with plugins written for one test, all of it gone with the test. */
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import type { TestContext } from 'vitest';
import type { PluginStatus } from '../../../api/protocol/plugin.ts';
import { startHost, type Host } from '../../../main/plugins/host/host.ts';
import type { Launch } from '../../../main/plugins/host/launch.ts';
import type { RestartPolicy } from '../../../main/plugins/host/restart-policy.ts';
import { runtimeOf } from '../../../main/plugins/entry.ts';

/** Less than a test may take, so that what was told is seen. */
const PATIENCE_MS = 40_000;

/** Pauses that no test has to wait for. */
export const AT_ONCE: RestartPolicy = { pausesMs: [50, 50], goodMs: 60_000 };

export interface StartedHost {
  readonly host: Host;
  readonly told: string[];
  /** Of each plugin, every status that is more than a measurement. */
  readonly statuses: ReadonlyMap<string, readonly PluginStatus[]>;
  /** Resolves with the first status from now on, or the last one so far, that is like this. */
  readonly until: (id: string, like: (status: PluginStatus) => boolean) => Promise<PluginStatus>;
}

export function folderFor(t: TestContext): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'ticketime-host-')));
  t.onTestFinished(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));
  return folder;
}

/** Writes a plugin with this program; the name of the entry tells what runs it. */
export function launchOf(
  folder: string,
  id: string,
  entry: string,
  program: string,
  more: Partial<Launch> = {},
): Launch {
  const [home, workFolder] = [join(folder, 'plugins', id), join(folder, 'plugin-data', id)];
  for (const made of [home, workFolder]) mkdirSync(made, { recursive: true });
  writeFileSync(join(home, entry), program, { mode: extname(entry) === '' ? 0o755 : 0o644 });
  return {
    id,
    folder: home,
    entry: join(home, entry),
    runtime: runtimeOf(entry),
    caps: { memoryMb: 128, cpuPercent: 100 },
    address: 'http://127.0.0.1:9',
    token: `token-of-${id}`,
    workFolder,
    logFile: join(folder, 'plugin-logs', `${id}.log`),
    ...more,
  };
}

export function startedHost(t: TestContext, policy: RestartPolicy = AT_ONCE): StartedHost {
  const statuses = new Map<string, PluginStatus[]>();
  const latest = new Map<string, PluginStatus>();
  const told: string[] = [];
  const looks = new Set<() => void>();
  const host = startHost({
    policy,
    tell: (sentence) => told.push(sentence),
    onStatus: (id, status, isUsageOnly) => {
      latest.set(id, status);
      if (!isUsageOnly) statuses.set(id, [...(statuses.get(id) ?? []), status]);
      for (const look of [...looks]) look();
    },
  });
  t.onTestFinished(() => host.close());
  return {
    host,
    told,
    statuses,
    until: (id, like) =>
      new Promise((resolve, reject) => {
        const late = setTimeout(
          () => reject(new Error(`${id} was never so, but: ${JSON.stringify(statuses.get(id), null, 1)}`)),
          PATIENCE_MS,
        );
        const look = () => {
          const status = latest.get(id);
          if (!status || !like(status)) return;
          looks.delete(look);
          clearTimeout(late);
          resolve(status);
        };
        looks.add(look);
        look();
      }),
  };
}

export const isState =
  (state: PluginStatus['state']) =>
  (status: PluginStatus): boolean =>
    status.state === state;

export const logOf = ({ logFile }: Launch): string => readFileSync(logFile, 'utf8');

export function isAlive(pid: number | null): boolean {
  if (pid === null) return false;
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  // One that has ended stays in the table until its parent, or init in its stead, has taken note.
  return process.platform !== 'linux' || !/^State:\s+Z/m.test(statusOf(pid));
}

function statusOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/status`, 'utf8');
  } catch {
    return 'State: Z';
  }
}
