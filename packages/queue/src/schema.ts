import { checkSchema, migrateLedger, migrateSchema, refuseOldServer } from 'leadwire/queue';
import type { Pool } from 'pg';

/** The schemas of one queue, as SQL takes them. */
export interface Schemas {
  /** The ledger: the truth. */
  readonly ledger: string;
  /** Imports, accepted leads, the limiter. */
  readonly queue: string;
  /** pg-boss. */
  readonly jobs: string;
}

export function schemasOf(name = 'leadwire'): Schemas {
  return { ledger: checkSchema(name), queue: checkSchema(`${name}_queue`), jobs: checkSchema(`${name}_jobs`) };
}

/**
 * One step for each version, never edited after its release; `queue.` and `ledger.` stand for the schemas that were asked for. A lead that
 * `leadwire.accept` records, or that a person found missing, is noted in `accepted` by the same transaction, unless it says that it makes the
 * job itself.
 */
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
  `alter table queue.limiter add column urgent_until double precision not null default 0;
   create table queue.accepted (
     id bigint generated always as identity primary key,
     provider text not null,
     account text not null,
     key text not null
   );
   create function queue.note_accepted() returns trigger language plpgsql security definer as $$
     begin
       insert into queue.accepted (provider, account, key) values (new.provider, new.account, new.key);
       return null;
     end
   $$;
   create trigger leadwire_note_accepted after insert on ledger.effect for each row
     when (new.state = 'ready' and current_setting('leadwire.makes_jobs', true) is distinct from 'on')
     execute function queue.note_accepted();
   create trigger leadwire_note_corrected after update on ledger.effect for each row
     when (new.state = 'ready' and old.state = 'rejected' and new.fingerprint <> old.fingerprint
       and current_setting('leadwire.makes_jobs', true) is distinct from 'on')
     execute function queue.note_accepted();
   insert into queue.accepted (provider, account, key)
     select provider, account, key from ledger.effect where state = 'ready' and import_id is null;`,
  'alter table queue.import add column destination jsonb;',
  `create trigger leadwire_note_resolved after update on ledger.effect for each row
     when (new.state = 'ready' and old.state = 'parked') execute function queue.note_accepted();`,
];

/** For a transaction that makes the jobs of its leads itself. */
export const MAKES_JOBS = "set local leadwire.makes_jobs = 'on'";

/**
 * Creates the tables of the ledger and the queue, or brings them up to this version. Where they are, nothing is written, so that who may not
 * create schemas can use them.
 */
export async function migrateAll(pool: Pool, name: string | undefined): Promise<void> {
  const { ledger, queue } = schemasOf(name);
  const client = await pool.connect();
  try {
    await refuseOldServer(client, 'queue', 13);
    await migrateLedger(client, ledger);
    const steps = MIGRATIONS.map((step) => step.replaceAll('queue.', `${queue}.`).replaceAll('ledger.', `${ledger}.`));
    await migrateSchema(client, { schema: queue, what: 'queue', steps, lock: 5_570_118_012 });
    client.release();
  } catch (error) {
    client.release(true); // whatever transaction it was in ends with the connection
    throw error;
  }
}
