import { LeadwireError } from '@leadwire/core';
import type { ClientBase } from 'pg';

/** One step for each version, never edited after its release; `queue.` stands for the schema that was asked for. */
const MIGRATIONS: readonly string[] = [
  `create table queue.import (
     import_id text primary key,
     target text not null,
     provider text not null,
     account text not null,
     source_hash text,
     row_count bigint not null default 0,
     rejected_count bigint not null default 0,
     is_complete boolean not null default false,
     enqueued_at timestamptz not null default now()
   );
   create table queue.limiter (
     name text primary key,
     next_at double precision not null,
     resumed_at double precision not null default 0,
     pauses bigint not null default 0
   );`,
];

const MIGRATION_LOCK = 5_570_118_012;

/** Creates the queue's tables, or brings them up to this version. */
export async function migrateQueue(client: ClientBase, schema: string): Promise<void> {
  await client.query('begin');
  await client.query('select pg_advisory_xact_lock($1)', [MIGRATION_LOCK]);
  await client.query(`create schema if not exists ${schema}`);
  await client.query(`create table if not exists ${schema}.version (version integer not null)`);
  const { rows } = await client.query<{ version: number }>(`select version from ${schema}.version`);
  const version = rows[0]?.version ?? 0;
  if (version > MIGRATIONS.length) {
    throw new LeadwireError('misconfigured', `The queue schema ${schema} was made by a later leadwire`, {
      code: 'ledger-version',
      hint: 'Update leadwire.',
    });
  }
  for (const step of MIGRATIONS.slice(version)) await client.query(step.replaceAll('queue.', `${schema}.`));
  if (version !== MIGRATIONS.length) {
    await client.query(`delete from ${schema}.version`);
    await client.query(`insert into ${schema}.version values ($1)`, [MIGRATIONS.length]);
  }
  await client.query('commit');
}
