import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { ignoreLostConnections, type TestPostgres } from '@leadwire/testing';
import pg from 'pg';

/** What a part of a run cost, by the counters of this process, of PostgreSQL and of the kernel. */
export interface Load {
  readonly seconds: number;
  /** Processor time of this process. */
  readonly cpuSeconds: number;
  /** Processor time of the server, all its backends together; NaN where there is no /proc. */
  readonly serverCpuSeconds: number;
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
      serverCpuSeconds: after.cpuSeconds - before.cpuSeconds,
      statements: after.statements - before.statements,
      commits: after.commits - before.commits,
      walBytes: after.walBytes - before.walBytes,
    };
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

  /** The one value that a query gives. */
  async value(sql: string): Promise<unknown> {
    const { rows } = await this.#pool.query<unknown[]>({ text: sql, rowMode: 'array' });
    return rows[0]?.[0];
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

/** The processor time of a process and its children, in seconds: of those that have ended, their parent keeps it. */
function cpuOf(pid: number): number {
  if (!existsSync('/proc/self/stat')) return Number.NaN;
  const ticks = readdirSync('/proc').map((name) => {
    const [, parent, ...fields] = statOf(name);
    const [own, ended] = [Number(fields[9]) + Number(fields[10]), Number(fields[11]) + Number(fields[12])];
    if (name === String(pid)) return own + ended;
    return parent === String(pid) ? own : 0;
  });
  return ticks.reduce((sum, each) => sum + each, 0) / TICKS_PER_SECOND;
}

/** What the kernel says of a process behind its name: state, parent and so on. */
function statOf(name: string): string[] {
  try {
    return readFileSync(`/proc/${name}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
  } catch {
    return []; // no process, or one that has ended since
  }
}
