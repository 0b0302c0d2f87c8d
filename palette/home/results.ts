/** What the one input finds: actions that it could mean, servers, sites, commands; the likeliest first. */
import type { ServerSummary } from '../../api/client/client.ts';
import type { Command } from '../commands/command.ts';
import { KNOWN_SITES } from '../known-sites.ts';
import { eventPhrase, type WallNow } from '../matching/event-phrase.ts';
import { bestMatch, prepare, query, type Prepared, type Range } from '../matching/match.ts';

export type Result =
  | { readonly is: 'add'; readonly key: string; readonly url: string; readonly name: string | null }
  | {
      readonly is: 'event';
      readonly key: string;
      readonly time: string;
      /** Null: none is meant, or none is known by that name. */
      readonly server: ServerSummary | null;
    }
  | {
      readonly is: 'server';
      readonly key: string;
      readonly server: ServerSummary;
      readonly ranges: readonly Range[];
    }
  | {
      readonly is: 'command';
      readonly key: string;
      readonly command: Command;
      readonly ranges: readonly Range[];
    };

export interface Searched {
  readonly servers: readonly SearchedServer[];
  readonly commands: readonly SearchedCommand[];
}

interface SearchedServer {
  readonly server: ServerSummary;
  readonly host: string;
  /** The name as it is shown, then what else it is found by. */
  readonly texts: readonly Prepared[];
}

interface SearchedCommand {
  readonly command: Command;
  readonly texts: readonly Prepared[];
}

/** So many rows are more than anybody reads. */
const MOST_ROWS = 40;
/** The rest is for commands and sites. */
const MOST_SERVERS = 16;
/** A server that fits about as well as a command is what was meant. */
const CLEARLY = 0.1;
/** What is pinned comes first among equals. */
const PINNED = 0.05;
/** A host, perhaps with a scheme, a port and a path; localhost and addresses as well. */
const HOST =
  /^(?:https?:\/\/)?(?:localhost|\d{1,3}(?:\.\d{1,3}){3}|\[[0-9a-f:]+\]|(?:[a-z0-9가-힣](?:[a-z0-9가-힣-]*[a-z0-9가-힣])?\.)+(?:[a-z]{2,}|한국))(?::\d{1,5})?(?:[/?#]\S*)?$/i;

/** No host of ours, but meant as an address: the core has a sentence for what is wrong with it. */
const WITH_SCHEME = /^[a-z][a-z0-9+.-]*:\/\/\S*$/i;

const SITES = KNOWN_SITES.map((site) => ({
  site,
  texts: [prepare(site.name), prepare(site.english), prepare(site.host)],
}));

/** A server that has not changed is not prepared anew; one that has is another object. */
const PREPARED = new WeakMap<ServerSummary, { readonly name: string; readonly searched: SearchedServer }>();

export function searchedServer(server: ServerSummary, name: string): SearchedServer {
  const known = PREPARED.get(server);
  if (known?.name === name) return known.searched;
  const searched = preparedServer(server, name);
  PREPARED.set(server, { name, searched });
  return searched;
}

function preparedServer(server: ServerSummary, name: string): SearchedServer {
  const host = hostOf(server.url);
  const known = KNOWN_SITES.filter((site) => site.host === host);
  const others = known.flatMap((site) => [prepare(site.name), prepare(site.english)]);
  return { server, host, texts: [prepare(name), prepare(host), ...others] };
}

export function searchedCommand(command: Command): SearchedCommand {
  return { command, texts: [prepare(command.name), ...command.also.split(' ').filter(Boolean).map(prepare)] };
}

/** An address may be kept without a scheme; that of `a.test:80` is not `a.test`. */
export function hostOf(url: string): string {
  return URL.parse(/^https?:\/\//i.test(url) ? url : `https://${url}`)?.host ?? url;
}

/** @param now on the wall, for "tomorrow"; null while no clock is known */
export function results(
  { servers, commands }: Searched,
  text: string,
  now: WallNow | null,
): readonly Result[] {
  const wanted = query(text);
  /** A server is found by its host, whatever else of its address was typed. */
  const wantedServer = HOST.test(wanted) ? query(hostOf(text.trim())) : wanted;
  const found = servers
    .flatMap(({ server, texts }) => {
      const match = bestMatch(texts, wantedServer);
      if (!match) return [];
      const ranges = match.of === 0 ? match.ranges : [];
      return [{ score: match.score + (server.favourite ? PINNED : 0), server, ranges }];
    })
    .sort((one, other) => other.score - one.score);
  const given = commands
    .flatMap(({ command, texts }) => {
      const match = bestMatch(texts, wanted);
      return match ? [{ score: match.score, command, ranges: match.of === 0 ? match.ranges : [] }] : [];
    })
    .sort((one, other) => other.score - one.score);
  const ofServers = found.map(({ server, ranges }): Result => ({
    is: 'server',
    key: `server-${server.id}`,
    server,
    ranges,
  }));
  const ofCommands = given.map(({ command, ranges }): Result => ({
    is: 'command',
    key: `command-${command.id}`,
    command,
    ranges,
  }));
  const hosts = new Set(servers.map(({ host }) => host));
  const meant = [...event(wanted, text, now, servers), ...addition(wanted, text, hosts)];
  const areCommandsLikelier =
    wanted !== '' && (given.at(0)?.score ?? 0) > (found.at(0)?.score ?? -CLEARLY) + CLEARLY;
  const few = ofServers.slice(0, MOST_SERVERS);
  const rest = areCommandsLikelier ? [...ofCommands, ...few] : [...few, ...ofCommands];
  return [...meant, ...rest, ...sites(wanted, hosts)].slice(0, MOST_ROWS);
}

function event(
  wanted: string,
  text: string,
  now: WallNow | null,
  servers: readonly SearchedServer[],
): Result[] {
  const phrase = wanted !== '' && now ? eventPhrase(text, now) : null;
  if (!phrase) return [];
  const named = query(phrase.server);
  const best =
    named === ''
      ? null
      : servers
          .map(({ server, texts }) => ({ server, score: bestMatch(texts, named)?.score ?? 0 }))
          .sort((one, other) => other.score - one.score)
          .find(({ score }) => score > 0);
  // With words that are no server's, this was not meant as an event: but for one without any server, it is.
  if (named !== '' && !best && servers.length > 0) return [];
  return [{ is: 'event', key: 'event', time: phrase.time, server: best?.server ?? null }];
}

function addition(wanted: string, text: string, hosts: ReadonlySet<string>): Result[] {
  const url = text.trim();
  if (!HOST.test(wanted) && !WITH_SCHEME.test(wanted)) return [];
  return hosts.has(hostOf(url)) ? [] : [{ is: 'add', key: 'add', url, name: null }];
}

function sites(wanted: string, hosts: ReadonlySet<string>): Result[] {
  if (wanted === '') return [];
  return SITES.filter(({ site }) => !hosts.has(site.host))
    .flatMap(({ site, texts }) => {
      const match = bestMatch(texts, wanted);
      return match && match.score > 0.2 ? [{ score: match.score, site }] : [];
    })
    .sort((one, other) => other.score - one.score)
    .map(({ site }): Result => ({ is: 'add', key: `site-${site.host}`, url: site.host, name: site.name }));
}
