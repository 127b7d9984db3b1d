import type { LedgerEntry, LedgerId } from '@leadwire/core';
import type { ClientBase } from 'pg';
import { type StoredRow, storable } from '../row.ts';

/**
 * Reads and locks the rows of a batch, and for a claim the rows of the same people. They are locked in one order, so that two workers never
 * wait for each other.
 */
export async function selectBatch(
  client: ClientBase,
  schema: string,
  batch: readonly LedgerId[],
  people: readonly LedgerEntry[],
): Promise<StoredRow[]> {
  const found = await client.query<StoredRow>(
    `select * from ${schema}.effect where seq = any(array(
       select seq from unnest($1::text[], $2::text[], $3::text[]) as wanted (provider, account, key)
         join ${schema}.effect using (key, provider, account)
       union all
       select seq from unnest($4::text[], $5::text[], $6::text[]) as wanted (provider, account, dedupe_key)
         join ${schema}.effect using (dedupe_key, provider, account)
     )) order by seq for update`,
    [
      ...toColumns(batch.map(({ provider, account, key }) => [provider, account, key])),
      ...toColumns(people.map(({ provider, account, dedupeKey = '' }) => [provider, account, dedupeKey])),
    ],
  );
  return found.rows;
}

const toColumns = (rows: readonly (readonly string[])[]): string[][] =>
  [0, 1, 2].map((column) => rows.map((row) => storable(row[column] ?? '')));
