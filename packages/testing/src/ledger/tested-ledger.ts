import type { Claim, ClaimOptions, Completion, Ledger, LedgerEntry, LedgerId, LedgerRow } from '@leadwire/core';
import { sha256Base64Url } from '@leadwire/core/provider';
import { afterEach, beforeEach, expect } from 'vitest';

/** Makes an empty ledger for one test. `again` gives a ledger on the same rows, as the next process sees them. */
export type LedgerFactory = () => Promise<{
  readonly ledger: Ledger;
  readonly again?: (() => Promise<Ledger>) | undefined;
  readonly remove?: (() => Promise<void>) | undefined;
}>;

/** The ledger of the test that runs, and its steps for one lead. */
export interface TestedLedger {
  readonly ledger: Ledger;
  claim(one: LedgerEntry, options?: ClaimOptions): Promise<Claim>;
  /** Claims a lead that must be leased. */
  lease(one: LedgerEntry, options?: ClaimOptions): Promise<LedgerRow>;
  markSent(row: LedgerRow, now?: number, leaseMs?: number): Promise<boolean>;
  complete(row: LedgerRow, completion?: Completion, now?: number): Promise<boolean>;
  /** The row as it is stored. */
  stored(one: LedgerId): Promise<LedgerRow>;
  /** Closes the ledger and opens it as the next process does, where it outlives one. */
  reopen(): Promise<void>;
}

/** Makes a ledger before each test, and removes it afterwards. */
export function testLedger(makeLedger: LedgerFactory): TestedLedger {
  let made: Awaited<ReturnType<LedgerFactory>>;
  let ledger: Ledger;
  beforeEach(async () => {
    made = await makeLedger();
    ledger = made.ledger;
  });
  afterEach(async () => {
    await ledger.close();
    await made.remove?.();
  });
  const claim = async (one: LedgerEntry, options: ClaimOptions = LEASE): Promise<Claim> =>
    only(await ledger.claim([one], options));
  return {
    get ledger() {
      return ledger;
    },
    claim,
    async lease(one, options) {
      const found = await claim(one, options);
      expect(found.kind).toBe('leased');
      return found.row;
    },
    markSent: async (row, now = 1_100, leaseMs) => only(await ledger.markSent([row], now, leaseMs)),
    complete: async (row, completion = created, now = 1_200) => only(await ledger.complete([{ row, completion }], now)),
    async stored(one) {
      const row = await ledger.get(one);
      if (row === undefined) throw new Error(`no row ${one.key}`);
      return row;
    },
    async reopen() {
      if (made.again === undefined) return;
      await ledger.close();
      ledger = await made.again();
    },
  };
}

export const LEASE: { readonly now: number; readonly leaseMs: number } = { now: 1_000, leaseMs: 500 };

/** One person in one import. */
interface Person extends Pick<LedgerId, 'provider' | 'account'> {
  readonly phone: string;
  readonly importId?: string;
}

/** The hash of a person in an import, as ledgers hold it: written out here, so that it never changes. */
export const dedupeKeyOf = ({ provider, account, phone, importId = '' }: Person): Promise<string> =>
  sha256Base64Url(JSON.stringify([provider, account, 'leads.send', phone, importId]));

export const entry = (key: string, more: Partial<LedgerEntry> = {}): LedgerEntry => ({
  provider: 'topcalls',
  account: 'acme',
  key,
  fingerprint: 'print-1',
  dedupeKey: `person-${key}`,
  payload: '{"phone":"+14155552671"}',
  ...more,
});

export const created: Completion = {
  state: 'confirmed',
  outcome: 'created',
  remoteId: 'id-1',
  detail: '{"certainty":"certain"}',
};

export const refused: Completion = { state: 'rejected', outcome: 'rejected', detail: '{"error":{}}' };

export function only<Value>(values: readonly Value[]): Value {
  expect(values.length).toBe(1);
  return values[0] as Value;
}

export async function rowsOf(rows: AsyncIterable<LedgerRow>): Promise<LedgerRow[]> {
  const found: LedgerRow[] = [];
  for await (const row of rows) found.push(row);
  return found;
}
