import type { Claim, ClaimOptions, Completion, Ledger, LedgerEntry, LedgerId, LedgerRow } from '@leadwire/core';
import { sha256Base64Url } from '@leadwire/core/provider';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { describeInterleavings } from './describe-interleavings.ts';

/** Makes an empty ledger for one test. `again` gives a ledger on the same rows, as the next process sees them. */
export type LedgerFactory = () => Promise<{
  readonly ledger: Ledger;
  readonly again?: (() => Promise<Ledger>) | undefined;
  readonly remove?: (() => Promise<void>) | undefined;
}>;

const LEASE = { now: 1_000, leaseMs: 500 };

/** The hash of a person in an import, as ledgers hold it: written out here, so that it never changes. */
const dedupeKeyOf = ({ provider, account, phone, importId = '' }: Person): Promise<string> =>
  sha256Base64Url(JSON.stringify([provider, account, 'leads.send', phone, importId]));

interface Person extends Pick<LedgerId, 'provider' | 'account'> {
  readonly phone: string;
  readonly importId?: string;
}

const entry = (key: string, more: Partial<LedgerEntry> = {}): LedgerEntry => ({
  provider: 'topcalls',
  account: 'acme',
  key,
  fingerprint: 'print-1',
  dedupeKey: `person-${key}`,
  payload: '{"phone":"+14155552671"}',
  ...more,
});

const created: Completion = {
  state: 'confirmed',
  outcome: 'created',
  remoteId: 'id-1',
  detail: '{"certainty":"certain"}',
};
const refused: Completion = { state: 'rejected', outcome: 'rejected', detail: '{"error":{}}' };

/**
 * The promises that every ledger keeps, as tests for vitest.
 * @example describeLedger('memoryLedger', async () => ({ ledger: memoryLedger() }))
 */
