import { expect, test } from 'vitest';
import { entry, refused, type TestedLedger } from './tested-ledger.ts';

/** Rows that are given back without an outcome. */
export function describeReleases(tested: TestedLedger): void {
  const { claim, lease, markSent, complete, stored } = tested;

  test('a worker that has lost its lease cannot give the row back', async () => {
    const late = await lease(entry('a'));
    const row = await lease(entry('a'), { now: 1_600, leaseMs: 500 });
    await markSent(row, 1_650);
    await tested.ledger.release([late], 1_700, { after: 'look-up' });
    expect(await stored(entry('a'))).toMatchObject({ state: 'sent', fencingToken: 2 });
  });

  test('a lead given back is ready again, its attempt counted where there was one', async () => {
    const row = await lease(entry('a'));
    await tested.ledger.release([row], 1_100);
    expect(await stored(entry('a'))).toMatchObject({ state: 'ready', attempts: 0 });
    const second = await lease(entry('a'));
    await markSent(second);
    await tested.ledger.release([second], 1_200, { after: 'no-attempt' });
    expect(await stored(entry('a'))).toMatchObject({ state: 'ready', attempts: 0, firstSentAt: undefined });
    const third = await lease(entry('a'));
    await markSent(third);
    await tested.ledger.release([third], 1_200, { after: 'failure' });
    expect(await stored(entry('a'))).toMatchObject({
      state: 'ready',
      attempts: 1,
      unknowns: 0,
      leaseUntil: undefined,
    });
  });

  test('a lead given back after an unknown effect stays sent, whatever comes after', async () => {
    const row = await lease(entry('a'));
    await markSent(row);
    await tested.ledger.release([row], 1_200, { after: 'unknown' });
    expect(await stored(entry('a'))).toMatchObject({
      state: 'sent',
      attempts: 1,
      unknowns: 1,
      firstSentAt: 1_100,
      leaseUntil: undefined,
    });
    const found = await claim(entry('a'));
    expect(found.kind).toBe('sent-before');
    expect(found.row).toMatchObject({ attempts: 1, unknowns: 1, fencingToken: 2 });
    await tested.ledger.release([found.row], 1_300, { after: 'failure' });
    expect(await stored(entry('a'))).toMatchObject({ state: 'sent', attempts: 2, unknowns: 1, firstSentAt: 1_100 });
  });

  test('an unknown effect counts as sent, even where no intent was written down', async () => {
    const row = await lease(entry('a'));
    await tested.ledger.release([row], 1_200, { after: 'unknown' });
    expect(await stored(entry('a'))).toMatchObject({ state: 'sent', unknowns: 1, firstSentAt: 1_200 });
  });

  test.each(['parked', 'rejected'] as const)(
    'a %s lead that a look-up did not find may be sent again',
    async (state) => {
      const row = await lease(entry('a'));
      await markSent(row);
      await complete(row, { ...refused, state, unknowns: 1 });
      await tested.ledger.release([await stored(entry('a'))], 1_300, { after: 'look-up' });
      expect(await stored(entry('a'))).toMatchObject({
        state: 'ready',
        unknowns: 0,
        firstSentAt: undefined,
        outcome: undefined,
      });
      await lease(entry('a'));
    },
  );

  test('a confirmed lead is never made ready', async () => {
    const row = await lease(entry('a'));
    await complete(row);
    for (const after of ['no-attempt', 'failure', 'unknown', 'look-up'] as const)
      await tested.ledger.release([row], 1_300, { after });
    expect((await stored(entry('a'))).state).toBe('confirmed');
  });

  test('a lead that was removed at the provider is rejected as undone, and may be sent again when it is given back', async () => {
    await complete(await lease(entry('a')));
    await tested.ledger.release([await stored(entry('a'))], 1_300, { after: 'undone' });
    const { state, detail } = await stored(entry('a'));
    expect([state, detail]).toEqual(['rejected', expect.stringContaining('"code":"undone"')]);
    expect((await claim(entry('a'))).kind).toBe('done');
    await tested.ledger.release([await stored(entry('a'))], 1_300, { after: 'look-up' });
    expect(await stored(entry('a'))).toMatchObject({ state: 'ready', remoteId: undefined, outcome: undefined });
    expect(await lease(entry('a'))).toMatchObject({ payload: '{"phone":"+14155552671"}' });
  });
}
