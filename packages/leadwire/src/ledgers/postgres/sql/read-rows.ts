import type { LedgerFilter, LedgerId, LedgerState } from '@leadwire/core';
import type { Session } from '../database.ts';
import { type StoredRow, storable } from '../row.ts';
import { filterValues, MATCHES } from './filter.ts';

/** Rows by their ids, in the order of the ids. */
export async function selectRows(
  { client, schema }: Session,
  ids: readonly LedgerId[],
): Promise<(StoredRow | undefined)[]> {
  const found = await client.query<StoredRow & { place: string }>(
    `select effect.*, place from unnest($1::text[], $2::text[], $3::text[]) with ordinality
       as wanted (provider, account, key, place) join ${schema}.effect using (key, provider, account)`,
    [
      ids.map(({ provider }) => storable(provider)),
      ids.map(({ account }) => storable(account)),
      ids.map(({ key }) => storable(key)),
    ],
  );
  const rows = new Map(found.rows.map((row) => [Number(row.place) - 1, row]));
  return ids.map((_, index) => rows.get(index));
}

export type PagedRow = StoredRow & { readonly seq: string };

/** Rows after `seq` in the order in which they were made. */
export async function selectPage({ client, schema }: Session, filter: LedgerFilter, seq: string): Promise<PagedRow[]> {
  const found = await client.query<PagedRow>(
    `select * from ${schema}.effect where ${MATCHES} and seq > $5 order by seq limit 500`,
    [...filterValues(filter), seq],
  );
  return found.rows;
}

export async function selectCounts(
  { client, schema }: Session,
  filter: LedgerFilter,
): Promise<{ readonly state: LedgerState; readonly count: number }[]> {
  const found = await client.query<{ state: LedgerState; count: number }>(
    `select state, count(*)::integer as count from ${schema}.effect where ${MATCHES} group by state`,
    filterValues(filter),
  );
  return found.rows;
}

export async function selectConfirmedIds(
  { client, schema }: Session,
  { provider, account, key }: LedgerId,
  remoteIds: readonly string[],
): Promise<string[]> {
  const found = await client.query<{ remote_id: string }>(
    `select remote_id from ${schema}.effect
     where remote_id = any($4) and provider = $1 and account = $2 and key <> $3 and state = 'confirmed'`,
    [...[provider, account, key].map(storable), remoteIds.map(storable)],
  );
  return found.rows.map(({ remote_id }) => remote_id);
}
