/**
 * The plugins, as a person sees them: which there are, which of them are enabled, and how they are. What keeps their processes is
 * main/plugins/host, loaded with the first one that is started.
 */
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ActionKind } from '../../api/protocol/action.ts';
import type { ScheduledEvent } from '../../api/protocol/event.ts';
import type { Consent, Plugin, PluginHealth, PluginLog, PluginStatus } from '../../api/protocol/plugin.ts';
import { hashOf, newToken } from '../../api/server/secret.ts';
import type { Bridge } from '../bridge/bridge.ts';
import type { Scheduler } from '../events/scheduler.ts';
import { Failure } from '../failure.ts';
import { Consents, covers, type ConsentRecord } from '../plugins/consents.ts';
import { discover, type Found } from '../plugins/discover.ts';
import type { Host } from '../plugins/host/host.ts';
import { lastLines } from '../plugins/host/last-lines.ts';
import { OFF } from '../plugins/host/launch.ts';
import { unpacked } from '../plugins/host/node-program.ts';
import type { Manifest } from '../plugins/manifest.ts';
import { makeFolder } from '../store/data-folder.ts';
import type { Hub } from './hub.ts';
import { consentDiffers, noPlugin, pluginBroken } from './problems.ts';

export interface PluginsOptions {
  /** The data folder. */
  readonly folder: string;
  /** Null while nothing is served: then nothing is started. */
  readonly bridge: () => Pick<Bridge, 'address' | 'admit' | 'dismiss'> | null;
  readonly hub: Hub;
  readonly scheduler: Pick<Scheduler, 'list'>;
  readonly tell: (sentence: string) => void;
  /** Where those lie that come with Ticketime; its own folder unless given, in tests. */
  readonly bundledFolder?: string;
}

/** Beside main/, and beside out/ (the bundle's). */
const BUNDLED = unpacked(fileURLToPath(new URL('../../plugins', import.meta.url)));

export class Plugins {
  private readonly options: PluginsOptions;
  private readonly consents: Consents;
  private readonly statuses = new Map<string, PluginStatus>();
  /** Told once of each start. */
  private readonly warned = new Set<string>();
  /** What is done with one plugin is done one after the other. */
  private readonly turns = new Map<string, Promise<unknown>>();
  /** As they were seen last; undefined until somebody asked. */
  private seen: readonly Found[] | undefined;
  private host: Promise<Host> | undefined;
  private isClosed = false;

  constructor(options: PluginsOptions) {
    this.options = options;
    this.consents = new Consents(options.folder, options.tell);
  }

  /** Those that are enabled, but for what asks for more than was allowed. Resolves when each is being started. */
  async startEnabled(): Promise<void> {
    if (this.isClosed) return;
    await Promise.all(
      this.enabled().map((manifest) => this.inTurn(manifest.id, () => this.startOnce(manifest))),
    );
  }

  private async startOnce(manifest: Manifest): Promise<void> {
    const { id, about } = manifest;
    const consent = this.consents.get(id);
    if (!consent || this.statuses.has(id)) return;
    if (!covers(consent, about)) {
      this.heard(id, { ...OFF, problem: outgrown(manifest, consent) }, false);
      return;
    }
    await this.startOrTell(manifest);
  }

  /** What keeps one from being started is told with it, and keeps no other. */
  private async startOrTell(manifest: Manifest): Promise<void> {
    try {
      await this.start(manifest);
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      const { code, message } = error;
      this.heard(manifest.id, { ...OFF, state: 'stopped', problem: { code, message } }, false);
    }
  }

  /** Looks which there are; whoever is connected is told when that is news. */
  list(): Plugin[] {
    const before = JSON.stringify(this.found);
    const isNews = JSON.stringify(this.look()) !== before;
    this.stopLost();
    if (isNews) this.say();
    return this.shown();
  }

  /** What was taken away, or cannot be used any more, does not run on. */
  private stopLost(): void {
    for (const id of this.statuses.keys())
      if (!this.isUsable(id))
        void this.inTurn(id, () => this.stop(id)).then(() => {
          this.tellWhoAwaits(id);
          this.say();
        });
  }

