import { LeadwireError } from '@leadwire/core';
import type { Pool, PoolClient } from 'pg';
import { migrate } from './postgres-schema.ts';

/** What a transaction is for: a commit of `step` waits for the disk, and both look rows up by their keys. */
export type Purpose = 'claim' | 'step' | 'view';

// The planner knows nothing of a table that was filled a minute ago, and would read all of it for every batch.
const BY_KEY = 'set local enable_seqscan = off; set local enable_hashjoin = off; set local enable_mergejoin = off';

const BEGIN: Record<Purpose, string> = {
  // A claim that is lost with a crash of the server was not sent: `markSent` would not have found it.
  claim: `begin; set local synchronous_commit = off; ${BY_KEY}`,
  step: `begin; set local synchronous_commit = on; ${BY_KEY}`,
  view: 'begin; set local synchronous_commit = on',
};

export type Database = ReturnType<typeof createDatabase>;

/** Deadlock and serialisation failure: nothing was stored, and the same again will do. */
const TRY_AGAIN = ['40P01', '40001'];

/** Transactions on a pool, the schema brought up to date before the first. */
export function createDatabase(pool: Pool, schema: string) {
  let migrated: Promise<void> | undefined;
  const connect = async (): Promise<PoolClient> => {
    migrated ??= pool.connect().then(async (client) => {
      await migrate(client, schema).finally(() => client.release());
    });
    await migrated.catch((error) => {
      migrated = undefined;
      throw error;
    });
    return pool.connect();
  };
  const attempt = async <Value>(purpose: Purpose, work: (client: PoolClient) => Promise<Value>): Promise<Value> => {
    const client = await connect();
    let broken: Error | undefined;
    client.on('error', ignore); // a connection that breaks between two queries says so at the next
    try {
      await client.query(BEGIN[purpose]);
      const value = await work(client);
      await client.query('commit');
      return value;
    } catch (error) {
      await client.query('rollback').catch((failure) => {
        broken = failure;
      });
      throw error;
    } finally {
      client.off('error', ignore);
      client.release(broken);
    }
  };
  const transaction = async <Value>(purpose: Purpose, work: (client: PoolClient) => Promise<Value>): Promise<Value> => {
    for (let tries = 1; ; tries++) {
      try {
        return await attempt(purpose, work);
      } catch (error) {
        if (tries < 5 && TRY_AGAIN.includes((error as { code?: string }).code ?? '')) continue;
        throw describeFailure(error);
      }
    }
  };
  return { transaction };
}

const ignore = (): void => undefined;

function describeFailure(error: unknown): unknown {
  if (error instanceof LeadwireError) return error;
  const { code, message } = error as { code?: unknown; message?: string };
  return new LeadwireError('misconfigured', `The ledger database cannot be used: ${message || code}`, {
    code: 'ledger-failed',
    hint: 'Check the connection string, and that the server is up and lets this user create a schema.',
    cause: error,
  });
}
