import type { Rate } from '@leadwire/core';
import { ignoreLostConnections, openPostgres, type TestDatabase } from '@leadwire/testing';
import pg from 'pg';
import { afterAll, afterEach, describe, expect, test, vi } from 'vitest';
import { withOrigin } from './request-origin.ts';
import { sharedLimiter } from './shared-limiter.ts';
import { WITHIN } from './testing.ts';

const started = await openPostgres();

describe.skipIf('missing' in started)('the shared limiter on PostgreSQL', () => {
  const postgres = started as TestDatabase;
  const { connectionString } = postgres;
  const closing: { close(): Promise<void> }[] = [];
  const pool = ignoreLostConnections(new pg.Pool({ connectionString, max: 1 }));
  let schemas = 0;
  const schemaName = (): string => `limiter_test_${process.pid}_${++schemas}`;
  const limiterOf = (schema: string, rates?: readonly Rate[]) => {
    const limiter = sharedLimiter({ connectionString, schema, rates });
    closing.push(limiter);
    return limiter;
  };
  const wait = (maxWaitMs = 60_000) => ({ maxWaitMs, signal: new AbortController().signal });
  /** Makes a pause end earlier, and the slot before it too. */
  const passTime = (schema: string, ms: number) =>
    pool.query(`update ${schema}_queue.limiter set next_at = 0, resumed_at = resumed_at - $1`, [ms]);
  const nextIn = async (schema: string): Promise<number> => {
    const { rows } = await pool.query(
      `select next_at - extract(epoch from clock_timestamp()) * 1000 as ms from ${schema}_queue.limiter`,
    );
    return Number(rows[0]?.ms);
  };
  afterEach(() => Promise.all(closing.splice(0).map((limiter) => limiter.close())));
  afterAll(async () => {
    await pool.end();
    await postgres.stop();
  });

  test('slots are taken one by one by all workers, at the pace of the slowest window', async () => {
    const schema = schemaName();
    const [one, other] = [limiterOf(schema), limiterOf(schema)];
    const rates = [
      { limit: 5, perMs: 1_000 },
      { limit: 60, perMs: 3_600_000 },
    ];
    expect(await one.acquire('telecrm', rates, wait())).toBe(0);
    // One a minute is the slower of the two: the next worker is told so, and another account is not concerned.
    const told = await other.acquire('telecrm', rates, wait(1_000));
    expect(told).toBeGreaterThan(20_000); // on a slow machine some of the minute is over
    expect(told).toBeLessThanOrEqual(60_001);
    expect(await other.acquire('another account', rates, wait(1_000))).toBe(0);
  });

  test('a 429 pauses all workers, and the pace recovers by steps: a quarter, a half, all of it', async () => {
    const schema = schemaName();
    const [one, other] = [limiterOf(schema), limiterOf(schema)];
    const perMs = 1_000_000; // so far apart that a slow machine makes no difference
    const rates = [{ limit: 1, perMs }];
    await one.acquire('crm', rates, wait());
    await other.pause('crm', 600_000);
    expect(await one.acquire('crm', rates, wait(1_000))).toBeGreaterThan(500_000);
    const spacings = [];
    for (const ms of [595_000, 16_000, 600_000]) {
      await passTime(schema, ms);
      expect(await one.acquire('crm', rates, wait())).toBe(0);
      spacings.push(Math.round((await nextIn(schema)) / perMs));
    }
    expect(spacings).toEqual([4, 2, 1]);
  });

  test('a single lead in any worker goes before the imports of all workers', async () => {
    const schema = schemaName();
    const [importing, single] = [limiterOf(schema), limiterOf(schema)];
    const rates = [{ limit: 1, perMs: 1_000_000 }]; // so far apart that a slow machine makes no difference
    const askForImport = (maxWaitMs: number) =>
      withOrigin({ isUrgent: false, importId: 'large' }, () => importing.acquire('crm', rates, wait(maxWaitMs)));
    expect(await askForImport(60_000)).toBe(0);
    const waiting = single.acquire('crm', rates, wait(10_000_000));
    const isWaitingSql = `select from ${schema}_queue.limiter where urgent_until > next_at`;
    await vi.waitFor(async () => expect((await pool.query(isWaitingSql)).rows).toHaveLength(1), WITHIN);
    await passTime(schema, 0);
    expect(await askForImport(1_000)).toBeGreaterThan(500_000);
    expect(await waiting).toBe(0);
    await passTime(schema, 0);
    expect(await askForImport(60_000)).toBe(0);
  });

  test('a wrong address or schema ends the wait with a sentence, not with a time-out', async () => {
    const limiter = sharedLimiter({ connectionString: connectionString.replace(/:[^:@]+@/, ':hush@') });
    closing.push(limiter);
    await expect(limiter.acquire('crm', [{ limit: 1, perMs: 1 }], wait())).rejects.toMatchObject({
      kind: 'misconfigured',
      hint: expect.stringContaining('user and password'),
    });
    expect(() => sharedLimiter({ connectionString, schema: 'No Name' })).toThrow('lower-case');
  });
});
