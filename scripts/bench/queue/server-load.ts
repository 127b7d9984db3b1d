import { readdirSync, readFileSync } from 'node:fs';
import { ignoreLostConnections, type TestPostgres } from '@leadwire/testing';
import pg from 'pg';

/** What a part of a run cost, by the counters of this process, of PostgreSQL and of the kernel. */
export interface Load {
  readonly seconds: number;
  /** Processor time of this process. */
  readonly cpuSeconds: number;
  /** Processor time of the server, all its backends together; undefined where there is no /proc. */
  readonly serverCpuSeconds: number | undefined;
  readonly statements: number;
  readonly commits: number;
  readonly walBytes: number;
}

/** Ticks of the processor time in /proc, which are hundredths of a second wherever Linux runs today. */
const TICKS_PER_SECOND = 100;

/** Settings that a server needs to be measured. */
export const MEASURED = { shared_preload_libraries: 'pg_stat_statements', 'pg_stat_statements.max': '10000' } as const;

/** Reads the counters of one server. */
export class ServerLoad {
  readonly #pool: pg.Pool;
  readonly #server: TestPostgres;

  constructor(server: TestPostgres) {
    this.#server = server;
    this.#pool = ignoreLostConnections(new pg.Pool({ connectionString: server.connectionString, max: 1 }));
  }

  async open(): Promise<void> {
    await this.#pool.query('create extension if not exists pg_stat_statements');
  }

  /** What the work cost. */
  async of(work: () => Promise<unknown>): Promise<Load> {
    const before = await this.#counters();
    const cpu = process.cpuUsage();
    const startedAt = performance.now();
    await work();
    const seconds = (performance.now() - startedAt) / 1_000;
    const { user, system } = process.cpuUsage(cpu);
    const after = await this.#counters();
    return {
      seconds,
      cpuSeconds: (user + system) / 1_000_000,
      serverCpuSeconds:
        after.cpuSeconds === undefined || before.cpuSeconds === undefined
          ? undefined
          : after.cpuSeconds - before.cpuSeconds,
      statements: after.statements - before.statements,
      commits: after.commits - before.commits,
      walBytes: after.walBytes - before.walBytes,
    };
  }

  /** Statements by the time that the server spent on them, most first. */
  async statements(limit: number) {
    const { rows } = await this.#pool.query(
      `select calls::integer, round(total_exec_time)::integer as ms, rows::integer, left(regexp_replace(query, '\\s+', ' ', 'g'), 110) as query
       from pg_stat_statements order by total_exec_time desc limit $1`,
      [limit],
    );
    return rows;
  }

  /** Bytes of all tables and indexes of the schemas. */
  async bytesOf(schemas: readonly string[]): Promise<number> {
    const { rows } = await this.#pool.query<{ bytes: string }>(
      `select coalesce(sum(pg_total_relation_size(c.oid)), 0)::text as bytes from pg_class c join pg_namespace n on n.oid = c.relnamespace
       where n.nspname = any($1) and c.relkind = 'r'`,
      [schemas],
    );
    return Number(rows[0]?.bytes);
  }

  async count(sql: string): Promise<number> {
    const { rows } = await this.#pool.query<{ count: string }>(sql);
    return Number(rows[0]?.count);
  }

  async version(): Promise<string> {
    const { rows } = await this.#pool.query<{ server_version: string }>('show server_version');
    return rows[0]?.server_version ?? '';
  }

  close(): Promise<void> {
    return this.#pool.end();
  }

  async #counters() {
    const { rows } = await this.#pool.query<{ statements: string; commits: string; wal: string }>(
      `select (select coalesce(sum(calls), 0) from pg_stat_statements)::text as statements,
         (select sum(xact_commit) from pg_stat_database)::text as commits,
         (pg_current_wal_lsn() - '0/0')::text as wal`,
    );
    const [row] = rows;
    return {
      statements: Number(row?.statements),
      commits: Number(row?.commits),
      walBytes: Number(row?.wal),
      cpuSeconds: cpuOf(this.#server.pid),
    };
  }
}

/** The processor time of a process and its children: of those that have ended, their parent keeps it. */
function cpuOf(pid: number): number | undefined {
  try {
    const ticks = readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .map((name) => statOf(name))
      .filter((fields) => fields !== undefined)
      .reduce((sum, { id, parent, own, ended }) => {
        if (id === pid) return sum + own + ended;
        return parent === pid ? sum + own : sum;
      }, 0);
    return ticks / TICKS_PER_SECOND;
  } catch {
    return undefined;
  }
}

function statOf(name: string) {
  try {
    const fields = readFileSync(`/proc/${name}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
    const at = (place: number): number => Number(fields[place]);
    return { id: Number(name), parent: at(1), own: at(11) + at(12), ended: at(13) + at(14) };
  } catch {
    return undefined; // it has ended since
  }
}
