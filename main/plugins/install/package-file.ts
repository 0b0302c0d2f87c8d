/** A plugin's `package.json`, where it has one: whether it is meant to be a plugin, and what else it would need. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import { Failure } from '../../failure.ts';

/** By which plugins are found among all packages. */
export const KEYWORD = 'ticketime-plugin';
/** What the core itself gives to each plugin. */
const GIVEN = 'ticketime';

const Names = v.fallback(v.array(v.string()), []);
const Dependencies = v.fallback(v.record(v.string(), v.unknown()), {});

/** Only what is looked at; whatever else stands there is npm's. */
const PackageFile = v.object({
  name: v.fallback(v.nullable(v.string()), null),
  version: v.fallback(v.nullable(v.string()), null),
  keywords: Names,
  dependencies: Dependencies,
  bundleDependencies: v.fallback(v.optional(v.union([v.boolean(), v.array(v.string())])), undefined),
  bundledDependencies: v.fallback(v.optional(v.union([v.boolean(), v.array(v.string())])), undefined),
});
export type PackageFile = v.InferOutput<typeof PackageFile>;

/** Null when there is none. */
export function readPackageFile(folder: string, label: string): PackageFile | null {
  const path = join(folder, 'package.json');
  if (!existsSync(path)) return null;
  try {
    return v.parse(PackageFile, JSON.parse(readFileSync(path, 'utf8')));
  } catch (error) {
    throw new Failure(
      'package-unreadable',
      `The package.json of ${label} is not one JSON object: mend it, or leave it out of a plugin that is not published.`,
      { cause: error },
    );
  }
}

/** The names of those that are to come with it. */
export function bundledOf({ dependencies, bundleDependencies, bundledDependencies }: PackageFile): string[] {
  const bundled = bundleDependencies ?? bundledDependencies ?? false;
  if (typeof bundled !== 'boolean') return bundled;
  return bundled ? Object.keys(dependencies) : [];
}

export function assertMeant(about: PackageFile | null, label: string): asserts about is PackageFile {
  if (about?.keywords.includes(KEYWORD)) return;
  throw new Failure(
    'not-a-plugin',
    `${label} is no plugin of Ticketime, for its package.json lacks the keyword ${KEYWORD}: see which are with ticketime plugin search.`,
  );
}

/** Nothing is fetched but the plugin itself. */
export function assertWhole(folder: string, { dependencies }: PackageFile, label: string): void {
  const missing = Object.keys(dependencies)
    .filter((name) => name !== GIVEN)
    .find((name) => !existsSync(join(folder, 'node_modules', name, 'package.json')));
  if (missing === undefined) return;
  throw new Failure(
    'dependencies-missing',
    `${label} depends on the package ${missing} and does not bring it, and nothing is fetched with a plugin: its maker can add it to bundleDependencies, or bundle the program.`,
  );
}
