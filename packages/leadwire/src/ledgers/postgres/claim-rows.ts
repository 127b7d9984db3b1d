import type { Claim, ClaimOptions, LedgerEntry } from '@leadwire/core';
import { claim } from '../claim-row.ts';
import type { Session } from './database.ts';
import { openRowStore } from './row-store.ts';
import { lockPeople } from './sql/lock-people.ts';

export interface ClaimItem {
  readonly entry: LedgerEntry;
  readonly options: ClaimOptions;
}

/** Claims entries in a transaction that is already open: the queue enqueues its jobs in the same one. */
export async function claimRows(session: Session, items: readonly ClaimItem[]): Promise<Claim[]> {
  const entries = items.map(({ entry }) => entry);
  await lockPeople(session, entries);
  const rowStore = await openRowStore(session, entries, entries);
  const claims = items.map(({ entry, options }) => claim(rowStore, entry, options));
  await rowStore.write();
  return claims;
}