export function describeLedger(
  name: string,
  makeLedger: LedgerFactory,
  options: { readonly runs?: number } = {},
): void {
  describe(name, () => {
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
    const lease = async (one: LedgerEntry, options = LEASE): Promise<LedgerRow> => {
      const found = await claim(one, options);
      expect(found.kind).toBe('leased');
      return found.row;
    };
    const markSent = async (row: LedgerRow, now = 1_100, leaseMs?: number): Promise<boolean> =>
      only(await ledger.markSent([row], now, leaseMs));
    const complete = async (row: LedgerRow, completion = created, now = 1_200): Promise<boolean> =>
      only(await ledger.complete([{ row, completion }], now));
    const stored = async (one: LedgerEntry): Promise<LedgerRow> => {
      const row = await ledger.get(one);
      if (row === undefined) throw new Error(`no row ${one.key}`);
      return row;
    };

    test('a new lead is leased to who claims it, and busy for others until the lease has run out', async () => {
      const row = await lease(entry('a'));
      expect(row).toMatchObject({
        ...entry('a'),
        state: 'leased',
        fencingToken: 1,
        attempts: 0,
        unknowns: 0,
        leaseUntil: 1_500,
      });
      expect((await claim(entry('a'), { now: 1_499, leaseMs: 500 })).kind).toBe('busy');
      const next = await lease(entry('a'), { now: 1_500, leaseMs: 500 });
      expect(next).toMatchObject({ state: 'leased', fencingToken: 2, leaseUntil: 2_000 });
    });

    test('a batch is answered in order, one key twice included', async () => {
      await ledger.complete([{ row: await lease(entry('b')), completion: created }], 1_200);
      const claims = await ledger.claim([entry('a'), entry('b'), entry('a'), entry('c')], LEASE);
      expect(claims.map(({ kind, row }) => [kind, row.key])).toEqual([
        ['leased', 'a'],
        ['done', 'b'],
        ['busy', 'a'],
        ['leased', 'c'],
      ]);
      expect(await ledger.claim([], LEASE)).toEqual([]);
      const rows = claims.map(({ row }) => row);
      expect(await ledger.markSent(rows, 1_100)).toEqual([true, false, true, true]);
    });

    test('the same key at another account or provider is another lead', async () => {
      await lease(entry('a'));
      await lease(entry('a', { account: 'other' }));
      await lease(entry('a', { provider: 'telecrm' }));
    });

    test('the intent is written before anything is sent, and only by who holds the lease', async () => {
      const late = await lease(entry('a'));
      const row = await lease(entry('a'), { now: 1_600, leaseMs: 500 });
      expect(await markSent(late, 1_650)).toBe(false);
      expect((await stored(entry('a'))).state).toBe('leased');
      expect(await markSent(row, 1_650)).toBe(true);
      expect(await stored(entry('a'))).toMatchObject({ state: 'sent', firstSentAt: 1_650, leaseUntil: 2_100 });
    });

    test('a lease that has run out may not send any more, even where no other worker took it', async () => {
      const row = await lease(entry('a'));
      expect(await markSent(row, 1_500)).toBe(false);
    });

    test('writing down the intent renews the lease where it is asked to', async () => {
      const row = await lease(entry('a'));
      expect(await markSent(row, 1_499, 700)).toBe(true);
      expect(await stored(entry('a'))).toMatchObject({ firstSentAt: 1_499, leaseUntil: 2_199 });
      expect((await claim(entry('a'), { now: 2_198, leaseMs: 1 })).kind).toBe('busy');
    });

    test('a send whose worker is gone is to be reconciled, never sent as new', async () => {
      const row = await lease(entry('a'));
      await markSent(row);
      const found = await claim(entry('a'), { now: 1_600, leaseMs: 500 });
      expect(found.kind).toBe('sent-before');
      expect(found.row).toMatchObject({
        state: 'sent',
        fencingToken: 2,
        attempts: 1,
        unknowns: 1,
        firstSentAt: 1_100,
        leaseUntil: 2_100,
      });
      expect(await markSent(row, 1_700)).toBe(false);
      expect(await markSent(found.row, 1_700)).toBe(true);
      expect((await stored(entry('a'))).firstSentAt).toBe(1_100);
    });

    test('an outcome is kept, and who claims the lead again gets it', async () => {
      const row = await lease(entry('a', { ref: 'row 17' }));
      await markSent(row);
      expect(await complete(row)).toBe(true);
      const found = await claim(entry('a'));
      expect(found.kind).toBe('done');
      expect(found.row).toMatchObject({
        state: 'confirmed',
        outcome: 'created',
        remoteId: 'id-1',
        attempts: 1,
        ref: 'row 17',
        updatedAt: 1_200,
      });
      expect(found.row.leaseUntil).toBeUndefined();
    });

    test.each(['confirmed', 'duplicate'] as const)(
      'personal data leaves a %s row; key and fingerprint stay',
      async (state) => {
        const row = await lease(entry('a'));
        await complete(row, { ...created, state });
        expect(await stored(entry('a'))).toMatchObject({ state, key: 'a', fingerprint: 'print-1', remoteId: 'id-1' });
        expect((await stored(entry('a'))).payload).toBeUndefined();
      },
    );

    test.each(['rejected', 'parked'] as const)(
      'a %s row keeps what was to be sent, for who has to look at it',
      async (state) => {
        await complete(await lease(entry('a')), { ...refused, state });
        expect((await stored(entry('a'))).payload).toBe('{"phone":"+14155552671"}');
        expect((await claim(entry('a'))).kind).toBe('done');
      },
    );

    test('the same key with another payload is reported, not overwritten', async () => {
      const other = entry('a', { fingerprint: 'print-2', payload: '{}' });
      const row = await lease(entry('a'));
      expect((await claim(other)).kind).toBe('mismatch');
      await markSent(row);
      expect((await claim(other)).kind).toBe('mismatch');
      await ledger.release([row], 1_100, { after: 'unknown' });
      expect((await claim(other, { now: 9_000, leaseMs: 1 })).kind).toBe('mismatch');
      await complete((await claim(entry('a'))).row);
      expect((await claim(other)).kind).toBe('mismatch');
      expect((await stored(entry('a'))).fingerprint).toBe('print-1');
    });

    test('a corrected lead takes the place of one that was never sent', async () => {
      const other = entry('a', { fingerprint: 'print-2', payload: '{}', ref: 'row 2' });
      const row = await lease(entry('a'));
      expect((await claim(other)).kind).toBe('mismatch');
      await ledger.release([row], 1_100);
      expect(await lease(other)).toMatchObject({
        fingerprint: 'print-2',
        payload: '{}',
        ref: 'row 2',
        fencingToken: 2,
      });
      expect((await lease(entry('a'), { now: 9_000, leaseMs: 1 })).fingerprint).toBe('print-1');
    });

    test('a corrected lead takes the place of one that was refused', async () => {
      await complete(await lease(entry('a')), refused);
      const row = await lease(
        entry('a', { fingerprint: 'print-2', payload: '{"corrected":true}', dedupeKey: 'person-2' }),
      );
      expect(row).toMatchObject({
        state: 'leased',
        fencingToken: 2,
        fingerprint: 'print-2',
        payload: '{"corrected":true}',
      });
      expect((await claim(entry('b', { dedupeKey: 'person-2' }))).kind).toBe('duplicate');
      expect((await claim(entry('c', { dedupeKey: 'person-a' }))).kind).toBe('leased');
    });

    test('the same person under another key is seen, at the same place only', async () => {
      await complete(await lease(entry('a', { dedupeKey: 'jane' })));
      const found = await claim(entry('b', { dedupeKey: 'jane' }));
      expect([found.kind, found.row.key]).toEqual(['duplicate', 'a']);
      expect(await ledger.get(entry('b'))).toBeUndefined();
      expect((await claim(entry('b', { dedupeKey: 'jane', account: 'other' }))).kind).toBe('leased');
      expect((await claim(entry('c', { dedupeKey: 'jane' }), { ...LEASE, dedupe: false } as typeof LEASE)).kind).toBe(
        'leased',
      );
      expect((await claim(entry('d', { dedupeKey: undefined }))).kind).toBe('leased');
    });

    test('the same person is seen under a derived key, too, which holds the dedupeKey', async () => {
      const derived = entry('lw1_jane', { dedupeKey: 'jane' });
      await complete(await lease(derived));
      const found = await claim(entry('own', { dedupeKey: 'jane' }));
      expect([found.kind, found.row]).toEqual(['duplicate', await stored(derived)]);
      await complete(await lease(entry('other', { dedupeKey: 'john' })));
      expect((await claim(entry('lw1_john', { dedupeKey: 'john' }))).row.key).toBe('other');
      expect((await claim(entry('lw1_joan', { dedupeKey: undefined }))).kind).toBe('leased');
      expect((await claim(entry('joan', { dedupeKey: 'joan' }))).kind).toBe('leased');
    });

    test('the same person twice in one batch is leased once', async () => {
      const claims = await ledger.claim([entry('a', { dedupeKey: 'jane' }), entry('b', { dedupeKey: 'jane' })], LEASE);
      expect(claims.map(({ kind }) => kind)).toEqual(['leased', 'duplicate']);
    });

    test('a lead that was refused does not keep its person from being sent under another key', async () => {
      await complete(await lease(entry('a', { dedupeKey: 'jane' })), refused);
      await lease(entry('b', { dedupeKey: 'jane' }));
    });

    test('a waiting lead gives way to the same person under another key, and is a duplicate once that has arrived', async () => {
      await ledger.release([await lease(entry('a', { dedupeKey: 'jane' }))], 1_100);
      await complete(await lease(entry('b', { dedupeKey: 'jane' })));
      const found = await claim(entry('a', { dedupeKey: 'jane' }));
      expect([found.kind, found.row.key]).toEqual(['duplicate', 'b']);
      expect(await stored(entry('a'))).toMatchObject({
        state: 'duplicate',
        outcome: 'duplicate',
        remoteId: 'id-1',
        detail: '{"of":"b"}',
      });
    });

    test('of two keys of one person, only one may send, even where a worker’s clock is late', async () => {
      const slow = await lease(entry('a', { dedupeKey: 'jane' }));
      const row = await lease(entry('b', { dedupeKey: 'jane' }), { now: 1_600, leaseMs: 500 });
      expect(await markSent(slow, 1_400, 5_000)).toBe(false);
      expect(await markSent(row, 1_602)).toBe(true);
    });

    test('a lead given back is ready again, its attempt counted where there was one', async () => {
      const row = await lease(entry('a'));
      await ledger.release([row], 1_100);
      expect(await stored(entry('a'))).toMatchObject({ state: 'ready', attempts: 0 });
      const second = await lease(entry('a'));
      await markSent(second);
      await ledger.release([second], 1_200, { after: 'no-attempt' });
      expect(await stored(entry('a'))).toMatchObject({ state: 'ready', attempts: 0, firstSentAt: undefined });
      const third = await lease(entry('a'));
      await markSent(third);
      await ledger.release([third], 1_200, { after: 'failure' });
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
      await ledger.release([row], 1_200, { after: 'unknown' });
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
      await ledger.release([found.row], 1_300, { after: 'failure' });
      expect(await stored(entry('a'))).toMatchObject({ state: 'sent', attempts: 2, unknowns: 1, firstSentAt: 1_100 });
    });

    test('an unknown effect counts as sent, even where no intent was written down', async () => {
      const row = await lease(entry('a'));
      await ledger.release([row], 1_200, { after: 'unknown' });
      expect(await stored(entry('a'))).toMatchObject({ state: 'sent', unknowns: 1, firstSentAt: 1_200 });
    });

    test('who has lost the lease can give nothing back', async () => {
      const late = await lease(entry('a'));
      const row = await lease(entry('a'), { now: 1_600, leaseMs: 500 });
      await markSent(row, 1_650);
      await ledger.release([late], 1_700, { after: 'look-up' });
      expect(await stored(entry('a'))).toMatchObject({ state: 'sent', fencingToken: 2 });
    });

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
      await ledger.release([await stored(entry('a'))], 1_700, { after: 'look-up' });
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
      await ledger.release([found.row], 1_700, { after: 'unknown' });
      expect((await claim(entry('a'), { now: 1_800, leaseMs: 500 })).row.ref).toBe('row 3'); // who has none takes none
      if (made.again !== undefined) {
        await ledger.close();
        ledger = await made.again();
      }
      expect(await stored(entry('a'))).toMatchObject({ ref: 'row 3', payload: '{"phone":"+14155552671"}' });
      const last = await claim(entry('a', { ref: 'row 2' }), { now: 2_400, leaseMs: 500 });
      await complete(last.row, created, 2_500);
      const { row: done } = await claim(entry('a', { ref: 'row 3' }), { now: 2_600, leaseMs: 500 });
      expect(done).toMatchObject({ ref: 'row 2', state: 'confirmed' });
    });

    test('what a person decides settles a parked lead', async () => {
      const row = await lease(entry('a'));
      await markSent(row);
      await complete(row, { state: 'parked', outcome: 'parked', unknowns: 1, detail: '{"lookup":{}}' });
      const parked = await stored(entry('a'));
      expect(parked).toMatchObject({ state: 'parked', unknowns: 1, attempts: 1 });
      expect(await complete(parked, created, 1_300)).toBe(true);
      expect((await stored(entry('a'))).state).toBe('confirmed');
    });

    test.each(['parked', 'rejected'] as const)(
      'a %s lead that a look-up did not find may be sent again',
      async (state) => {
        const row = await lease(entry('a'));
        await markSent(row);
        await complete(row, { ...refused, state, unknowns: 1 });
        await ledger.release([await stored(entry('a'))], 1_300, { after: 'look-up' });
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
        await ledger.release([row], 1_300, { after });
      expect((await stored(entry('a'))).state).toBe('confirmed');
    });

    test('rows are listed in the order they were made, and counted, by place and state', async () => {
      const keys = Array.from({ length: 1_201 }, (_, index) => `key-${index}`);
      const claims = await ledger.claim(
        keys.map((key) => entry(key)),
        LEASE,
      );
      await lease(entry('elsewhere', { account: 'other' }));
      await ledger.complete(
        claims.slice(0, 700).map(({ row }) => ({ row, completion: created })),
        1_200,
      );
      const listed = await rowsOf(ledger.list({ account: 'acme' }));
      expect(listed.map((row) => row.key)).toEqual(keys);
      expect((await rowsOf(ledger.list({ states: ['leased'], provider: 'topcalls' }))).length).toBe(502);
      expect((await rowsOf(ledger.list())).length).toBe(1_202);
      expect(await ledger.counts({ account: 'acme' })).toEqual({
        ready: 0,
        leased: 501,
        sent: 0,
        confirmed: 700,
        rejected: 0,
        duplicate: 0,
        parked: 0,
      });
      expect((await ledger.counts({ states: ['leased'] })).leased).toBe(502);
    });

    test('prune forgets finished rows that are old enough', async () => {
      for (const [key, at] of [
        ['a', 1_200],
        ['b', 1_300],
        ['c', 1_400],
      ] as const)
        await complete(await lease(entry(key)), created, at);
      expect(await ledger.prune(1_300)).toBe(1);
      expect((await rowsOf(ledger.list())).map((row) => row.key)).toEqual(['b', 'c']);
      expect((await claim(entry('a'))).kind).toBe('leased');
    });

    test('prune refuses rows that are not finished, and forgets nothing then', async () => {
      await complete(await lease(entry('done')));
      const open: Record<string, LedgerRow> = {};
      for (const state of ['ready', 'leased', 'sent', 'parked']) open[state] = await lease(entry(state));
      const { ready, sent, parked } = open as Record<'ready' | 'sent' | 'parked', LedgerRow>;
      await ledger.release([ready], 1_100);
      await markSent(sent);
      await complete(parked, { ...refused, state: 'parked' });
      await expect(ledger.prune(9_000)).rejects.toThrow(/4 of these rows are not finished/);
      await expect(ledger.prune(9_000, { states: ['confirmed', 'parked'] })).rejects.toThrow(/1 of these rows/);
      expect((await rowsOf(ledger.list())).length).toBe(5);
      expect(await ledger.prune(9_000, { states: ['confirmed', 'rejected', 'duplicate'] })).toBe(1);
      expect((await rowsOf(ledger.list())).length).toBe(4);
    });

    test.each([Number.NaN, Number.POSITIVE_INFINITY, -1, new Date(9_000), '9000', null])(
      'the time or duration %s is refused with its path, and nothing is changed',
      async (given) => {
        const wrong = given as number;
        const done = await lease(entry('done'));
        await complete(done);
        const row = await lease(entry('leased'));
        const refusals: [path: string, call: () => Promise<unknown>][] = [
          ['options.now', () => ledger.claim([entry('new')], { ...LEASE, now: wrong })],
          ['options.leaseMs', () => ledger.claim([entry('new')], { ...LEASE, leaseMs: wrong })],
          ['now', () => ledger.markSent([row], wrong)],
          ['leaseMs', () => ledger.markSent([row], 1_100, wrong)],
          ['now', () => ledger.complete([{ row, completion: created }], wrong)],
          ['now', () => ledger.release([row], wrong)],
          ['before', () => ledger.prune(wrong, { states: ['confirmed'] })],
          ['before', () => ledger.erasePayloads(wrong)],
          ['now', () => ledger.forget('+14155552671', wrong)],
        ];
        for (const [path, call] of refusals)
          await expect(call(), path).rejects.toMatchObject({ kind: 'invalid-input', issues: [{ path }] });
        expect(await rowsOf(ledger.list())).toEqual([await stored(done), row]);
      },
    );

    test('a filter that is misspelled is refused instead of selecting every row', async () => {
      await complete(await lease(entry('done')));
      const wrong = [{ importid: 'spring' }, { states: ['confimed'] }] as object[];
      for (const filter of wrong) {
        const calls = [
          () => ledger.prune(9_000, filter),
          () => ledger.counts(filter),
          () => rowsOf(ledger.list(filter)),
        ];
        for (const call of calls)
          await expect(call()).rejects.toMatchObject({
            kind: 'invalid-input',
            issues: [{ path: expect.stringMatching(/^filter\.(importid|states)$/) }],
          });
      }
      expect((await rowsOf(ledger.list())).length).toBe(1);
    });

    test('many callers at once each get their own response, and a key is leased once', async () => {
      const keys = Array.from({ length: 200 }, (_, index) => `key-${index % 100}`);
      const claims = await Promise.all(keys.map((key) => claim(entry(key))));
      expect(claims.map(({ row }) => row.key)).toEqual(keys);
      expect(claims.filter(({ kind }) => kind === 'leased').length).toBe(100);
      const leased = claims.filter(({ kind }) => kind === 'leased').map(({ row }) => row);
      expect(await Promise.all(leased.map((row) => markSent(row)))).toEqual(leased.map(() => true));
      expect(await Promise.all(leased.map((row) => complete(row)))).toEqual(leased.map(() => true));
      expect((await ledger.counts()).confirmed).toBe(100);
    });

    test('texts and times come back as they were given', async () => {
      const odd = entry('k\'ey \u{1F600} " \\ ;--', {
        account: 'ac\nct',
        fingerprint: 'é',
        ref: '0',
        payload: JSON.stringify({ name: 'Zoë \u{1F600} O’Neil' }),
      });
      const row = await lease(odd, { now: 1_763_700_000_123, leaseMs: 86_400_000 });
      expect(row).toMatchObject({ ...odd, leaseUntil: 1_763_786_400_123 });
      expect(await stored(odd)).toEqual(row);
    });

    test('an accepted lead is ready for a later claim, and accepted once however often it is given', async () => {
      const accept = { ...LEASE, purpose: 'accept' } as const;
      const accepted = only(await ledger.claim([entry('a', { importId: 'spring' })], accept));
      expect(accepted).toMatchObject({
        kind: 'accepted',
        row: { state: 'ready', fencingToken: 0, importId: 'spring' },
      });
      expect(accepted.row.leaseUntil).toBeUndefined();
      expect((await claim(entry('a'), accept)).kind).toBe('accepted');
      expect((await claim(entry('b', { dedupeKey: 'person-a' }), accept)).kind).toBe('accepted'); // neither was sent
      const row = await lease(entry('a'));
      expect(row).toMatchObject({ fencingToken: 1, payload: '{"phone":"+14155552671"}' });
      expect((await claim(entry('a'), accept)).kind).toBe('busy');
      await complete(row);
      expect((await claim(entry('a'), accept)).kind).toBe('done');
      expect((await claim(entry('c', { dedupeKey: 'person-a' }), accept)).kind).toBe('duplicate');
    });

    test('a corrected lead takes the place of an accepted one', async () => {
      const accept = { ...LEASE, purpose: 'accept' } as const;
      await claim(entry('a'), accept);
      await claim(entry('a', { fingerprint: 'print-2', payload: '{"corrected":true}' }), accept);
      expect(await stored(entry('a'))).toMatchObject({ state: 'ready', payload: '{"corrected":true}' });
    });

    test('a parked lead is given out to be looked up once more, where that is asked for', async () => {
      const row = await lease(entry('a'));
      await markSent(row);
      await complete(row, { ...refused, state: 'parked', outcome: 'parked', unknowns: 1 });
      expect((await claim(entry('a'))).kind).toBe('done');
      const again = await claim(entry('a'), { ...LEASE, purpose: 'look-up' } as typeof LEASE);
      expect(again).toMatchObject({ kind: 'sent-before', row: { state: 'sent', unknowns: 1, firstSentAt: 1_100 } });
      await ledger.release([again.row], 1_300, { after: 'unknown' });
      expect((await stored(entry('a'))).state).toBe('sent');
    });

    test('a confirmed lead with changed details is given out to be updated, where that is asked for', async () => {
      const row = await lease(entry('a'));
      await markSent(row);
      await complete(row);
      const changed = entry('a', { fingerprint: 'print-2', payload: '{"changed":true}' });
      const update = { ...LEASE, purpose: 'update' } as typeof LEASE;
      expect((await claim(entry('a'), update)).kind).toBe('done');
      const found = await claim(changed, update);
      expect(found).toMatchObject({ kind: 'sent-before', row: { firstSentAt: 1_100, unknowns: 1 } });
      expect(await stored(changed)).toMatchObject({ fingerprint: 'print-2', payload: '{"changed":true}' });
      await complete(found.row, { ...created, outcome: 'updated' });
      expect((await claim(changed)).kind).toBe('done');
    });

    test('a confirmed lead with changed details is recorded for a later update, where that is asked for', async () => {
      const row = await lease(entry('a'));
      await markSent(row);
      await complete(row, { ...created, remoteId: 'id-1' });
      const changed = entry('a', { fingerprint: 'print-2', payload: '{"changed":true}' });
      const acceptUpdate = { ...LEASE, purpose: 'accept-update' } as typeof LEASE;
      expect((await claim(entry('a'), acceptUpdate)).kind).toBe('done');
      expect(await claim(changed, acceptUpdate)).toMatchObject({ kind: 'accepted', row: { state: 'sent' } });
      expect(await stored(changed)).toMatchObject({
        fingerprint: 'print-2',
        payload: '{"changed":true}',
        remoteId: 'id-1',
      });
      const found = await claim(changed, { ...LEASE, purpose: 'update' } as typeof LEASE);
      expect(found).toMatchObject({ kind: 'sent-before', row: { remoteId: 'id-1', unknowns: 1 } });
    });

    test('an outcome that is stored twice, because a response was lost, is stored', async () => {
      const row = await lease(entry('a'));
      await markSent(row);
      expect(await complete(row)).toBe(true);
      expect(await complete(row)).toBe(true);
      expect((await stored(entry('a'))).evidence).toBeUndefined();
    });

    test('an id that is confirmed under another key of the account is told, and no other', async () => {
      await complete(await lease(entry('a')));
      await complete(await lease(entry('b', { account: 'other' })), { ...created, remoteId: 'id-2' });
      expect(await ledger.confirmedElsewhere(entry('c'), ['id-1', 'id-2', 'id-3'])).toEqual(['id-1']);
      expect(await ledger.confirmedElsewhere(entry('a'), ['id-1'])).toEqual([]);
      expect(await ledger.confirmedElsewhere(entry('c'), [])).toEqual([]);
    });

    test('rows are listed and counted by import', async () => {
      await lease(entry('a', { importId: 'spring' }));
      await lease(entry('b'));
      expect((await rowsOf(ledger.list({ importId: 'spring' }))).map(({ key }) => key)).toEqual(['a']);
      expect((await ledger.counts({ importId: 'spring' })).leased).toBe(1);
    });

    test('what old rejected and parked rows hold of a person is erased, and the rows stay', async () => {
      await complete(await lease(entry('a')), refused, 1_200);
      await complete(await lease(entry('b')), { ...refused, state: 'parked' }, 1_300);
      await lease(entry('c'));
      expect(await ledger.erasePayloads(1_250)).toBe(1);
      const { payload, detail, state } = await stored(entry('a'));
      expect([payload, detail, state]).toEqual([undefined, undefined, 'rejected']);
      expect((await stored(entry('b'))).payload).toBeDefined();
      expect((await stored(entry('c'))).payload).toBeDefined();
    });

    test('a forgotten person leaves only the hashes that prevent a second send', async () => {
      const phone = '+14155552671';
      const facts = { provider: 'topcalls', account: 'acme', phone };
      const dedupeKey = await dedupeKeyOf(facts);
      const inImport = await dedupeKeyOf({ ...facts, importId: 'spring' });
      const sent = entry(`lw1_${dedupeKey}`, { dedupeKey, ref: 'row 2' });
      const sentInImport = entry(`lw1_${inImport}`, { dedupeKey: inImport, importId: 'spring' });
      for (const one of [sent, sentInImport]) await complete(await lease(one));
      await complete(await lease(entry('parked')), { ...refused, state: 'parked', outcome: 'parked', unknowns: 1 });
      await complete(await lease(entry('refused')), refused);
      await lease(entry('somebody-else', { payload: '{"phone":"+141555526712"}' }));
      expect(await ledger.forget(phone, 1_300)).toBe(4);
      for (const one of [sent, sentInImport]) {
        const row = await stored(one);
        expect(row).toMatchObject({ state: 'confirmed', dedupeKey: one.dedupeKey, key: one.key });
        expect([row.payload, row.ref, row.remoteId, row.detail, row.fingerprint]).toEqual([
          undefined,
          undefined,
          undefined,
          undefined,
          '',
        ]);
      }
      expect((await claim(entry('new', { dedupeKey }))).kind).toBe('duplicate');
      expect((await claim(entry('new', { dedupeKey: 'person-parked' }))).kind).toBe('duplicate');
      expect(await ledger.get(entry('refused'))).toBeUndefined();
      expect((await stored(entry('somebody-else'))).payload).toBeDefined();
      expect(await ledger.forget('+4915123456789', 1_300)).toBe(0);
    });

    test('a forgotten lead is not given out to be updated, and one that undo had removed is not sent again', async () => {
      const facts = { provider: 'topcalls', account: 'acme', phone: '+14155552671' };
      const kept = entry('kept', { dedupeKey: await dedupeKeyOf(facts) });
      const importId = 'spring';
      const undone = entry('undone', { dedupeKey: await dedupeKeyOf({ ...facts, importId }), importId });
      for (const one of [kept, undone]) await complete(await lease(one));
      await ledger.release([await stored(undone)], 1_200, { after: 'undone' });
      expect(await ledger.forget('+14155552671', 1_300)).toBe(2);
      const update = { ...LEASE, purpose: 'update' } as typeof LEASE;
      for (const one of [kept, undone])
        for (const options of [LEASE, update]) expect((await claim(one, options)).kind).toBe('mismatch');
      expect((await stored(kept)).payload).toBeUndefined();
    });

    test('a person who is being sent is not forgotten in the middle of it', async () => {
      await complete(await lease(entry('b')), refused);
      const row = await lease(entry('a'), { now: 1_000, leaseMs: 60_000 });
      await expect(ledger.forget('+14155552671', 1_300)).rejects.toMatchObject({ code: 'in-flight' });
      expect((await stored(entry('b'))).payload).toBeDefined();
      await complete(row);
    });

    test('a lead that was removed at the provider is rejected as undone, and may be sent again when it is given back', async () => {
      await complete(await lease(entry('a')));
      await ledger.release([await stored(entry('a'))], 1_300, { after: 'undone' });
      const { state, detail } = await stored(entry('a'));
      expect([state, detail]).toEqual(['rejected', expect.stringContaining('"code":"undone"')]);
      expect((await claim(entry('a'))).kind).toBe('done');
      await ledger.release([await stored(entry('a'))], 1_300, { after: 'look-up' });
      expect(await stored(entry('a'))).toMatchObject({ state: 'ready', remoteId: undefined, outcome: undefined });
      expect(await lease(entry('a'))).toMatchObject({ payload: '{"phone":"+14155552671"}' });
    });

    test('rows outlive their process', async () => {
      if (made.again === undefined) return;
      const row = await lease(entry('a'));
      await markSent(row);
      await complete(await lease(entry('b')));
      const before = await stored(entry('b'));
      await ledger.close();
      ledger = await made.again();
      expect(await stored(entry('b'))).toEqual(before);
      expect((await claim(entry('a'), { now: 1_600, leaseMs: 500 })).kind).toBe('sent-before');
    });

    describeInterleavings(() => makeLedger(), options.runs ?? 100);
  });
}

function only<Value>(values: readonly Value[]): Value {
  expect(values.length).toBe(1);
  return values[0] as Value;
}

async function rowsOf(rows: AsyncIterable<LedgerRow>): Promise<LedgerRow[]> {
  const found: LedgerRow[] = [];
  for await (const row of rows) found.push(row);
  return found;
}
