import type { LedgerEntry } from '@leadwire/core';
import type { Session } from '../database.ts';
import { storable } from '../row.ts';

/** Claims of one person, or of one key, run one after another: two keys of one person must not be leased at once, and there is no row yet to lock. */
export async function lockPeople({ client }: Pick<Session, 'client'>, entries: readonly LedgerEntry[]): Promise<void> {
  const names = entries.flatMap(({ provider, account, key, dedupeKey }) =>
    [`key ${key}`, ...(dedupeKey === undefined ? [] : [`person ${dedupeKey}`])].map((name) => ({
      account: storable(`${provider} ${account}`),
      name: storable(name),
    })),
  );
  await client.query(LOCK, [names.map(({ account }) => account), names.map(({ name }) => name)]);
}

/** At most 64 locks an account, because the locks of all transactions share a table of a fixed size; taken in order, so that two claims cannot deadlock. */
const LOCK = `
  select pg_advisory_xact_lock(lock)
  from (
    select distinct hashtextextended(account || ' ' || (hashtextextended(name, 0) & 63), 5570118011) as lock
    from unnest($1::text[], $2::text[]) as entry (account, name)
    order by lock
  ) as locks`;
