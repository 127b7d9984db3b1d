import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { inspect } from 'node:util';
import type { LeadwireError, Ledger } from '@leadwire/core';
import { ignoreLostConnections, startPostgres, type TestPostgres } from '@leadwire/testing';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest';
import { createLeadwire } from '../../create-leadwire.ts';
import { fakeTarget } from '../../testing/fake-target.ts';
import { postgresLedger } from './postgres-ledger.ts';
import { MIGRATIONS, migrate } from './schema.ts';

const started = await startPostgres();

const entry = (key: string, dedupeKey = `person-${key}`) => ({
  provider: 'p',
  account: 'a',
  key,
  fingerprint: 'f',
  dedupeKey,
  payload: '{"phone":"+14155552671"}',
});
const LEASE = { now: 1, leaseMs: 100 };

async function endServer(server: Server, sockets: readonly Socket[]): Promise<void> {
  for (const socket of sockets) socket.destroy();
  await new Promise((resolve) => server.close(resolve));
}

const failureOf = (call: Promise<unknown>): Promise<LeadwireError> =>
  call.then(
    () => {
      throw new Error('it did not fail');
    },
    (error) => error as LeadwireError,
  );

describe.skipIf('missing' in started)(
  `on PostgreSQL${'missing' in started ? ` (skipped: ${started.missing})` : ''}`,
  () => {
    const postgres = started as TestPostgres;
    const ledgers: Ledger[] = [];
    let pool: pg.Pool;
    let schemas = 0;
    const nextSchema = () => `test_${++schemas}`;
    const open = (connectionString: string, schema: string): Ledger => {
      const ledger = postgresLedger({ connectionString, schema });
      ledgers.push(ledger);
      return ledger;
    };
    const addressOf = (change: (url: URL) => void): string => {
      const url = new URL(postgres.connectionString);
      change(url);
      return url.href;
    };
    const versionsOf = async (schema: string) => (await pool.query(`select version from ${schema}.version`)).rows;
    const LATEST = [{ version: MIGRATIONS.length }];

    beforeAll(() => {
      pool = ignoreLostConnections(new pg.Pool({ connectionString: postgres.connectionString, max: 8 }));
    });
    afterAll(async () => {
      await Promise.all(ledgers.map((ledger) => ledger.close()));
      await pool.end();
      await postgres.stop();
    });

    describe('the schema', () => {
      test('workers that start at once make the schema once', async () => {
        const schema = nextSchema();
        const workers = Array.from({ length: 6 }, () => open(postgres.connectionString, schema));
        await Promise.all(workers.map((worker) => worker.counts()));
        expect(await versionsOf(schema)).toEqual(LATEST);
      });

      test('a schema of version 1 is brought up to date, and its rows are kept', async () => {
        const schema = nextSchema();
        const client = await pool.connect();
        await migrate(client, schema, MIGRATIONS.slice(0, 1));
        await client.query(`insert into ${schema}.effect (provider, account, key, fingerprint, subject, state, fence, attempts, unknowns, updated_at)
          values ('p', 'a', 'old', 'f', 'jane', 'confirmed', 1, 1, 0, 5)`);
        client.release();
        const [found] = await postgresLedger(pool, { schema }).claim([entry('new', 'jane')], LEASE);
        expect([found?.kind, found?.row.key]).toEqual(['duplicate', 'old']);
        expect(await versionsOf(schema)).toEqual(LATEST);
      });

      test('a schema of a later version is refused, and left as it is', async () => {
        const schema = nextSchema();
        await pool.query(
          `create schema ${schema}; create table ${schema}.version (version integer); insert into ${schema}.version values (99)`,
        );
        const failure = await failureOf(postgresLedger(pool, { schema }).counts());
        expect(failure).toMatchObject({ kind: 'misconfigured', code: 'ledger-version', hint: 'Update leadwire.' });
        expect(failure.message).toMatch(/later leadwire \(version 99/);
        expect(await versionsOf(schema)).toEqual([{ version: 99 }]);
      });

      test('a schema may have a name that is a word of SQL', async () => {
        expect(await open(postgres.connectionString, 'user').claim([entry('a')], LEASE)).toMatchObject([
          { kind: 'leased' },
        ]);
      });

      test('a user who may not make a schema uses one that was made for it', async () => {
        const schema = nextSchema();
        await pool.query(`create role maker login password 'hush-hush'; create schema ${schema} authorization maker`);
        const address = addressOf((url) => Object.assign(url, { username: 'maker', password: 'hush-hush' }));
        expect(await open(address, schema).claim([entry('a')], LEASE)).toMatchObject([{ kind: 'leased' }]);
      });

      test('a user who may only write uses the schema, and one who may only read looks at it', async () => {
        const schema = nextSchema();
        await postgresLedger(pool, { schema }).claim([entry('a')], LEASE);
        await pool.query(`create role writer login password 'hush-hush'; create role reader login password 'hush-hush';
          grant usage on schema ${schema} to writer, reader; grant select on all tables in schema ${schema} to writer, reader;
          grant insert, update, delete on all tables in schema ${schema} to writer`);
        const as = (username: string) =>
          open(
            addressOf((url) => Object.assign(url, { username, password: 'hush-hush' })),
            schema,
          );
        expect(await as('writer').claim([entry('b')], LEASE)).toMatchObject([{ kind: 'leased' }]);
        const reader = as('reader');
        expect(await reader.counts()).toMatchObject({ leased: 2 });
        const failure = await failureOf(reader.claim([entry('c')], LEASE));
        expect(failure.hint).toMatch(/select, insert, update and delete/);
      });
    });

    test.each<[string, (url: URL) => void, RegExp]>([
      ['a wrong password', (url) => Object.assign(url, { password: 'hush-hush' }), /user and password/],
      ['a user who is not there', (url) => Object.assign(url, { username: 'jane', password: 'hush-hush' }), /user and/],
      ['a database that is not there', (url) => Object.assign(url, { pathname: '/nowhere' }), /Create the database/],
      ['a server without TLS', (url) => Object.assign(url, { search: '?sslmode=verify-full' }), /sslmode/],
      [
        'a read-only session',
        (url) => url.searchParams.set('options', '-c default_transaction_read_only=on'),
        /primary/,
      ],
    ])('%s is an error to act on, without the password', async (_, change, hint) => {
      const failure = await failureOf(open(addressOf(change), nextSchema()).counts());
      expect(failure).toMatchObject({
        kind: 'misconfigured',
        code: 'ledger-failed',
        hint: expect.stringMatching(hint),
      });
      const all = inspect(failure, { depth: 20, showHidden: true }) + JSON.stringify(failure);
      expect(all).not.toContain('hush');
      expect(all).not.toContain(`${new URL(postgres.connectionString).password}@`);
    });

    test('a database that cannot hold every name is refused before anything is made in it', async () => {
      await pool.query("create database latin encoding 'LATIN1' template template0 lc_collate 'C' lc_ctype 'C'");
      const address = addressOf((url) => Object.assign(url, { pathname: '/latin' }));
      expect(await failureOf(open(address, 'leads').counts())).toMatchObject({
        kind: 'misconfigured',
        message: 'The ledger cannot be created: the database has the encoding LATIN1',
        hint: expect.stringContaining("encoding 'UTF8'"),
      });
      const other = new pg.Client(address);
      await other.connect();
      expect((await other.query("select from pg_namespace where nspname = 'leads'")).rows).toEqual([]);
      await other.end();
    });

    test('a server that takes no writes for a while is unavailable, and the next call has another connection', async () => {
      const schema = nextSchema();
      const own = ignoreLostConnections(new pg.Pool({ connectionString: postgres.connectionString, max: 1 }));
      onTestFinished(() => own.end());
      const ledger = postgresLedger(own, { schema });
      await ledger.counts();
      await own.query('set default_transaction_read_only = on');
      expect(await failureOf(ledger.claim([entry('a')], LEASE))).toMatchObject({
        kind: 'ledger-unavailable',
        retryable: true,
        hint: expect.stringContaining('primary'),
      });
      expect(await ledger.claim([entry('a')], LEASE)).toMatchObject([{ kind: 'leased' }]);
    });

    test('an address that is not valid is an error to act on, without the password', async () => {
      const failure = await failureOf(open('postgres://jane:hush/hush@db/leads', nextSchema()).counts());
      expect(failure.hint).toMatch(/encodeURIComponent/);
      expect(inspect(failure, { depth: 20, showHidden: true })).not.toContain('hush');
    });

    test('what the server quotes of a row is not told', async () => {
      const schema = nextSchema();
      const ledger = postgresLedger(pool, { schema });
      await ledger.counts();
      await pool.query(`alter table ${schema}.effect add constraint of_our_own check (key <> 'odd')`);
      const failure = await failureOf(ledger.claim([entry('odd')], LEASE));
      expect(failure.message).toMatch(/of_our_own/);
      expect(inspect(failure, { depth: 20, showHidden: true }) + JSON.stringify(failure)).not.toContain('4155552671');
    });

    test('a call whose connection is ended fails, stores nothing, and the next one has another', async () => {
      const schema = nextSchema();
      const ledger = open(postgres.connectionString, schema);
      await ledger.counts();
      const other = await pool.connect();
      await other.query(`begin; lock table ${schema}.effect in access exclusive mode`);
      const failing = failureOf(ledger.claim([entry('a')], LEASE));
      const end = 'select pg_terminate_backend(pid) from pg_locks where not granted';
      await vi.waitFor(async () => expect((await pool.query(end)).rows).toHaveLength(1), 100_000);
      expect((await failing).hint).toMatch(/Run it again when it is up/);
      await other.query('rollback');
      other.release();
      expect(await ledger.claim([entry('a')], LEASE)).toMatchObject([{ kind: 'leased', row: { fencingToken: 1 } }]);
    });

    test('where the server gives up waiting for a lock, the error says whom to look for', async () => {
      const schema = nextSchema();
      await postgresLedger(pool, { schema }).counts();
      const other = await pool.connect();
      await other.query(`begin; lock table ${schema}.effect in access exclusive mode`);
      const failure = await failureOf(
        postgresLedger({ connectionString: postgres.connectionString, schema, timeoutMs: 300 }).claim(
          [entry('a')],
          LEASE,
        ),
      );
      expect(failure).toMatchObject({ kind: 'ledger-unavailable', retryable: true });
      expect(failure.hint).toMatch(/Another session holds a lock/);
      await other.query('rollback');
      other.release();
    });

    test('a server that is not there is unavailable, with what to check and without the password', async () => {
      const away = addressOf((url) => Object.assign(url, { port: '1', password: 'hush-hush' }));
      const failure = await failureOf(open(away, nextSchema()).counts());
      expect(failure).toMatchObject({ kind: 'ledger-unavailable', retryable: true, code: 'ledger-failed' });
      expect(failure.hint).toMatch(/host and port/);
      expect(inspect(failure, { depth: 20, showHidden: true }) + JSON.stringify(failure)).not.toContain('hush');
    });

    test('a database that goes silent is unavailable within the timeout, for a call and for close', async () => {
      const { port: toPort } = new URL(postgres.connectionString);
      const sockets: Socket[] = [];
      let isSilent = false;
      const proxy = createServer((from) => {
        const to = connect(Number(toPort), '127.0.0.1');
        sockets.push(from, to);
        for (const socket of [from, to]) socket.on('error', () => undefined);
        from.on('data', (bytes) => isSilent || to.write(bytes));
        to.on('data', (bytes) => isSilent || from.write(bytes));
      });
      await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
      onTestFinished(() => endServer(proxy, sockets));
      const port = String((proxy.address() as AddressInfo).port);
      const connectionString = addressOf((url) => Object.assign(url, { port }));
      const ledger = postgresLedger({ connectionString, schema: nextSchema(), timeoutMs: 300 });
      expect(await ledger.claim([entry('a')], LEASE)).toMatchObject([{ kind: 'leased' }]);
      isSilent = true;
      const failures = await Promise.all([failureOf(ledger.counts()), failureOf(ledger.claim([entry('b')], LEASE))]);
      for (const failure of failures) expect(failure).toMatchObject({ kind: 'ledger-unavailable', retryable: true });
      await ledger.close();
    });

    test('a pool of the caller’s own whose server says nothing is unavailable, and is not waited for', async () => {
      const sockets: Socket[] = [];
      const silent = createServer((socket) => void sockets.push(socket.on('error', () => undefined)));
      await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
      onTestFinished(() => endServer(silent, sockets));
      const { port } = silent.address() as AddressInfo;
      const own = ignoreLostConnections(new pg.Pool({ host: '127.0.0.1', port, user: 'jane' }));
      const ledger = postgresLedger(own, { schema: nextSchema(), timeoutMs: 50 });
      expect(await failureOf(ledger.counts())).toMatchObject({ kind: 'ledger-unavailable', retryable: true });
      await ledger.close();
      for (const socket of sockets) socket.destroy();
      await own.end();
    });

    test('nothing is sent whose intent was not stored', async () => {
      const schema = nextSchema();
      const ledger = postgresLedger(pool, { schema });
      await ledger.counts();
      await pool.query(`create function ${schema}.refuse() returns trigger language plpgsql as
        $$ begin if new.state = 'sent' then raise exception 'no room' using errcode = '53100'; end if; return new; end $$;
        create trigger refuse before update on ${schema}.effect for each row execute function ${schema}.refuse()`);
      const crm = fakeTarget();
      const clock = { now: Date.now, random: () => 0.9, sleep: async () => undefined };
      const leadwire = createLeadwire({ targets: { crm }, ledger, clock, deadlineMs: 20_000 });
      const failure = await failureOf(leadwire.send({ phone: '+14155552671' }, { to: 'crm' }));
      expect(failure).toMatchObject({
        kind: 'ledger-unavailable',
        code: 'ledger-full',
        hint: expect.stringMatching(/disk space/),
      });
      expect(crm.requests).toEqual([]);
      expect(await ledger.counts()).toMatchObject({ ready: 1, sent: 0 });
    });
  },
);

test('a server that is too old for the ledger is refused before anything is made, with the version to use', async () => {
  const asked: string[] = [];
  const query = async (sql: string) => {
    asked.push(sql);
    return { rows: sql.includes('server_version_num') ? [{ version: '100023' }] : [] };
  };
  expect(await failureOf(migrate({ query } as never, '"leadwire"'))).toMatchObject({
    kind: 'misconfigured',
    code: 'database-version',
    message: 'PostgreSQL 10 is too old for the ledger',
    hint: 'Use PostgreSQL 11 or newer.',
  });
  expect(asked.some((sql) => sql.startsWith('create'))).toBe(false);
});
