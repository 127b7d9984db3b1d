import { readFileSync } from 'node:fs';
import type { LedgerRow } from '@leadwire/core';
import { fakeClock, settled } from '@leadwire/core/testing';
import { describeLedger, ignoreLostConnections, startPostgres, type TestPostgres } from '@leadwire/testing';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { createLeadwire } from '../../create-leadwire.ts';
import { fakeTarget } from '../../testing/fake-target.ts';
import { expectLedgerOf01 } from '../../testing/ledger-of-0-1.ts';
import { postgresLedger } from './postgres-ledger.ts';
import { lockPeople } from './sql/lock-people.ts';

const started = await startPostgres();

describe.skipIf('missing' in started)(
  `on PostgreSQL${'missing' in started ? ` (skipped: ${started.missing})` : ''}`,
  () => {
    const postgres = started as TestPostgres;
    let pool: pg.Pool;
    const pools: pg.Pool[] = [];
    let schemas = 0;
    const nextSchema = () => `test_${++schemas}`;
    beforeAll(() => {
      pool = ignoreLostConnections(new pg.Pool({ connectionString: postgres.connectionString, max: 8 }));
    });
    afterAll(async () => {
      await Promise.all([pool, ...pools].map((one) => one.end()));
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

    test('a schema of leadwire 0.1 opens, and no lead of it is sent as new', async () => {
      const sql = readFileSync(new URL('../../fixtures/ledger-0.1.postgres.sql', import.meta.url), 'utf8');
      await pool.query(sql);
      const ledger = postgresLedger({ connectionString: postgres.connectionString });
      const { leased, sent, confirmed } = await ledger.counts();
      expect([leased, sent, confirmed]).toEqual([1, 4, 5]); // another worker may still hold its lease
      await expectLedgerOf01(ledger);
      await ledger.close();
      await pool.query('drop schema leadwire cascade');
    });

    const entry = (key: string, dedupeKey = `person-${key}`) => ({
      provider: 'p',
      account: 'a',
      key,
      fingerprint: 'f',
      dedupeKey,
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
      expect(new Set(leased.map(({ row }) => row.dedupeKey)).size).toBe(200);
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

    test('two processes with the same file: each person is sent once, and both are told of every row', async () => {
      const schema = nextSchema();
      const crm = fakeTarget({ effect: 'unguarded', onRequest: () => settled() });
      // Time stands still: no lease runs out, and who waits for the other looks again at once.
      const clock = { ...fakeClock(), sleep: () => settled() };
      const rows = Array.from({ length: 90 }, (_, index) => ({
        lead: { phone: `+1415555${1_000 + (index % 60)}`, name: 'Lead' },
        ...(index % 7 === 0 && { key: `own-${index}` }),
      }));
      const runs = [rows, rows].map(async (source) => {
        const ledger = postgresLedger({ connectionString: postgres.connectionString, schema });
        const leadwire = createLeadwire({ targets: { crm }, ledger, clock, concurrency: 10 });
        const outcomes: string[] = [];
        for await (const { index, outcome } of leadwire.sendMany(source, { to: 'crm' }))
          outcomes[index] = outcome.outcome;
        await leadwire.close();
        return outcomes;
      });
      const [here, there] = await Promise.all(runs);
      expect(crm.received.length).toBe(60);
      expect(new Set(crm.received.map(({ phone }) => phone)).size).toBe(60);
      for (const told of [here, there]) {
        expect(told?.filter((outcome) => outcome === 'created').length).toBe(60);
        expect(told?.filter((outcome) => outcome === 'duplicate').length).toBe(30);
      }
    });

    test.each(['a claim', 'an intent'])(
      '%s is on the disk before it is told of, whatever the server does',
      async (what) => {
        const schema = nextSchema();
        const ledger = postgresLedger(ownPool('-c synchronous_commit=off'), { schema });
        const [found] = await ledger.claim([entry('a')], { now: 1, leaseMs: 100 });
        await pool.query(`create function ${schema}.spy() returns trigger language plpgsql as
        $$ begin raise exception '%', current_setting('synchronous_commit'); end $$;
        create trigger spy before insert or update on ${schema}.effect for each row execute function ${schema}.spy()`);
        const rows = found ? [found.row] : [];
        const storing =
          what === 'a claim' ? ledger.claim([entry('b')], { now: 1, leaseMs: 100 }) : ledger.markSent(rows, 2);
        await expect(storing).rejects.toThrow('cannot be used: on');
      },
    );

    test('a person who was taken up while a claim waited is seen, whatever the database’s isolation is', async () => {
      const schema = nextSchema();
      const ledger = postgresLedger(ownPool('-c default_transaction_isolation=repeatable\\ read'), { schema });
      await ledger.counts();
      const other = await pool.connect();
      await other.query('begin');
      await lockPeople({ client: other }, [entry('a', 'jane')]);
      const claiming = ledger.claim([entry('b', 'jane')], { now: 1, leaseMs: 100 });
      await isAWaiter();
      await insertRow(other, schema, { key: 'a', dedupeKey: 'jane', state: 'sent' });
      await other.query('commit');
      other.release();
      expect((await claiming).map(({ kind, row }) => [kind, row.key])).toEqual([['duplicate', 'a']]);
    });

    test('a claim does not wait for the claim of another person of the same account', async () => {
      const schema = nextSchema();
      const ledger = postgresLedger(pool, { schema });
      await ledger.counts();
      const other = await pool.connect();
      await other.query('begin');
      await lockPeople({ client: other }, [entry('a', 'jane')]);
      const claims = await ledger.claim([entry('b', 'max')], { now: 1, leaseMs: 100 });
      await other.query('rollback');
      other.release();
      expect(claims.map(({ kind }) => kind)).toEqual(['leased']);
    });

    test.each([600_000, -600_000])(
      'a worker whose clock is off by %i ms leaves alone what another is sending',
      async (off) => {
        const schema = nextSchema();
        const [here, there] = [postgresLedger(pool, { schema }), postgresLedger(pool, { schema })];
        const [found] = await here.claim([entry('a')], { now: Date.now(), leaseMs: 60_000 });
        expect(await here.markSent(found ? [found.row] : [], Date.now(), 60_000)).toEqual([true]);
        vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + off });
        try {
          const [seen] = await there.claim([entry('a')], { now: Date.now(), leaseMs: 60_000 });
          expect(seen?.kind).toBe('busy');
          const leftMs = (seen?.row.leaseUntil ?? 0) - Date.now(); // by its own clock it knows how long to wait
          expect(leftMs).toBeGreaterThan(30_000);
          expect(leftMs).toBeLessThanOrEqual(61_000);
          const [own] = await there.claim([entry('b')], { now: Date.now(), leaseMs: 60_000 });
          expect(await there.markSent(own ? [own.row] : [], Date.now())).toEqual([true]);
          expect(await there.prune(Date.now() - 60_000)).toBe(0); // nothing is as old as that
        } finally {
          vi.useRealTimers();
        }
        expect((await here.claim([entry('b')], { now: Date.now(), leaseMs: 1 }))[0]?.kind).toBe('busy');
      },
    );

    test('what PostgreSQL cannot hold of a text is replaced, and harms no other lead of the batch', async () => {
      const ledger = postgresLedger(pool, { schema: nextSchema() });
      const odd = {
        ...entry('key \ud800'),
        ref: 'row \0 7',
        payload: JSON.stringify({ notes: '\0 \udc00 \u{1f600}' }),
      };
      const long = { ...entry('long'), payload: JSON.stringify({ notes: `'"\\${'x'.repeat(1_000_000)}` }) };
      const claims = await Promise.all(
        [odd, long, entry('plain')].map((one) => ledger.claim([one], { now: 1, leaseMs: 9 })),
      );
      const rows = claims.flat().map(({ row }) => row);
      expect(await ledger.markSent(rows, 2)).toEqual([true, true, true]);
      expect(await ledger.get(odd)).toMatchObject({ key: 'key \ufffd', ref: 'row \ufffd 7', payload: odd.payload });
      expect((await ledger.get(long))?.payload).toBe(long.payload);
      const created = { state: 'confirmed', outcome: 'created', remoteId: 'id \0' } as const;
      expect(await ledger.complete([{ row: rows[0] as LedgerRow, completion: created }], 3)).toEqual([true]);
      expect(await ledger.claim([odd], { now: 4, leaseMs: 9 })).toMatchObject([
        { kind: 'done', row: { remoteId: 'id \ufffd' } },
      ]);
    });

    test('what is to be sent is written once: the steps after a claim leave it where it is', async () => {
      const schema = nextSchema();
      const ledger = postgresLedger(pool, { schema });
      const large = { ...entry('a'), payload: JSON.stringify({ notes: 'x'.repeat(1_000_000) }) };
      const claims = await ledger.claim([large], { now: 1, leaseMs: 9 });
      const row = claims[0]?.row as LedgerRow;
      const placeOf = async () =>
        (await pool.query(`select pg_column_toast_chunk_id(payload) as place from ${schema}.effect`)).rows;
      const before = await placeOf();
      await ledger.markSent([row], 2);
      await ledger.complete([{ row, completion: { state: 'parked', outcome: 'parked' } }], 3);
      expect(await placeOf()).toEqual(before);
      expect(await ledger.get(large)).toMatchObject({ state: 'parked', payload: large.payload });
    });

    test.each(['40P01', '40001'])('a transaction that others got in the way of (%s) is made again', async (code) => {
      const schema = nextSchema();
      const ledger = postgresLedger(pool, { schema });
      await ledger.counts();
      await pool.query(`create sequence ${schema}.tries; create function ${schema}.fail() returns trigger language plpgsql as
        $$ begin if nextval('${schema}.tries') < 3 then raise exception 'once more' using errcode = '${code}'; end if; return new; end $$;
        create trigger fail before insert on ${schema}.effect for each row execute function ${schema}.fail()`);
      expect(await ledger.claim([entry('a')], { now: 1, leaseMs: 9 })).toMatchObject([
        { kind: 'leased', row: { fencingToken: 1 } },
      ]);
      expect(await ledger.counts()).toMatchObject({ leased: 1 });
    });

    test('prune takes rows in the order in which batches do, so that neither waits for the other', async () => {
      const schema = nextSchema();
      const ledger = postgresLedger(pool, { schema });
      await ledger.counts();
      for (const key of ['a', 'b']) await insertRow(pool, schema, { key, dedupeKey: key, state: 'confirmed' });
      await pool.query(`update ${schema}.effect set detail = 'moved' where key = 'a'`); // now behind b in the table
      const batch = await pool.connect();
      await batch.query(`begin; select from ${schema}.effect where key = 'a' for update`);
      const pruning = ledger.prune(100);
      await isAWaiter();
      await batch.query(`select from ${schema}.effect where key = 'b' for update nowait; commit`);
      batch.release();
      expect(await pruning).toBe(2);
    });

    test('close waits for what is under way, gives up the connections, and may be called again', async () => {
      const options = { connectionString: `${postgres.connectionString}?application_name=closing`, maxConnections: 1 };
      const ledger = postgresLedger({ ...options, schema: nextSchema() });
      const claims = ['a', 'b'].map((key) => ledger.claim([entry(key)], { now: 1, leaseMs: 9 }));
      const calls = [...claims, ledger.get(entry('a')), ledger.counts()];
      await Promise.all([ledger.close(), ledger.close()]);
      expect((await Promise.allSettled(calls)).map(({ status }) => status)).toEqual(Array(4).fill('fulfilled'));
      await expect(ledger.counts()).rejects.toThrow('The ledger is closed');
      const open = "select 1 from pg_stat_activity where application_name = 'closing'";
      await vi.waitFor(async () => expect((await pool.query(open)).rows).toEqual([]), 100_000); // the server takes a moment to see it
    });

    test('a pool of the caller’s own is left open', async () => {
      const ledger = postgresLedger(pool, { schema: nextSchema() });
      await ledger.counts();
      await ledger.close();
      expect((await pool.query('select 1 as one')).rows).toEqual([{ one: 1 }]);
    });

    /** A pool as a caller would make it, with settings of the session. */
    function ownPool(options: string): pg.Pool {
      const own = ignoreLostConnections(new pg.Pool({ connectionString: postgres.connectionString, options }));
      pools.push(own);
      return own;
    }

    const isAWaiter = (): Promise<void> =>
      vi.waitFor(async () => {
        expect((await pool.query('select 1 from pg_locks where not granted')).rows).not.toEqual([]);
      }, 100_000);

    const insertRow = (
      client: Pick<pg.Pool, 'query'>,
      schema: string,
      row: { key: string; dedupeKey: string; state: string },
    ) =>
      client.query(
        `insert into ${schema}.effect (provider, account, key, fingerprint, dedupe_key, state, fencing_token, attempts, unknowns, updated_at)
         values ('p', 'a', $1, 'f', $2, $3, 1, 1, 0, 5)`,
        [row.key, row.dedupeKey, row.state],
      );
  },
);
