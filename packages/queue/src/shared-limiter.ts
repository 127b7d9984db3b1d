import type { Rate, SharedLimiter, Slot } from '@leadwire/core';
import { checkSchema, createPool } from 'leadwire/queue';
import type { PoolClient } from 'pg';
import type { QueueOptions } from './database.ts';
import { migrateQueue } from './schema.ts';

export interface SharedLimiterOptions extends QueueOptions {
  /** In place of the provider's starting rates. */
  readonly rates?: readonly Rate[] | undefined;
}

// Not rate-limiter-flexible: its windows are fixed, so twice the limit may pass around the edge of one, and it hands out no slot to wait for.

/** Slots are this much further apart than the rates ask for: requests may travel at different speeds. */
const MARGIN = 1.02;
/** After a pause the pace recovers in steps of this length, in milliseconds: a quarter, a half, all of it. */
const STEP_MS = 10_000;

/**
 * One rate limit for all workers of a database, on the database's clock: slots are handed out one by one, without bursts, so that no window
 * of any rate is exceeded. A 429 pauses everybody. Pass it as the `limits` of each client.
 * @example const telecrm = createTelecrm({ limits: sharedLimiter({ connectionString }) })
 */
export function sharedLimiter(options: SharedLimiterOptions): SharedLimiter & { close(): Promise<void> } {
  const schema = checkSchema(`${options.schema ?? 'leadwire'}_queue`);
  const pool = createPool({ maxConnections: 2, ...options });
  let migrated: Promise<void> | undefined;
  const migrate = async (): Promise<void> => {
    const client: PoolClient = await pool.connect();
    try {
      await migrateQueue(client, schema);
    } finally {
      client.release();
    }
  };
  const query = async <Row extends object>(sql: string, values: readonly unknown[]): Promise<Row | undefined> => {
    migrated ??= migrate();
    await migrated.catch((error: unknown) => {
      migrated = undefined;
      throw error;
    });
    return (await pool.query<Row>(sql, [...values])).rows[0];
  };
  const NOW = 'extract(epoch from clock_timestamp()) * 1000';
  return {
    async reserve(name, rates): Promise<Slot> {
      const spacingMs = Math.max(...(options.rates ?? rates).map(({ limit, perMs }) => perMs / limit)) * MARGIN;
      const row = await query<{ wait_ms: number; pauses: number }>(
        `insert into ${schema}.limiter as slot (name, next_at) values ($1, ${NOW} + $2)
         on conflict (name) do update set next_at = greatest(slot.next_at, ${NOW}) + $2::double precision * case
           when ${NOW} < slot.resumed_at + ${STEP_MS} then 4
           when ${NOW} < slot.resumed_at + ${2 * STEP_MS} then 2
           else 1 end
         returning next_at - $2::double precision * case
           when ${NOW} < resumed_at + ${STEP_MS} then 4
           when ${NOW} < resumed_at + ${2 * STEP_MS} then 2
           else 1 end - ${NOW} as wait_ms, pauses::integer`,
        [name, spacingMs],
      );
      return { waitMs: Math.max(0, Math.ceil(row?.wait_ms ?? 0)), pauses: row?.pauses ?? 0 };
    },
    async isVoid(name, { pauses }) {
      const row = await query<{ pauses: number }>(`select pauses::integer from ${schema}.limiter where name = $1`, [
        name,
      ]);
      return row !== undefined && row.pauses !== pauses;
    },
    async pause(name, forMs) {
      await query(
        `update ${schema}.limiter set pauses = pauses + 1, resumed_at = ${NOW} + $2,
           next_at = greatest(${NOW} + $2, resumed_at) where name = $1`,
        [name, forMs],
      );
    },
    close: () => pool.end(),
  };
}
