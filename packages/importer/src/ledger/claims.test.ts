import type { LedgerEntry } from '@leadwire/core';
import { memoryLedger } from 'leadwire';
import { expect, test } from 'vitest';
import { retryRejected } from './claims.ts';

const OPTIONS = { now: 1_000, leaseMs: 60_000 };
const entry = (key: string): LedgerEntry => ({ provider: 'p', account: 'a', key, fingerprint: key, payload: '{}' });

async function refusedBefore(...refused: readonly { key: string; detail?: string }[]) {
  const ledger = memoryLedger();
  const claims = await ledger.claim(
    refused.map(({ key }) => entry(key)),
    OPTIONS,
  );
  await ledger.complete(
    claims.map(({ row }, index) => ({
      row,
      completion: { state: 'rejected', outcome: 'rejected', detail: refused[index]?.detail },
    })),
    1_000,
  );
  return ledger;
}

const kinds = async (claims: Promise<readonly { kind: string }[]>) => (await claims).map(({ kind }) => kind);

test('what an earlier run was refused is given out again, in its place among the others', async () => {
  const ledger = await refusedBefore({ key: 'a' }, { key: 'c' });
  const entries = ['a', 'b', 'c'].map(entry);
  expect(await kinds(ledger.claim([entry('a')], OPTIONS))).toEqual(['done']);
  const claims = await retryRejected(ledger).claim(entries, OPTIONS);
  expect(claims.map(({ kind, row }) => [kind, row.key])).toEqual([
    ['leased', 'a'],
    ['leased', 'b'],
    ['leased', 'c'],
  ]);
});

test('what this run was refused stays refused', async () => {
  const ledger = memoryLedger();
  const again = retryRejected(ledger);
  const [claim] = await again.claim([entry('a')], OPTIONS);
  if (claim === undefined) throw new Error('no claim');
  await again.complete([{ row: claim.row, completion: { state: 'rejected', outcome: 'rejected' } }], Date.now() + 1);
  expect(await kinds(again.claim([entry('a')], OPTIONS))).toEqual(['done']);
});

test('what a person has set aside, or has arrived, stays as it is', async () => {
  const ledger = await refusedBefore({ key: 'a', detail: '{"error":{"kind":"parked","code":"ignored"}}' });
  const [claim] = await ledger.claim([entry('b')], OPTIONS);
  if (claim === undefined) throw new Error('no claim');
  await ledger.complete([{ row: claim.row, completion: { state: 'confirmed', outcome: 'created' } }], 1_000);
  expect(await kinds(retryRejected(ledger).claim([entry('a'), entry('b')], OPTIONS))).toEqual(['done', 'done']);
});

test('what a person has set aside stays as it is when its payload was erased', async () => {
  const ledger = memoryLedger();
  const [claim] = await ledger.claim([entry('a')], OPTIONS);
  if (claim === undefined) throw new Error('no claim');
  const parked = { state: 'parked', outcome: 'parked' } as const;
  await ledger.complete([{ row: claim.row, completion: parked }], 1_000);
  const row = await ledger.get(claim.row);
  if (row === undefined) throw new Error('no row');
  await ledger.complete([{ row, completion: { state: 'rejected', outcome: 'rejected' } }], 1_000);
  expect(await kinds(retryRejected(ledger).claim([entry('a')], OPTIONS))).toEqual(['done']);
});
