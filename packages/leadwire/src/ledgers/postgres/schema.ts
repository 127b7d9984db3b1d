import { LeadwireError } from '@leadwire/core';
import type { ClientBase } from 'pg';

/**
 * One step for each version, never edited after its release; `leadwire.` stands for the schema that was asked for. Indexes begin with the
 * column that tells rows apart, so that no plan takes one for the other while the table is too new to have statistics.
 */
export const MIGRATIONS: readonly string[] = [
  `create table leadwire.effect (
     seq bigint generated always as identity primary key,
     provider text not null,
     account text not null,
     key text not null,
     fingerprint text not null,
     subject text,
     payload text,
     ref text,
     state text not null,
     fence bigint not null,
     attempts integer not null,
     unknowns integer not null,
     first_sent_at bigint,
     lease_until bigint,
     remote_id text,
     outcome text,
     detail text,
     evidence text,
     updated_at bigint not null,
     unique (key, provider, account)
   ) with (fillfactor = 70);`,
  'create index effect_subject on leadwire.effect (subject, provider, account) where subject is not null;',
  `alter table leadwire.effect rename column subject to dedupe_key;
   alter table leadwire.effect rename column fence to fencing_token;
   alter table leadwire.effect add column import_id text;
   create index effect_remote_id on leadwire.effect (remote_id, provider, account) where remote_id is not null;
   create index effect_import_id on leadwire.effect (import_id, provider, account) where import_id is not null;`,
];

/**
 * Between two statements of a transaction we only compute. A process that is frozen or cut off there holds locks that all others wait for: the
 * server ends its transaction after this time, in milliseconds.
 */
export const IDLE_LIMIT_MS = 10_000;

/** The tables of one schema, and how they are made. */
export interface Migrated {
  /** As SQL takes it. */
  readonly schema: string;
  readonly what: 'ledger' | 'queue';
  /** One step for each version, never edited after its release. */
  readonly steps: readonly string[];
  /** Any number that no other program uses: of several workers that start at once, one migrates and the others wait. */
  readonly lock: number;
}

/** Makes the schema of the ledger, or brings it up to this program's version; see {@link migrateSchema}. */
export async function migrate(
  client: ClientBase,
  schema: string,
  migrations: readonly string[] = MIGRATIONS,
): Promise<void> {
  await refuseOldServer(client, 'ledger', OLDEST_SERVER);
  const steps = migrations.map((step) => step.replaceAll('leadwire.', `${schema}.`));
  await migrateSchema(client, { schema, what: 'ledger', steps, lock: 5_570_118_011 });
}

/**
 * Makes a schema, or brings it up to this program's version, one process at a time. Where it is there already, nothing is written: it may be
 * used by who may not make one, and looked at by who may only read. After a failure the caller rolls back.
 */
export async function migrateSchema(client: ClientBase, { schema, what, steps, lock }: Migrated): Promise<void> {
  await client.query(
    `begin isolation level read committed; set local idle_in_transaction_session_timeout = ${IDLE_LIMIT_MS}`,
  );
  await client.query('select pg_advisory_xact_lock($1)', [lock]);
  const { made, version } = await look(client, schema);
  if (version !== undefined && version > steps.length) throw tooNew(what, schema, { version, known: steps.length });
  if (version === undefined) await refuseUnfit(client, what);
  if (!made) await client.query(`create schema ${schema}`);
  if (version === undefined) await client.query(`create table ${schema}.version (version integer not null)`);
  for (const step of steps.slice(version)) await client.query(step);
  if (version !== steps.length) {
    await client.query(`delete from ${schema}.version`);
    await client.query(`insert into ${schema}.version values ($1)`, [steps.length]);
  }
  await client.query('commit');
}

/** What is there, by the catalogue: `to_regclass` may go by what this connection saw before it had the lock. */
async function look(client: ClientBase, schema: string): Promise<{ made: boolean; version: number | undefined }> {
  const { rows } = await client.query<{ table: string | null }>(
    `select relname as table from pg_namespace left join pg_class on relnamespace = pg_namespace.oid and relname = 'version'
     where nspname = $1`,
    [schema.replaceAll('"', '')],
  );
  if (rows[0]?.table == null) return { made: rows.length > 0, version: undefined };
  const found = await client.query<{ version: number }>(`select version from ${schema}.version`);
  return { made: true, version: found.rows[0]?.version ?? 0 };
}

/** A first schema in a database that could not hold every lead, or that nothing can be written to. */
async function refuseUnfit(client: ClientBase, what: Migrated['what']): Promise<void> {
  const { rows } = await client.query<{ encoding: string; read_only: string }>(
    "select current_setting('server_encoding') as encoding, current_setting('transaction_read_only') as read_only",
  );
  const { encoding, read_only } = rows[0] ?? {};
  const refuse = (why: string, hint: string): LeadwireError =>
    new LeadwireError('misconfigured', `The ${what} cannot be created: ${why}`, { code: 'ledger-failed', hint });
  if (read_only === 'on')
    throw refuse('the server or the session is read-only', 'connectionString must lead to the primary.');
  if (encoding !== undefined && encoding !== 'UTF8')
    throw refuse(
      `the database has the encoding ${encoding}`,
      "Make a database with the encoding UTF8: create database leads encoding 'UTF8' template template0.",
    );
}

/** `hashtextextended` is there since 11. */
const OLDEST_SERVER = 11;

export async function refuseOldServer(client: ClientBase, what: Migrated['what'], oldest: number): Promise<void> {
  const { rows } = await client.query<{ version: string }>("select current_setting('server_version_num') as version");
  const version = Math.floor(Number(rows[0]?.version ?? 0) / 10_000);
  if (version >= oldest) return;
  throw new LeadwireError('misconfigured', `PostgreSQL ${version} is too old for the ${what}`, {
    code: 'database-version',
    hint: `Use PostgreSQL ${oldest} or newer.`,
  });
}

const tooNew = (
  what: Migrated['what'],
  schema: string,
  { version, known }: { readonly version: number; readonly known: number },
): LeadwireError =>
  new LeadwireError(
    'misconfigured',
    `The ${what} schema ${schema} was made by a later leadwire (version ${version}, this one knows ${known})`,
    { code: 'ledger-version', hint: 'Update leadwire.' },
  );
