import type { LedgerFilter } from '@leadwire/core';
import { dedupeKeyOf } from '../../dedupe-key.ts';
import { phoneInPayload } from '../../ledger-filter.ts';
import { codeInDetail, SET_ASIDE_CODES } from '../../row-facts.ts';
import type { Session } from '../database.ts';
import type { StoredRow } from '../row.ts';
import { filterValues, MATCHES } from './filter.ts';

const FINISHED = "state in ('confirmed', 'rejected', 'duplicate')";

export async function countUnfinished(
  { client, schema }: Session,
  filter: LedgerFilter,
  before: number,
): Promise<number> {
  const found = await client.query<{ count: number }>(
    `select count(*)::integer as count from ${schema}.effect where ${MATCHES} and updated_at < $5 and not ${FINISHED}`,
    [...filterValues(filter), before],
  );
  return found.rows[0]?.count ?? 0;
}

/** Locks the rows in the order in which a batch does: they would wait for each other otherwise. */
export async function deleteFinished(
  { client, schema }: Session,
  filter: LedgerFilter,
  before: number,
): Promise<number> {
  const deleted = await client.query(
    `delete from ${schema}.effect where seq = any(array(
       select seq from ${schema}.effect where ${MATCHES} and updated_at < $5 and ${FINISHED} order by seq for update
     ))`,
    [...filterValues(filter), before],
  );
  return deleted.rowCount ?? 0;
}

/** As `isSetAside` tells of a row. */
const SET_ASIDE = `state = 'rejected' and (${SET_ASIDE_CODES.map((code) => `coalesce(strpos(detail, '${codeInDetail(code)}'), 0) > 0`).join(' or ')})`;

export async function erasePayloads({ client, schema }: Session, before: number): Promise<number> {
  const erased = await client.query(
    `update ${schema}.effect set payload = null, detail = case when ${SET_ASIDE} then detail end where seq = any(array(
       select seq from ${schema}.effect
       where state in ('rejected', 'parked') and updated_at < $1
         and (payload is not null or (detail is not null and not (${SET_ASIDE})))
       order by seq for update
     ))`,
    [before],
  );
  return erased.rowCount ?? 0;
}

/** Reads and locks the rows of one person: by its hash in each account and import, and by the payloads that name its phone. */
export async function selectPerson({ client, schema }: Session, phone: string): Promise<StoredRow[]> {
  const imports = await client.query<{ provider: string; account: string; import_id: string | null }>(
    // A queued import may tell people apart across all imports: then its rows have the hash of no import.
    `select distinct provider, account, import_id from ${schema}.effect
     union select distinct provider, account, null from ${schema}.effect`,
  );
  const hashes = imports.rows.map(({ provider, account, import_id }) =>
    dedupeKeyOf({ provider, account, phone, importId: import_id ?? undefined }),
  );
  const found = await client.query<StoredRow>(
    `select * from ${schema}.effect
     where dedupe_key = any($1) or strpos(payload, $2) > 0 or strpos(detail, $2) > 0
     order by seq for update`,
    [await Promise.all(hashes), phoneInPayload(phone)],
  );
  return found.rows;
}

export async function deleteRow({ client, schema }: Session, row: StoredRow): Promise<void> {
  await client.query(`delete from ${schema}.effect where provider = $1 and account = $2 and key = $3`, [
    row.provider,
    row.account,
    row.key,
  ]);
}
