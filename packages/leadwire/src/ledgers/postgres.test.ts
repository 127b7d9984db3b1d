import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { describeLedger } from '../testing/describe-ledger.ts';
import { startPostgres, type TestPostgres } from '../testing/start-postgres.ts';
import { postgresLedger } from './postgres.ts';
import { MIGRATIONS, migrate } from './postgres-schema.ts';

const started = await startPostgres();

describe.skipIf('missing' in started)(
  `on PostgreSQL${'missing' in started ? ` (skipped: ${started.missing})` : ''}`,
  () => {
    const postgres = started as TestPostgres;
    let pool: pg.Pool;
    let schemas = 0;
    const nextSchema = () => `test_${++schemas}`;
    beforeAll(() => {
      pool = new pg.Pool({ connectionString: postgres.connectionString, max: 8 });
      pool.on('error', () => undefined);
      pool.on('connect', (client) => client.on('error', () => undefined));
    });
    afterAll(async () => {
      await pool.end();
      await postgres.stop();
    });

    const makeLedger = async () => {
      const schema = nextSchema();
      return {
        ledger: postgresLedger({ connectionString: postgres.connectionString, schema }),
        again: async () => postgresLedger({ connectionString: postgres.connectionString, schema }),
        remove: async () => void (await pool.query(`drop schema if exists ${schema} cascade`)),
      };
    };

    describeLedger('postgresLedger', makeLedger, { runs: 15 });

    const entry = (key: string, subject = `person-${key}`) => ({
      provider: 'p',
      account: 'a',
      key,
      fingerprint: 'f',
      subject,
      payload: '{}',
    });

    test('of several workers that claim the same leads at once, each lead goes to one', async () => {
      const schema = nextSchema();
      const workers = Array.from({ length: 4 }, () =>
        postgresLedger({ connectionString: postgres.connectionString, schema }),
      );
      const entries = Array.from({ length: 300 }, (_, index) => entry(`key-${index}`, `person-${index % 200}`));
      const shuffled = [entries, entries.toReversed(), entries.slice(150), entries.toReversed()];
      const all = await Promise.all(
        workers.map((worker, index) => worker.claim(shuffled[index] ?? [], { now: 1, leaseMs: 100 })),
      );
      const leased = all.flatMap((claims, worker) =>
        claims.filter(({ kind }) => kind === 'leased').map(({ row }) => ({ row, worker })),
      );
      expect(leased.length).toBe(200);
      expect(new Set(leased.map(({ row }) => row.subject)).size).toBe(200);
      const marks = await Promise.all(
        workers.map((worker) =>
          worker.markSent(
            leased.map(({ row }) => row),
            2,
          ),
        ),
      );
      for (const marked of marks) expect(marked.every(Boolean)).toBe(true); // one lease each, whoever says so
      for (const worker of workers) await worker.close();
    });

    test('workers that start at once migrate once', async () => {
      const schema = nextSchema();
      const workers = Array.from({ length: 6 }, () =>
        postgresLedger({ connectionString: postgres.connectionString, schema }),
      );
      await Promise.all(workers.map((worker) => worker.counts()));
      expect((await pool.query(`select version from ${schema}.version`)).rows).toEqual([
        { version: MIGRATIONS.length },
      ]);
      for (const worker of workers) await worker.close();
    });

    test('a schema of version 1 is brought up to date, its rows kept', async () => {
      const schema = nextSchema();
      const client = await pool.connect();
      await migrate(client, schema, MIGRATIONS.slice(0, 1));
      await client.query(`insert into ${schema}.effect (provider, account, key, fingerprint, subject, state, fence, attempts, unknowns, updated_at)
      values ('p', 'a', 'old', 'f', 'jane', 'confirmed', 1, 1, 0, 5)`);
      client.release();
      const ledger = postgresLedger(pool, { schema });
      const [found] = await ledger.claim([entry('new', 'jane')], { now: 1, leaseMs: 100 });
      expect([found?.kind, found?.row.key]).toEqual(['same-subject', 'old']);
      expect((await pool.query(`select version from ${schema}.version`)).rows).toEqual([
        { version: MIGRATIONS.length },
      ]);
      await ledger.close();
    });

    test('a schema of a later version is refused', async () => {
      const schema = nextSchema();
      await pool.query(
        `create schema ${schema}; create table ${schema}.version (version integer); insert into ${schema}.version values (99)`,
      );
      await expect(postgresLedger(pool, { schema }).counts()).rejects.toThrow(/later leadwire \(version 99/);
    });

    test('the intent waits for the disk even where the server would not', async () => {
      const schema = nextSchema();
      const lazy = new pg.Pool({ connectionString: postgres.connectionString, options: '-c synchronous_commit=off' });
      const ledger = postgresLedger(lazy, { schema });
      const [found] = await ledger.claim([entry('a')], { now: 1, leaseMs: 100 });
      const seen: unknown[] = [];
      await pool.query(`create function ${schema}.spy() returns trigger language plpgsql as
      $$ begin raise exception '%', current_setting('synchronous_commit'); end $$;
      create trigger spy before update on ${schema}.effect for each row execute function ${schema}.spy()`);
      await ledger.markSent(found ? [found.row] : [], 2).catch((error: Error) => seen.push(error.message));
      expect(seen).toEqual([expect.stringContaining('cannot be used: on')]);
      await lazy.end();
    });

    test('a database that cannot be reached is an error to act on, without the password', async () => {
      const ledger = postgresLedger({ connectionString: 'postgres://jane:hush-hush@127.0.0.1:1/nowhere' });
      const failure = await ledger.counts().catch((error: Error) => error);
      expect(String(failure)).toMatch(/The ledger database cannot be used/);
      expect(JSON.stringify(failure)).not.toContain('hush');
      await ledger.close();
    });
  },
);
