/** Where a package is made, and what is there to sign and to publish it. Read off the environment, as GitHub Actions sets it. */

export interface Circumstances {
  readonly platform: NodeJS.Platform;
  readonly arch: string;
  /** Where updates are looked for; null: nowhere. */
  readonly repository: { readonly owner: string; readonly repo: string } | null;
  readonly signing: {
    readonly windows: boolean;
    readonly mac: boolean;
    readonly notarization: boolean;
  };
}

type Environment = Readonly<Record<string, string | undefined>>;

/** The names that electron-builder takes them by; each group is of use only as a whole. */
const WINDOWS = ['WIN_CSC_LINK', 'WIN_CSC_KEY_PASSWORD'];
const MAC = ['CSC_LINK', 'CSC_KEY_PASSWORD'];
const NOTARIZATION = ['APPLE_API_KEY', 'APPLE_API_KEY_ID', 'APPLE_API_ISSUER'];

export function circumstances(
  environment: Environment,
  platform: NodeJS.Platform,
  arch: string,
): Circumstances {
  // A secret that is not set comes as an empty text.
  const hasAll = (names: readonly string[]) => names.every((name) => environment[name]);
  const mac = hasAll(MAC);
  return {
    platform,
    arch,
    repository: repositoryOf(environment['GITHUB_REPOSITORY']),
    signing: { windows: hasAll(WINDOWS), mac, notarization: mac && hasAll(NOTARIZATION) },
  };
}

/**
 * What electron-builder would stumble over, taken out of its environment or put right: half a group, texts that are empty, and a key that
 * is given as a text where it asks for a file.
 *
 * @param keep writes a key to a file that only this person can read, and returns its path
 */
export function signingEnvironment(environment: Environment, keep: (key: string) => string): Environment {
  const whole = [WINDOWS, MAC, NOTARIZATION].filter((names) => names.every((name) => environment[name]));
  const given = Object.fromEntries(
    [...WINDOWS, ...MAC, ...NOTARIZATION].map((name) => [
      name,
      whole.some((names) => names.includes(name)) ? environment[name] : undefined,
    ]),
  );
  const key = given['APPLE_API_KEY'];
  return key?.startsWith('-----BEGIN') ? { ...given, APPLE_API_KEY: keep(key) } : given;
}

function repositoryOf(name: string | undefined): Circumstances['repository'] {
  const [, owner, repo] = /^([\w.-]+)\/([\w.-]+)$/.exec(name ?? '') ?? [];
  return owner && repo ? { owner, repo } : null;
}

/** One sentence for each thing that the package will be without. */
export function notices({ platform, repository, signing }: Circumstances): string[] {
  const missing = [];
  if (platform === 'win32' && !signing.windows)
    missing.push(`Not signed, so Windows will warn before it runs: set ${WINDOWS.join(' and ')} to sign.`);
  if (platform === 'darwin' && !signing.mac)
    missing.push(
      `Not signed, so macOS will refuse it at first, and it will not update itself: set ${MAC.join(' and ')} to sign.`,
    );
  if (platform === 'darwin' && signing.mac && !signing.notarization)
    missing.push(
      `Signed but not notarised, so macOS will refuse it at first: set ${NOTARIZATION.join(', ')} to notarise.`,
    );
  if (!repository)
    missing.push(
      `It will look for no updates${platform === 'linux' ? ', and no deb is made' : ''}: set GITHUB_REPOSITORY (owner/name) to where its releases are.`,
    );
  return missing;
}
