import { LeadwireError } from '@leadwire/core';
import { openPostgres, type TestDatabase } from '@leadwire/testing';
import { fakeTarget } from 'leadwire/testing';
import { afterAll, afterEach, describe, expect, test } from 'vitest';
import { createTestQueues, failureOf, leadsOf, type TestQueue } from './testing.ts';

const started = await openPostgres();

describe.skipIf('missing' in started)('what is refused', () => {
  const postgres = started as TestDatabase;
  const { connectionString } = postgres;
  const queues = createTestQueues(connectionString);
  const { create, pool } = queues;
  afterEach(queues.stopWorkers);
  afterAll(async () => {
    await queues.close();
    await postgres.stop();
  });

  const changed = (change: (url: URL) => unknown): string => {
    const url = new URL(connectionString);
    change(url);
    return url.href;
  };
  /** Who enqueues and a worker are told the same. */
  const refusals = async ({ enqueue, start }: TestQueue, address: string = connectionString) => [
    await failureOf(enqueue(leadsOf(3), { connectionString: address })),
    await failureOf(start({ connectionString: address })),
  ];
  const schemasLike = async (schema: string): Promise<number> => {
    const { rows } = await pool.query('select 1 from pg_namespace where nspname like $1', [`${schema}%`]);
    return rows.length;
  };

  test.each<[string, (url: URL) => unknown, RegExp]>([
    ['a wrong password', (url) => Object.assign(url, { password: 'hush' }), /user and password/],
    ['a wrong port', (url) => Object.assign(url, { port: '1' }), /host and port/],
    ['a database that is not there', (url) => Object.assign(url, { pathname: '/nowhere' }), /Create the database/],
    ['an address of another kind', (url) => Object.assign(url, { protocol: 'mysql:' }), /postgres:\/\//],
  ])('%s is a sentence with the next step, and the password is not in it', async (_, change, hint) => {
    for (const failure of await refusals(create(), changed(change))) {
      expect(failure).toBeInstanceOf(LeadwireError);
      expect((failure as LeadwireError).hint).toMatch(hint);
      expect(JSON.stringify(failure)).not.toContain('hush');
    }
  });

  test('a server that is too old is refused with the version that it needs, and no table is made', async () => {
    await pool.query(`create schema if not exists old_server; create or replace function old_server.current_setting(text) returns text
      language sql as $$ select case when $1 = 'server_version_num' then '120019' else pg_catalog.current_setting($1) end $$`);
    const address = changed((url) => url.searchParams.set('options', '-c search_path=old_server,pg_catalog'));
    const queue = create();
    for (const failure of await refusals(queue, address))
      expect(failure).toMatchObject({
        kind: 'misconfigured',
        code: 'database-version',
        message: expect.stringContaining('PostgreSQL 12 is too old'),
        hint: 'Use PostgreSQL 13 or newer.',
      });
    expect(await schemasLike(queue.schema)).toBe(0);
  });

  test('a user without rights is told which are missing, and nothing is enqueued', async () => {
    await pool.query("create role stranger login password 'hush'");
    const address = changed((url) => Object.assign(url, { username: 'stranger', password: 'hush' }));
    const fresh = create();
    for (const failure of await refusals(fresh, address))
      expect(failure).toMatchObject({ kind: 'misconfigured', hint: expect.stringContaining('Let this user create') });
    expect(await schemasLike(fresh.schema)).toBe(0);

    const used = create();
    await used.enqueue(leadsOf(1));
    for (const failure of await refusals(used, address))
      expect(failure).toMatchObject({ kind: 'misconfigured', hint: expect.stringContaining('usage of its schema') });
    expect(await used.progress()).toMatchObject({ open: 1, rows: 1 });
    expect(await used.countJobs()).toBe(1);
  });

  test.each(['', '_queue'])(
    'a schema%s of a later leadwire is refused with the next step, and left as it is',
    async (part) => {
      const queue = create();
      await queue.enqueue(leadsOf(1));
      await pool.query(`update ${queue.schema}${part}.version set version = 99`);
      for (const failure of await refusals(queue))
        expect(failure).toMatchObject({
          kind: 'misconfigured',
          code: 'ledger-version',
          message: expect.stringContaining('version 99'),
          hint: 'Update leadwire.',
        });
      const { rows } = await pool.query(`select count(*)::integer as leads from ${queue.schema}.effect`);
      expect(rows).toEqual([{ leads: 1 }]);
      expect(await queue.countJobs()).toBe(1);
    },
  );

  test('another file under one import id is refused, and nothing of it is enqueued', async () => {
    const { countJobs, enqueue, progress } = create();
    await enqueue(leadsOf(2), { sourceHash: 'a' });
    await expect(enqueue(leadsOf(4), { sourceHash: 'b' })).rejects.toMatchObject({
      kind: 'misconfigured',
      message: expect.stringContaining('import spring was made from another file'),
      hint: expect.stringContaining('another import id'),
    });
    expect([(await progress())?.open, await countJobs()]).toEqual([2, 1]);
  });

  test('another destination under one import id is refused, and nothing is enqueued', async () => {
    const { countJobs, enqueue, progress } = create();
    await enqueue(leadsOf(2));
    const targets = { crm: fakeTarget({ account: 'elsewhere' }) };
    await expect(enqueue(leadsOf(4), { targets })).rejects.toMatchObject({
      kind: 'misconfigured',
      hint: 'Give this import another id.',
    });
    expect([(await progress())?.open, await countJobs()]).toEqual([2, 1]);
  });

  test('a source that fails in the middle leaves whole batches behind, and running it again enqueues the rest', async () => {
    const { countJobs, enqueue, progress } = create();
    function* broken() {
      yield* leadsOf(25);
      throw new Error('the disk is gone');
    }
    await expect(enqueue(broken() as never, { batchSize: 10 })).rejects.toThrow('the disk is gone');
    expect([await progress(), await countJobs()]).toMatchObject([{ open: 20, isEnqueued: false }, 2]);
    expect(await enqueue(leadsOf(25), { batchSize: 10 })).toMatchObject({ enqueued: 5, known: 20 });
  });
});