  /** Rejects with a ProblemError when it cannot be used, or asks for something else. */
  async enable({ id, permissions }: Consent): Promise<Plugin> {
    const manifest = this.manifestOf(id);
    const { permissions: asked, runtime } = manifest.about;
    const isExactly =
      new Set(permissions).size === asked.length && asked.every((one) => permissions.includes(one));
    if (!isExactly) throw consentDiffers(id, asked);
    await this.inTurn(id, async () => {
      this.consents.allow(id, { permissions: asked, runtime });
      await this.startOrTell(manifest);
    });
    this.say();
    return this.one(id);
  }

  async disable(id: string): Promise<Plugin> {
    this.look();
    if (!this.found.some((found) => found.id === id)) throw noPlugin(id);
    await this.inTurn(id, async () => {
      await this.stop(id);
      this.consents.withdraw(id); // may fail, as on a full disk: it has ended all the same
    });
    this.tellWhoAwaits(id);
    this.say();
    return this.one(id);
  }

  log(id: string, count: number): PluginLog {
    if (!this.found.some((found) => found.id === id)) throw noPlugin(id);
    const file = this.logFile(id);
    return { file, lines: lastLines(file, count) };
  }

  /** What enabled plugins can do. */
  kinds(): ActionKind[] {
    return this.enabled().flatMap(({ about }) => about.actions);
  }

  health(): PluginHealth[] {
    return this.enabled().map(({ id, about: { caps } }) => {
      const { state, usage } = this.statusOf(id);
      return { id, state, usage, caps };
    });
  }

  /** Those that should run and do not, one sentence each. */
  reasons(): string[] {
    return this.shown().flatMap(({ id, about, isEnabled, state, problem }) => {
      // Of two with one id, the one that can be used is the one that was allowed.
      const isWanted = isEnabled || (!about && this.consents.get(id) !== null && !this.isUsable(id));
      const isDown = state === 'stopped' || state === 'off' || state === 'broken';
      return isWanted && isDown && problem ? [problem.message] : [];
    });
  }

  /** Resolves when no plugin's process is left. */
  async close(): Promise<void> {
    this.isClosed = true;
    await Promise.allSettled(this.turns.values());
    await (await this.host)?.close();
  }

  private async start({ id, about, folder, entry }: Manifest): Promise<void> {
    const bridge = this.options.bridge();
    if (!bridge || this.isClosed) return;
    await this.stop(id); // with its token, and whatever is connected by that
    const [workFolder, logFile] = [join(this.options.folder, 'plugin-data', id), this.logFile(id)];
    makeFolder(workFolder);
    makeFolder(join(logFile, '..'));
    const token = newToken();
    const { name, permissions, runtime, caps } = about;
    await bridge.admit({ tokenId: tokenIdOf(id), name, permissions, hash: hashOf(token) });
    const { address } = bridge;
    this.warned.delete(id);
    this.keep(id, { ...OFF, state: 'starting' });
    (await this.loaded()).start({ id, folder, entry, runtime, caps, address, token, workFolder, logFile });
  }

  private async stop(id: string): Promise<void> {
    const dismiss = () => this.options.bridge()?.dismiss(tokenIdOf(id));
    // Windows has no signal that asks a program to end: that its connection is closed has to do.
    if (process.platform === 'win32') dismiss();
    await (await this.host)?.stop(id);
    dismiss();
    this.statuses.delete(id);
  }

  private loaded(): Promise<Host> {
    return (this.host ??= import('../plugins/host/host.ts').then(({ startHost }) =>
      startHost({
        onStatus: (id, status, isUsageOnly) => this.heard(id, status, isUsageOnly),
        tell: this.options.tell,
      }),
    ));
  }

  private heard(id: string, status: PluginStatus, isUsageOnly: boolean): void {
    if (isUsageOnly) this.statuses.set(id, status);
    else this.keep(id, status);
    const { state, problem } = status;
    if (state === 'stopped' || state === 'ended') this.options.bridge()?.dismiss(tokenIdOf(id));
    if (isUsageOnly || !problem) return;
    const { hub } = this.options;
    if (state === 'stopped' || state === 'off') {
      hub.alert(problem.code, problem.message);
      this.tellWhoAwaits(id);
    } else if (state === 'running' && !this.warned.has(id)) {
      this.warned.add(id);
      hub.alert(problem.code, problem.message);
    }
  }

