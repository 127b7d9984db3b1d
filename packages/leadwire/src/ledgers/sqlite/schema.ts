import type { DatabaseSync } from 'node:sqlite';
import { LeadwireError } from '@leadwire/core';

/** `LWL1`: by it a ledger is told from any other SQLite file. */
export const APPLICATION_ID = 0x4c574c31;

/** One step for each version, never edited after its release. `writer` says which process has the file open for writing. */
export const MIGRATIONS: readonly string[] = [
  `create table place (id integer primary key, provider text not null, account text not null, unique (provider, account)) strict;
   create table effect (
     seq integer primary key,
     place integer not null,
     key text not null,
     fingerprint text not null,
     subject text,
     payload text,
     ref text,
     state text not null,
     fence integer not null,
     attempts integer not null,
     unknowns integer not null,
     first_sent_at integer,
     lease_until integer,
     remote_id text,
     outcome text,
     detail text,
     evidence text,
     updated_at integer not null
   ) strict;
   create unique index effect_key on effect (place, key);
   create table writer (pid integer not null, host text not null, started_at integer not null) strict;`,
  `create index effect_subject on effect (place, subject) where subject > '';`,
  `alter table effect add column mark integer;
   update effect set mark = mark_of(key);
   create index effect_mark on effect (mark);
   drop index effect_key;`,
  `alter table place rename to account;
   alter table effect rename column place to account_id;
   alter table effect rename column subject to dedupe_key;
   alter table effect rename column fence to fencing_token;
   alter table effect add column import_id text;
   alter table writer add column lock_file text;
   alter table writer add column process_start text;
   create index effect_remote_id on effect (remote_id) where remote_id is not null;`,
];

/** 32 bits of a key (FNV-1a), whose index has a quarter of the size of one of keys. Files hold marks, so the formula never changes. */
export function markOf(key: string): number {
  let mark = 0x811c9dc5;
  for (let index = 0; index < key.length; index++) mark = Math.imul(mark ^ key.charCodeAt(index), 0x01000193);
  return mark;
}

/** Brings a file up to this program's version, step by step. */
export function migrate(database: DatabaseSync, path: string, migrations: readonly string[] = MIGRATIONS): void {
  const version = readVersion(database, path);
  if (version === migrations.length) return;
  database.function('mark_of', { deterministic: true }, (key) => markOf(key as string));
  database.exec('begin immediate');
  try {
    for (const step of migrations.slice(version)) database.exec(step);
    database.exec(`pragma application_id = ${APPLICATION_ID}; pragma user_version = ${migrations.length}; commit`);
  } catch (error) {
    if (database.isTransaction) database.exec('rollback');
    throw error;
  }
}

/** Version of the file; refuses what is not a ledger, and what a later leadwire made. */
export function readVersion(database: DatabaseSync, path: string): number {
  const version = pragma(database, 'user_version');
  const application = pragma(database, 'application_id');
  if (application !== APPLICATION_ID && (application !== 0 || version !== 0 || hasTables(database))) {
    throw new LeadwireError('misconfigured', `${path} is an SQLite file of another program`, {
      code: 'not-a-ledger',
      hint: 'Give another path for the ledger.',
    });
  }
  if (version > MIGRATIONS.length) {
    const versions = `version ${version}, this one knows ${MIGRATIONS.length}`;
    throw new LeadwireError('misconfigured', `${path} was made by a later leadwire (${versions})`, {
      code: 'ledger-version',
      hint: 'Update leadwire.',
    });
  }
  return version;
}

const hasTables = (database: DatabaseSync): boolean =>
  database.prepare('select 1 from sqlite_schema').get() !== undefined;

function pragma(database: DatabaseSync, name: string): number {
  return (database.prepare(`pragma ${name}`).get() as Record<string, number>)[name] ?? 0;
}
