import type { LedgerEntry, LedgerId } from '@leadwire/core';
import type { Session } from '../database.ts';
import { COLUMNS, type StoredRow, storable } from '../row.ts';

/** All columns, but of a payload only that there is one: it is most of a row, and no step after a claim reads it. */
const WITHOUT_PAYLOAD = COLUMNS.map((name) =>
  name === 'payload' ? "case when payload is not null then '' end as payload" : name,
).join(', ');

/**
 * Reads and locks the rows of a batch, and for a claim their payloads and the rows of the same people. They are locked in one order, so that
 * two workers never wait for each other.
 */
export async function selectBatch(
  { client, schema }: Session,
  batch: readonly LedgerId[],
  { isClaim, people }: { readonly isClaim: boolean; readonly people: readonly LedgerEntry[] },
): Promise<StoredRow[]> {
  const found = await client.query<StoredRow>(
    `select ${isClaim ? '*' : WITHOUT_PAYLOAD} from ${schema}.effect where seq = any(array(
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