  /** An event that asks for what nobody will do is told of now, not when its moment has passed. */
  private tellWhoAwaits(id: string): void {
    const awaiting = this.eventsOf(id);
    if (awaiting.length === 0) return;
    const [{ name }] = awaiting;
    const events = awaiting.length === 1 ? `"${name}"` : `"${name}" and ${awaiting.length - 1} more`;
    this.options.hub.alert(
      'plugin-awaited',
      `The plugin ${id} does not run, and what is scheduled asks it for an action (${events}): start it before then.`,
    );
  }

  /** What is scheduled and asks it for an action. */
  private eventsOf(id: string): ScheduledEvent[] {
    return this.options.scheduler
      .list()
      .filter(({ state, action }) => state === 'scheduled' && action?.kind.startsWith(`${id}.`));
  }

  private keep(id: string, status: PluginStatus): void {
    this.statuses.set(id, status);
    this.say();
  }

  private say(): void {
    if (!this.isClosed) this.options.hub.say({ type: 'plugins', plugins: this.shown() });
  }

  private shown(): Plugin[] {
    return this.found.map(({ id, source, folder, manifest, problem }) => ({
      id,
      source,
      folder,
      about: manifest?.about ?? null,
      isEnabled: manifest !== null && this.consents.get(id) !== null,
      ...(manifest ? this.shownStatus(manifest) : { ...OFF, state: 'broken', problem }),
    }));
  }

  /** One that does not run may have come to ask for more since it did: it is not started again without being allowed that. */
  private shownStatus(manifest: Manifest): PluginStatus {
    const status = this.statusOf(manifest.id);
    const consent = this.consents.get(manifest.id);
    const isUp = status.state === 'starting' || status.state === 'running';
    if (isUp || !consent || covers(consent, manifest.about)) return status;
    return { ...status, problem: outgrown(manifest, consent) };
  }

  /** The one that can be used comes first. */
  private one(id: string): Plugin {
    const plugin = this.shown().find((other) => other.id === id);
    if (!plugin) throw noPlugin(id);
    return plugin;
  }

  private manifestOf(id: string): Manifest {
    this.look();
    const found = this.found.find((other) => other.id === id);
    if (!found) throw noPlugin(id);
    if (!found.manifest) throw pluginBroken(found.problem);
    return found.manifest;
  }

  private enabled(): Manifest[] {
    return this.usable().filter(({ id }) => this.consents.get(id) !== null);
  }

  private usable(): Manifest[] {
    return this.found.flatMap(({ manifest }) => manifest ?? []);
  }

  private isUsable(id: string): boolean {
    return this.usable().some((manifest) => manifest.id === id);
  }

  private statusOf(id: string): PluginStatus {
    return this.statuses.get(id) ?? OFF;
  }

  private logFile(id: string): string {
    return join(this.options.folder, 'plugin-logs', `${id}.log`);
  }

  private get found(): readonly Found[] {
    return this.seen ?? this.look();
  }

  private look(): readonly Found[] {
    const { folder, bundledFolder = BUNDLED } = this.options;
    return (this.seen = discover({ bundled: bundledFolder, installed: join(folder, 'plugins') }));
  }

  private inTurn(id: string, work: () => Promise<void>): Promise<void> {
    const before = this.turns.get(id) ?? Promise.resolve();
    const mine = before.catch(() => undefined).then(work);
    this.turns.set(id, mine);
    return mine;
  }
}

export const tokenIdOf = (pluginId: string): string => `plugin:${pluginId}`;

/** What else was allowed to run covers Node, which is confined (`covers`). */
const RUNNING = {
  node: 'running in Node',
  python: 'running unconfined in Python',
  program: 'running unconfined as a program',
};

function outgrown({ id, about }: Manifest, consent: ConsentRecord): NonNullable<PluginStatus['problem']> {
  const { permissions, runtime } = about;
  const isRuntimeCovered = covers(consent, { permissions: [], runtime });
  const news = [
    ...permissions.filter((permission) => !consent.permissions.includes(permission)),
    ...(isRuntimeCovered ? [] : [RUNNING[runtime]]),
  ];
  return {
    code: 'consent-outgrown',
    message: `The plugin ${id} asks for more than it was allowed, now for ${news.join(', ')}, so it was not started: allow that, or disable it.`,
  };
}
