import { Failure } from '../failure.ts';
import type { Chain } from './chain.ts';
import type { Database, Stored } from './sqlite.ts';

export interface ServerRecord {
  readonly id: string;
  /** What is measured; no two have the same. */
  readonly address: string;
  readonly name: string;
  readonly favourite: boolean;
  /** The time zone its events are in; null for this machine's. */
  readonly zone: string | null;
  /** The person's own trim, ms; positive when the press is to be later. */
  readonly trimMs: number;
  /** Between automatic syncs, ms; null as the settings say, 0 never. */
  readonly intervalMs: number | null;
  /** Whether the person allowed an address that is not public. */
  readonly allowsPrivate: boolean;
  readonly createdEpochMs: number;
}

export interface Servers {
  /** In the order in which they were added. */
  list(): ServerRecord[];
  get(id: string): ServerRecord | null;
  byAddress(address: string): ServerRecord | null;
  /** Throws the Failure `server-known` when its id or address is there already. */
  add(record: ServerRecord): void;
  /** Returns it as it is now; null when there is none. */
  update(id: string, changes: Partial<Omit<ServerRecord, 'id' | 'createdEpochMs'>>): ServerRecord | null;
  /** Its estimates go too, a slice at a time. Returns whether it was there. */
  remove(id: string): boolean;
}

interface Row {
  readonly id: string;
  readonly address: string;
  readonly name: string;
  readonly favourite: number;
  readonly zone: string | null;
  readonly trim_ms: number;
  readonly interval_ms: number | null;
  readonly allows_private: number;
  readonly created_epoch_ms: number;
}

const COLUMNS = 'address, name, favourite, zone, trim_ms, interval_ms, allows_private, created_epoch_ms, id';
const SELECT = `SELECT ${COLUMNS} FROM servers`;

/** Estimates that are taken out at once: some 10 ms. */
const SLICE = 200;

export interface OwnServers extends Servers {
  /** Takes out some estimates of servers that are gone; returns whether there are more. */
  sweep(): boolean;
}

/** @param onRemoved called when there may be something to sweep. */
export function createServers(database: Database, estimates: Chain, onRemoved: () => void): OwnServers {
  const list = database.query<Row>(`${SELECT} ORDER BY created_epoch_ms, rowid`);
  const get = database.query<Row>(`${SELECT} WHERE id = ?`);
  const byAddress = database.query<Row>(`${SELECT} WHERE address = ?`);
  const adding = database.query(`INSERT INTO servers (${COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`);
  const updating = database.query(
    `UPDATE servers SET (${COLUMNS}) = (?, ?, ?, ?, ?, ?, ?, ?, ?) WHERE id = ?`,
  );
  const removing = database.query('DELETE FROM servers WHERE id = ?');
  const noting = database.query('INSERT OR IGNORE INTO removals (server_id) VALUES (?)');
  const forgetting = database.query('DELETE FROM removals WHERE server_id = ?');
  const removals = database.query<{ server_id: string }>('SELECT server_id FROM removals');
  const leaving = database.query('SELECT 1 FROM removals WHERE server_id = ?');
  const estimatesOf = database.query<{ seq: number }>(
    `SELECT seq FROM estimates INDEXED BY estimates_by_number WHERE server_id = ? LIMIT ${SLICE}`,
  );

  const record = (id: string) => get.all(id).map(recordOf).at(0) ?? null;

  /** Returns whether some are left. */
  const sweepServer = (id: string): boolean => {
    const seqs = estimatesOf.all(id).map(({ seq }) => seq);
    if (seqs.length > 0) estimates.remove(seqs);
    if (seqs.length === SLICE) return true;
    forgetting.run(id);
    return false;
  };

  return {
    list: () => list.all().map(recordOf),
    get: record,
    byAddress: (address) => byAddress.all(address).map(recordOf).at(0) ?? null,
    add(server) {
      if (record(server.id) || byAddress.get(server.address)) {
        throw new Failure('server-known', `${server.address} is kept already: use the one that is there.`);
      }
      // What is left of one that had the same id must not become this one's.
      while (leaving.get(server.id) && sweepServer(server.id));
      adding.run(...valuesOf(server));
    },
    update(id, changes) {
      const server = record(id);
      if (!server) return null;
      const other = changes.address === undefined ? undefined : byAddress.get(changes.address);
      if (other && other.id !== id) {
        throw new Failure('server-known', `${other.address} is kept already: use the one that is there.`);
      }
      updating.run(...valuesOf({ ...server, ...changes }), id);
      return record(id);
    },
    remove(id) {
      if (!get.get(id)) return false;
      database.write(() => {
        noting.run(id);
        removing.run(id);
      });
      if (sweepServer(id)) onRemoved();
      return true;
    },
    sweep() {
      const first = removals.get();
      return first !== undefined && (sweepServer(first.server_id) || removals.get() !== undefined);
    },
  };
}

function valuesOf(server: ServerRecord): Stored[] {
  return [
    server.address,
    server.name,
    Number(server.favourite),
    server.zone,
    server.trimMs,
    server.intervalMs,
    Number(server.allowsPrivate),
    server.createdEpochMs,
    server.id,
  ];
}

function recordOf(row: Row): ServerRecord {
  return {
    id: row.id,
    address: row.address,
    name: row.name,
    favourite: row.favourite !== 0,
    zone: row.zone,
    trimMs: row.trim_ms,
    intervalMs: row.interval_ms,
    allowsPrivate: row.allows_private !== 0,
    createdEpochMs: row.created_epoch_ms,
  };
}
