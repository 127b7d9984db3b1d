import { LeadwireError } from '@leadwire/core';
import type { ClientBase } from 'pg';

/**
 * One step a version, never edited once released; `leadwire.` stands for the schema that was asked for. Indexes begin with what tells
 * rows apart, so that no plan can mistake one for the other while the table is too new to have statistics.
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
];

// Any number that nobody else uses: of several workers that start at once, one migrates and the others wait.
const MIGRATION_LOCK = 5_570_118_011;

/** Makes the schema, or brings it up to this program's version. */
export async function migrate(
  client: ClientBase,
  schema: string,
  migrations: readonly string[] = MIGRATIONS,
): Promise<void> {
  await client.query('begin');
  try {
    await client.query('select pg_advisory_xact_lock($1)', [MIGRATION_LOCK]);
    await client.query(
      `create schema if not exists ${schema}; create table if not exists ${schema}.version (version integer not null)`,
    );
    const found = await client.query<{ version: number }>(`select version from ${schema}.version`);
    const version = found.rows[0]?.version ?? 0;
    if (version > MIGRATIONS.length) throw tooNew(schema, version);
    for (const step of migrations.slice(version)) await client.query(step.replaceAll('leadwire.', `${schema}.`));
    if (version < migrations.length) {
      await client.query(`delete from ${schema}.version`);
      await client.query(`insert into ${schema}.version values ($1)`, [migrations.length]);
    }
    await client.query('commit');
  } catch (error) {
    await client.query('rollback').catch(() => undefined); // the first error says more
    throw error;
  }
}

function tooNew(schema: string, version: number): LeadwireError {
  return new LeadwireError(
    'misconfigured',
    `The ledger schema ${schema} was made by a later leadwire (version ${version}, this one knows ${MIGRATIONS.length})`,
    {
      code: 'ledger-version',
      hint: 'Update leadwire.',
    },
  );
}
