import { expect, test } from 'vitest';
import { created, entry, LEASE, rowsOf, type TestedLedger } from './tested-ledger.ts';

/** Arguments that mean nothing. */
export function describeArguments(tested: TestedLedger): void {
  const { lease, complete, stored } = tested;

  test.each([Number.NaN, Number.POSITIVE_INFINITY, -1, new Date(9_000), '9000', null])(
    'a ledger refuses the time or duration %s by its path, and changes nothing',
    async (given) => {
      const wrong = given as number;
      const done = await lease(entry('done'));
      await complete(done);
      const row = await lease(entry('leased'));
      const refusals: [path: string, call: () => Promise<unknown>][] = [
        ['options.now', () => tested.ledger.claim([entry('new')], { ...LEASE, now: wrong })],
        ['options.leaseMs', () => tested.ledger.claim([entry('new')], { ...LEASE, leaseMs: wrong })],
        ['now', () => tested.ledger.markSent([row], wrong)],
        ['leaseMs', () => tested.ledger.markSent([row], 1_100, wrong)],
        ['now', () => tested.ledger.complete([{ row, completion: created }], wrong)],
        ['now', () => tested.ledger.release([row], wrong)],
        ['before', () => tested.ledger.prune(wrong, { states: ['confirmed'] })],
        ['before', () => tested.ledger.erasePayloads(wrong)],
        ['now', () => tested.ledger.forget('+14155552671', wrong)],
      ];
      for (const [path, call] of refusals)
        await expect(call(), path).rejects.toMatchObject({ kind: 'invalid-input', issues: [{ path }] });
      expect(await rowsOf(tested.ledger.list())).toEqual([await stored(done), row]);
    },
  );

  test('a ledger refuses a misspelled filter instead of selecting every row', async () => {
    await complete(await lease(entry('done')));
    const wrong = [{ importid: 'spring' }, { states: ['confimed'] }] as object[];
    for (const filter of wrong) {
      const calls = [
        () => tested.ledger.prune(9_000, filter),
        () => tested.ledger.counts(filter),
        () => rowsOf(tested.ledger.list(filter)),
      ];
      for (const call of calls)
        await expect(call()).rejects.toMatchObject({
          kind: 'invalid-input',
          issues: [{ path: expect.stringMatching(/^filter\.(importid|states)$/) }],
        });
    }
    expect((await rowsOf(tested.ledger.list())).length).toBe(1);
  });
}
