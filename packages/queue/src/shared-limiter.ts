import { setTimeout as sleep } from 'node:timers/promises';
import { isLeadwireError, type Rate, type SharedLimiter } from '@leadwire/core';
import { checkRates, type OptionNames, requireKnown, requireNumbers } from '@leadwire/core/provider';
import { createPool, describeFailure } from 'leadwire/queue';
import type { QueueOptions } from './queue-options.ts';
import { currentOrigin } from './request-origin.ts';
import { migrateAll, schemasOf } from './schema.ts';
import { createSlotQueue, type SlotAnswer, type Wait } from './slot-queue.ts';

export interface SharedLimiterOptions extends QueueOptions {
  /** In place of the provider's starting rates. */
  readonly rates?: readonly Rate[] | undefined;
  /**
   * By how much two requests may come nearer to each other on their way than they left, in milliseconds. Each window is paced as if it were
   * longer by this, and by more while the database is slow to answer. @default 50
   */
  readonly marginMs?: number | undefined;
}

/** After a pause the pace recovers in steps of this length, in milliseconds: a quarter, a half, all of it. */
const STEP_MS = 10_000;
/** Longest time for one question to the database, in milliseconds. */
const TIMEOUT_MS = 5_000;
const NOW = 'extract(epoch from clock_timestamp())::double precision * 1000';
/** How many times its usual distance the next slot is away, while the pace recovers from a pause. */
const SLOWNESS = `case when ${NOW} < resumed_at + ${STEP_MS} then 4 when ${NOW} < resumed_at + ${2 * STEP_MS} then 2 else 1 end`;

/**
 * One rate limit for all workers of a database, on the database's clock: GCRA with every window's own pace, the slowest of which counts, so
 * that no window of any rate is exceeded. A slot is taken at the moment of the request, so none is lost with a worker. A 429 pauses everybody;
 * single leads go before imports, in all workers. Pass it as the `limits` of each client.
 * @example const telecrm = createTelecrm({ limits: sharedLimiter({ connectionString }) })
 */
export function sharedLimiter(options: SharedLimiterOptions): SharedLimiter & { close(): Promise<void> } {
  requireKnown('sharedLimiter', options, OPTIONS);
  const { marginMs = 50, rates } = options;
  requireNumbers('sharedLimiter', 0, { marginMs });
  if (rates !== undefined) checkRates(rates, 'sharedLimiter');
  const { queue: schema } = schemasOf(options.schema);
  const pool = createPool({ maxConnections: 2, ...options, timeoutMs: TIMEOUT_MS });
  let migrated: Promise<void> | undefined;
  const query = async <Row extends object>(text: string, values: readonly unknown[]): Promise<Row | undefined> => {
    try {
      migrated ??= migrateAll(pool, options.schema);
      await migrated.catch((error: unknown) => {
        migrated = undefined;
        throw error;
      });
      const question = { text, values: [...values], query_timeout: TIMEOUT_MS };
      return (await pool.query<Row>(question)).rows[0];
    } catch (error) {
      throw describeFailure(error);
    }
  };
  const burstMs = marginMs * BURST_SHARE;
  const slotLifeMs = marginMs * LIFE_SHARE;
  const take = async (name: string, spacingMs: number, isUrgent: boolean): Promise<SlotAnswer> => {
    const granted = await query(
      `update ${schema}.limiter set next_at = greatest(next_at, ${NOW}) + $2::double precision * ${SLOWNESS},
         urgent_until = case when $4 then 0 else urgent_until end
       where name = $1 and next_at - $3::double precision <= ${NOW} and ($4 or urgent_until <= ${NOW}) returning 1 as granted`,
      [name, spacingMs, burstMs, isUrgent],
    );
    if (granted !== undefined) return { isGranted: true };
    // Imports leave the next slot to a single lead that waits for it in any worker.
    const denied = await query<{ wait_ms: number }>(
      isUrgent
        ? `insert into ${schema}.limiter as slot (name, next_at) values ($1, 0)
           on conflict (name) do update set urgent_until = greatest(slot.next_at, ${NOW}) + $2::double precision
           returning next_at - $3::double precision - ${NOW} as wait_ms`
        : `insert into ${schema}.limiter as slot (name, next_at) values ($1, 0)
           on conflict (name) do update set name = slot.name
           returning greatest(next_at - $3::double precision, urgent_until - $2::double precision) - ${NOW} as wait_ms`,
      [name, spacingMs, burstMs],
    );
    return { isGranted: false, waitMs: Math.max(LEAST_WAIT_MS, denied?.wait_ms ?? 0) };
  };
  const queues = new Map<string, (wait: Wait) => Promise<number>>();
  const queueOf = (name: string, rates: readonly Rate[]): ((wait: Wait) => Promise<number>) => {
    const spacingFor = (lifeMs: number): number =>
      Math.max(...(options.rates ?? rates).map(({ limit, perMs }) => (perMs + marginMs + lifeMs - slotLifeMs) / limit));
    const queue =
      queues.get(name) ??
      createSlotQueue({
        take: (isUrgent, lifeMs) => take(name, spacingFor(lifeMs), isUrgent),
        sleep: (ms) => sleep(Math.min(ms, LONGEST_SLEEP_MS)),
        now: () => performance.now(),
        slotLifeMs,
        isTransient: (error) => isLeadwireError(error) && error.kind === 'ledger-unavailable',
      });
    queues.set(name, queue);
    return queue;
  };
  return {
    slotLifeMs,
    acquire: (name, rates, wait) => queueOf(name, rates)({ ...wait, origin: currentOrigin() }),
    async pause(name, forMs) {
      await query(
        `insert into ${schema}.limiter as slot (name, next_at, resumed_at, pauses) values ($1, ${NOW} + $2, ${NOW} + $2, 1)
         on conflict (name) do update set pauses = slot.pauses + 1,
           resumed_at = greatest(slot.resumed_at, ${NOW} + $2::double precision),
           next_at = greatest(slot.next_at, ${NOW} + $2::double precision)`,
        [name, forMs],
      );
    },
    close: () => pool.end(),
  };
}

const OPTIONS: OptionNames<SharedLimiterOptions> = {
  connectionString: true,
  schema: true,
  maxConnections: true,
  rates: true,
  marginMs: true,
};

/** So much of the margin is for requests that leave together, where slots are near to each other. */
const BURST_SHARE = 0.2;
/** The rest is for their way: until the response of the database is here, and, as long again, until the request has left. */
const LIFE_SHARE = (1 - BURST_SHARE) / 2;
/** Between two questions for one slot, in milliseconds. */
const LEAST_WAIT_MS = 2;
/** A pause may end sooner than was said, in milliseconds. */
const LONGEST_SLEEP_MS = 1_000;
