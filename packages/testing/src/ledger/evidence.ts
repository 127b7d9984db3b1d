import { expect, test } from 'vitest';
import { created, entry, refused, type TestedLedger } from './tested-ledger.ts';

/** What a worker tells after its lease has moved on. */
export function describeEvidence(tested: TestedLedger): void {
  const { claim, lease, markSent, complete, stored } = tested;

  test('what a worker saw after its lease had moved on is kept as evidence, without personal data', async () => {
    const late = await lease(entry('a'));
    await markSent(late);
    const row = (await claim(entry('a'), { now: 1_600, leaseMs: 500 })).row;
    expect(await complete(late, { ...created, detail: '{"secret":"+14155552671"}' }, 1_700)).toBe(false);
    expect(await complete(late, refused, 1_750)).toBe(false);
    const seen = (await stored(entry('a'))).evidence?.split('\n').map((line) => JSON.parse(line));
    expect(seen).toEqual([
      { at: 1_700, fencingToken: 1, state: 'confirmed', outcome: 'created', remoteId: 'id-1' },
      { at: 1_750, fencingToken: 1, state: 'rejected', outcome: 'rejected' },
    ]);
    expect(await stored(entry('a'))).toMatchObject({ state: 'sent', fencingToken: 2 });
    expect(await complete(row, created, 1_800)).toBe(true);
  });

  test('what a late worker saw arrive is not sent again, even where a person had found nothing', async () => {
    const late = await lease(entry('a', { dedupeKey: 'jane' }));
    await markSent(late);
    const { row } = await claim(entry('a', { dedupeKey: 'jane' }), { now: 1_600, leaseMs: 500 });
    await complete(row, { ...refused, state: 'parked', outcome: 'parked', unknowns: 1 }, 1_650);
    await tested.ledger.release([await stored(entry('a'))], 1_700, { after: 'look-up' });
    expect(await complete(late, created, 1_750)).toBe(false);
    const other = await claim(entry('b', { dedupeKey: 'jane' }), { now: 1_800, leaseMs: 500 });
    expect([other.kind, other.row.key]).toEqual(['duplicate', 'a']);
    const found = await claim(entry('a', { dedupeKey: 'jane' }), { now: 1_800, leaseMs: 500 });
    expect([found.kind, found.row.state]).toEqual(['sent-before', 'sent']);
    expect(await complete(found.row, created, 1_850)).toBe(true);
  });

  test.each(['parked', 'rejected'] as const)(
    'a %s lead that a late worker saw arrive is given out once more, to be settled by that',
    async (state) => {
      const late = await lease(entry('a'));
      await markSent(late);
      const { row } = await claim(entry('a'), { now: 1_600, leaseMs: 500 });
      await complete(row, { ...refused, state, outcome: state }, 1_650);
      expect((await claim(entry('a'))).kind).toBe('done');
      expect(await complete(late, refused, 1_700)).toBe(false);
      expect((await claim(entry('a'))).kind).toBe('done'); // what was refused late settles nothing
      expect(await complete(late, created, 1_750)).toBe(false);
      const found = await claim(entry('a'), { now: 1_800, leaseMs: 500 });
      expect([found.kind, found.row.state, found.row.outcome]).toEqual(['sent-before', 'sent', undefined]);
      expect(await complete(found.row, created, 1_850)).toBe(true);
      expect((await claim(entry('a'))).row).toMatchObject({ state: 'confirmed', remoteId: 'id-1' });
    },
  );

  test.each([
    ['was refused', refused, 'leased'],
    ['saw it arrive', created, 'mismatch'],
  ] as const)(
    'what a late worker saw decides whether a corrected lead takes the place of one unsent: it %s',
    async (_, seen, kind) => {
      const late = await lease(entry('a'));
      await claim(entry('a'), { now: 1_600, leaseMs: 500 });
      expect(await complete(late, seen, 1_650)).toBe(false);
      const corrected = entry('a', { fingerprint: 'corrected' });
      expect((await claim(corrected, { now: 1_700, leaseMs: 500 })).kind).toBe('mismatch');
      expect((await claim(corrected, { now: 2_200, leaseMs: 500 })).kind).toBe(kind);
    },
  );

  test('a lost send belongs to the row of a source that takes it up, also after a crash', async () => {
    const row = await lease(entry('a', { ref: 'row 2' }));
    await markSent(row);
    const found = await claim(entry('a', { ref: 'row 3' }), { now: 1_600, leaseMs: 500 });
    expect([found.kind, found.row.ref]).toEqual(['sent-before', 'row 3']);
    await tested.ledger.release([found.row], 1_700, { after: 'unknown' });
    expect((await claim(entry('a'), { now: 1_800, leaseMs: 500 })).row.ref).toBe('row 3'); // who has none takes none
    await tested.reopen();
    expect(await stored(entry('a'))).toMatchObject({ ref: 'row 3', payload: '{"phone":"+14155552671"}' });
    const last = await claim(entry('a', { ref: 'row 2' }), { now: 2_400, leaseMs: 500 });
    await complete(last.row, created, 2_500);
    const { row: done } = await claim(entry('a', { ref: 'row 3' }), { now: 2_600, leaseMs: 500 });
    expect(done).toMatchObject({ ref: 'row 2', state: 'confirmed' });
  });
}
