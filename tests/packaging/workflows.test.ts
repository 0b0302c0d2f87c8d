/** What GitHub runs, as far as it can be known from here: that it can be read, asks for no more than it needs, and names what is there. */
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { load } from 'js-yaml';
import { expect, test } from 'vitest';

interface Step {
  readonly uses?: string;
  readonly run?: string;
  readonly env?: Readonly<Record<string, string>>;
}

interface Job {
  readonly 'runs-on': string;
  readonly 'timeout-minutes'?: number;
  readonly permissions?: Readonly<Record<string, string>>;
  readonly needs?: string;
  readonly steps: readonly Step[];
}

interface Workflow {
  readonly name: string;
  readonly permissions: Readonly<Record<string, string>>;
  readonly concurrency?: { readonly group: string };
  readonly jobs: Readonly<Record<string, Job>>;
}

const ROOT = resolve(import.meta.dirname, '../..');
const FOLDER = join(ROOT, '.github/workflows');
const workflows = new Map(
  readdirSync(FOLDER).map((file) => [file, load(readFileSync(join(FOLDER, file), 'utf8')) as Workflow]),
);
const jobs = [...workflows.values()].flatMap(({ jobs }) => Object.entries(jobs));
const steps = jobs.flatMap(([, job]) => job.steps);
const runs = steps.flatMap(({ run }) => run ?? []);

test('there is one that checks, and one that releases', () => {
  expect([...workflows.keys()].sort()).toEqual(['check.yml', 'release.yml']);
});

test('only the job that makes the draft may write, and each job ends some time', () => {
  for (const { permissions, concurrency } of workflows.values()) {
    expect(permissions).toEqual({ contents: 'read' });
    expect(concurrency?.group).toContain('github.ref');
  }
  expect(jobs.filter(([, { permissions }]) => permissions).map(([name]) => name)).toEqual(['draft']);
  for (const [, job] of jobs) expect(job['timeout-minutes']).toBeGreaterThan(0);
});

test("every action is GitHub's own, at a fixed major version", () => {
  for (const { uses } of steps) if (uses !== undefined) expect(uses).toMatch(/^actions\/[\w-]+@v\d+$/);
});

test('what they run is there: each script, each file', () => {
  const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
    readonly scripts: Readonly<Record<string, string>>;
  };
  const named = runs.flatMap((run) => [...run.matchAll(/npm run ([\w:-]+)/g)].map(([, name]) => name));
  expect(named).toEqual(expect.arrayContaining(['check', 'build', 'package']));
  for (const name of named) expect(Object.keys(scripts)).toContain(name);
  const files = runs.flatMap((run) =>
    [...run.matchAll(/(?:node|-c) ((?:[\w-]+\/)+[\w.-]+)/g)].map(([, path]) => path),
  );
  expect(files.length).toBeGreaterThan(0);
  for (const path of files) expect([path, existsSync(join(ROOT, path))]).toEqual([path, true]);
});

test('a package is uploaded by its makers, and published by none of them', () => {
  const { package: packaging, draft } = Object.fromEntries(jobs);
  expect(packaging.steps.map(({ run }) => run)).toContain('npm run package -- --publish never');
  expect(draft.needs).toBe('package');
  expect(draft.steps.at(-1)?.run).toMatch(/gh release create .*--draft --verify-tag/);
});

test('a secret goes to the one step that signs, on the one system that needs it', () => {
  const withSecrets = steps.filter(({ env }) => JSON.stringify(env ?? {}).includes('secrets.'));
  expect(withSecrets.map(({ run }) => run)).toEqual(['npm run package -- --publish never']);
  for (const [name, value] of Object.entries(withSecrets[0].env ?? {})) {
    const system = name.startsWith('WIN_') ? 'Windows' : 'macOS';
    expect(value).toBe(`\${{ runner.os == '${system}' && secrets.${name} || '' }}`);
  }
});
