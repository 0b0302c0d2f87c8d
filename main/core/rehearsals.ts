/**
 * The presses so far, in `rehearsals.json` of the data folder: the newest of each server, written whole. They go with their server.
 */
import { readFileSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import type { Rehearsal } from '../../api/protocol/practice.ts';
import { writeWhole } from '../../api/server/whole-file.ts';
import { folderFailure } from '../store/data-folder.ts';

const MOST_OF_A_SERVER = 200;
const NUMBERS = [
  'pressedEpochMs',
  'targetEpochMs',
  'reactionMs',
  'sendingMs',
  'openingMs',
  'delayMs',
  'lateMs',
  'accuracyMs',
] as const;

export interface RehearsalsOptions {
  readonly folder: string;
  readonly has: (serverId: string) => boolean;
  readonly tell: (sentence: string) => void;
}

export class Rehearsals {
  private readonly options: RehearsalsOptions;
  /** By server, newest first. Read when they are first asked for: a start has no time for them. */
  private kept: Map<string, readonly Rehearsal[]> | undefined;

  constructor(options: RehearsalsOptions) {
    this.options = options;
  }

  /** Newest first. */
  of(serverId: string): readonly Rehearsal[] {
    return this.all().get(serverId) ?? [];
  }

  /** Throws a Failure when it cannot be written; it is there as long as the core runs all the same. */
  add(rehearsal: Rehearsal): void {
    const { serverId } = rehearsal;
    this.all().set(serverId, [rehearsal, ...this.of(serverId)].slice(0, MOST_OF_A_SERVER));
    this.write();
  }

  /** Throws a Failure when it cannot be written: then nothing is forgotten. */
  clear(serverId: string): void {
    const before = this.of(serverId);
    if (before.length === 0) return;
    this.all().delete(serverId);
    try {
      this.write();
    } catch (error) {
      this.all().set(serverId, before);
      throw error;
    }
  }

  private get path(): string {
    return join(this.options.folder, 'rehearsals.json');
  }

  private all(): Map<string, readonly Rehearsal[]> {
    // Those of a server that went while this could not be written go now.
    return (this.kept ??= new Map([...this.read()].filter(([serverId]) => this.options.has(serverId))));
  }

  /** What cannot be used is put aside: the next press would write over it. Throws a Failure when even that cannot be done. */
  private read(): Map<string, readonly Rehearsal[]> {
    const { path } = this;
    try {
      const held: unknown = JSON.parse(readFileSync(path, 'utf8'));
      if (!isKept(held)) throw new SyntaxError('No rehearsals.');
      return new Map(Object.entries(held));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return new Map();
    }
    const aside = `${path}.unreadable`;
    try {
      renameSync(path, aside);
    } catch (error) {
      throw folderFailure(error, this.options.folder);
    }
    this.options.tell(`${path} holds no rehearsals that can be read, so it was put aside as ${aside}.`);
    return new Map();
  }

  private write(): void {
    try {
      writeWhole(this.path, `${JSON.stringify(Object.fromEntries(this.all()))}\n`);
    } catch (error) {
      throw folderFailure(error, this.options.folder);
    }
  }
}

/** By hand, for the schemas take longer to load than all the rest of a start does. */
function isKept(held: unknown): held is Record<string, readonly Rehearsal[]> {
  if (typeof held !== 'object' || held === null || Array.isArray(held)) return false;
  return Object.values(held).every((list: unknown) => Array.isArray(list) && list.every(isRehearsal));
}

function isRehearsal(held: unknown): held is Rehearsal {
  if (typeof held !== 'object' || held === null) return false;
  const fields = held as Record<string, unknown>;
  return typeof fields['id'] === 'string' && NUMBERS.every((name) => Number.isFinite(fields[name]));
}
