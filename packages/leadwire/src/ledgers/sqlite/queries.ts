import type { DatabaseSync } from 'node:sqlite';
import type { LedgerFilter, LedgerId, LedgerState } from '@leadwire/core';
import { dedupeKeyOf } from '../dedupe-key.ts';
import { phoneInPayload } from '../ledger-filter.ts';
import { codeInDetail, SET_ASIDE_CODES } from '../row-facts.ts';
import { derivedKey, type StoredRow } from './row-store.ts';
import { markOf } from './schema.ts';

// One statement a function: what the ledger asks of many rows at once.

const FINISHED = "state in ('confirmed', 'rejected', 'duplicate')";

interface Page {
  readonly stored: readonly StoredRow[];
  readonly last: number;
}

/** Rows after `seq` in the order in which they were made. */
export function selectPage(database: DatabaseSync, seq: number, filter: LedgerFilter, limit: number): Page {
  const { where, values } = condition(filter);
  const stored = database
    .prepare(
      `select effect.* from effect join account on account.id = account_id
       where seq > ? and ${where} order by seq limit ?`,
    )
    .all(seq, ...values, limit) as unknown as StoredRow[];
  return { stored, last: stored.at(-1)?.seq ?? seq };
}

export function selectCounts(
  database: DatabaseSync,
  filter: LedgerFilter,
): readonly { readonly state: LedgerState; readonly count: number }[] {
  const { where, values } = condition(filter);
  const found = database
    .prepare(
      `select state, count(*) as count from effect join account on account.id = account_id
       where ${where} group by state`,
    )
    .all(...values);
  return found as unknown as { state: LedgerState; count: number }[];
}

export function countUnfinished(database: DatabaseSync, before: number, filter: LedgerFilter): number {
  const { where, values } = condition(filter);
  const found = database
    .prepare(
      `select count(*) as count from effect join account on account.id = account_id
       where updated_at < ? and ${where} and not ${FINISHED}`,
    )
    .get(before, ...values);
  return (found as { count: number }).count;
}

export function deleteFinished(database: DatabaseSync, before: number, filter: LedgerFilter): number {
  const { where, values } = condition(filter);
  const deleted = database
    .prepare(
      `delete from effect where seq in (
         select seq from effect join account on account.id = account_id
         where updated_at < ? and ${where} and ${FINISHED}
       )`,
    )
    .run(before, ...values);
  return Number(deleted.changes);
}

/** Ends the leases of a writer that is gone. A row that it may have sent counts one unknown attempt. */
export function endLeases(database: DatabaseSync): void {
  database.exec(
    `update effect set state = 'ready', lease_until = null, fencing_token = fencing_token + 1 where state = 'leased';
     update effect set lease_until = null, fencing_token = fencing_token + 1, attempts = attempts + 1,
       unknowns = unknowns + 1
     where state = 'sent' and lease_until is not null;`,
  );
}

export function selectConfirmedIds(
  database: DatabaseSync,
  { provider, account, key }: LedgerId,
  remoteIds: readonly string[],
): string[] {
  const found = database
    .prepare(
      `select remote_id from effect join account on account.id = account_id
       where provider = ? and account = ? and key <> ? and state = 'confirmed'
         and remote_id in (${remoteIds.map(() => '?').join(', ')})`,
    )
    .all(provider, account, key, ...remoteIds);
  return (found as unknown as { remote_id: string }[]).map(({ remote_id }) => remote_id);
}

/** As `isSetAside` tells of a row. */
const SET_ASIDE = `state = 'rejected' and (${SET_ASIDE_CODES.map((code) => `coalesce(instr(detail, '${codeInDetail(code)}'), 0) > 0`).join(' or ')})`;

export function eraseOldPayloads(database: DatabaseSync, before: number): number {
  const erased = database
    .prepare(
      `update effect set payload = null, detail = case when ${SET_ASIDE} then detail end
       where state in ('rejected', 'parked') and updated_at < ?
         and (payload is not null or (detail is not null and not (${SET_ASIDE})))`,
    )
    .run(before);
  return Number(erased.changes);
}

/** The hashes by which a person may stand in the file: one for each account and import. */
export async function dedupeKeysOf(database: DatabaseSync, phone: string): Promise<string[]> {
  const found = database
    .prepare('select distinct provider, account, import_id from effect join account on account.id = account_id')
    .all() as unknown as { provider: string; account: string; import_id: string | null }[];
  return Promise.all(
    found.map(({ provider, account, import_id }) =>
      dedupeKeyOf({ provider, account, phone, importId: import_id ?? undefined }),
    ),
  );
}

/** Rows of one person: by its hashes, and by the payloads that name its phone. */
export function selectPerson(database: DatabaseSync, phone: string, dedupeKeys: readonly string[]): StoredRow[] {
  const named = database
    .prepare('select * from effect where instr(payload, ?1) > 0 or instr(detail, ?1) > 0')
    .all(phoneInPayload(phone)) as unknown as StoredRow[];
  const hashed = database.prepare('select * from effect where dedupe_key = ? or (mark = ? and key = ?)');
  const found = dedupeKeys.flatMap((hash) => {
    const key = derivedKey(hash);
    return hashed.all(hash, markOf(key), key) as unknown as StoredRow[];
  });
  return [...new Map([...named, ...found].map((row) => [row.seq, row])).values()];
}

export function deleteRow(database: DatabaseSync, { provider, account, key }: LedgerId): void {
  database
    .prepare(
      `delete from effect where mark = ? and key = ?
         and account_id = (select id from account where provider = ? and account = ?)`,
    )
    .run(markOf(key), key, provider, account);
}

function condition({ provider, account, states, importId }: LedgerFilter): { where: string; values: string[] } {
  const parts: [string, ...string[]][] = [];
  if (provider !== undefined) parts.push(['provider = ?', provider]);
  if (account !== undefined) parts.push(['account = ?', account]);
  if (importId !== undefined) parts.push(['import_id = ?', importId]);
  if (states !== undefined) parts.push([`state in (${states.map(() => '?').join(', ')})`, ...states]);
  return { where: parts.map(([sql]) => sql).join(' and ') || 'true', values: parts.flatMap(([, ...values]) => values) };
}
