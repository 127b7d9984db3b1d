import { describe, expect, test } from 'vitest';
import { systemClock } from '../../clock.ts';
import type { Claim, Completion, Ledger, LedgerEntry, LedgerRow, Release } from '../../lead/ledger.ts';
import { body, fakeClock, json, replies, reset, standIn, tooManyRequests } from '../../testing.ts';
import type { LostCall, ReconcileResult } from '../provider-definition.ts';

const key = { idempotencyKey: 'row-00017' };
const lead = { name: 'Jane' };

const rowOf = (entry: LedgerEntry, more: Partial<LedgerRow> = {}): LedgerRow => ({
  ...entry,
  state: 'leased',
  fencingToken: 1,
  attempts: 0,
  unknowns: 0,
  firstSentAt: undefined,
  leaseUntil: undefined,
  remoteId: undefined,
  outcome: undefined,
  detail: undefined,
  evidence: undefined,
  updatedAt: 0,
  ...more,
});

type Told =
  | { readonly claimed: LedgerEntry; readonly leaseMs: number }
  | { readonly sent: string }
  | { readonly completed: Completion }
  | { readonly released: Release };

/** A ledger that finds what it is told to find, and writes down what it is told. */
function ledgerThatFinds(kind: Claim['kind'], more: Partial<LedgerRow> = {}, held = true) {
  const told: Told[] = [];
  const ledger = {
    async claim([entry]: readonly LedgerEntry[], { leaseMs }: { leaseMs: number }) {
      told.push({ claimed: entry as LedgerEntry, leaseMs });
      return [{ kind, row: rowOf(entry as LedgerEntry, more) }];
    },
    async markSent([row]: readonly LedgerRow[]) {
      told.push({ sent: row?.key ?? '' });
      return [held];
    },
    async complete([done]: readonly { completion: Completion }[]) {
      if (done) told.push({ completed: done.completion });
      return [true];
    },
    async release(_: readonly LedgerRow[], _now: number, release: Release = {}) {
      told.push({ released: release });
    },
  } as unknown as Ledger;
  return { ledger, told };
}

test('a client with a ledger needs an account name that outlives its key', () => {
  const { ledger } = ledgerThatFinds('leased');
  const definition = { account: undefined, credentialMark: 'mark-of-the-key' };
  expect(() => standIn({ ledger, definition })).toThrow(
    expect.objectContaining({ kind: 'misconfigured', issues: [expect.objectContaining({ path: 'account' })] }),
  );
  expect(standIn({ ledger, definition, account: 'sales' }).provider.account).toBe('sales');
});

describe('idempotencyKey names a row of the ledger', () => {
  test('what another worker saw is read before anybody is asked: nothing is sent', async () => {
    const line = (state: string, remoteId?: string) =>
      JSON.stringify({ at: 1, fencingToken: 1, state, outcome: 'created', remoteId });
    const evidence = `${line('rejected')}\n${line('confirmed', '42')}`;
    const { ledger, told } = ledgerThatFinds('sent-before', { firstSentAt: 5, evidence });
    const fetch = replies(json(201, { id: 43 }));
    expect(await standIn({ fetch, ledger }).things.create(lead, key).safe()).toMatchObject({
      ok: false,
      error: { kind: 'duplicate', effect: 'none', lookup: { id: '42' } },
    });
    expect(fetch.requests).toEqual([]);
    expect(told.at(-1)).toEqual({ completed: { state: 'confirmed', outcome: 'created', remoteId: '42' } });
  });

  test('the intent is committed before the request leaves, and then what came of it', async () => {
    const { ledger, told } = ledgerThatFinds('leased');
    const fetch = replies(() => {
      told.push({ sent: 'the request' });
      return Response.json({ id: 42 }, { status: 201 });
    });
    await standIn({ fetch, ledger }).things.create(lead, {
      ...key,
      beforeSend: async () => void told.push({ sent: 'beforeSend' }),
    });
    expect(told).toEqual([
      {
        claimed: { provider: 'stand-in', account: 'account', key: 'row-00017', fingerprint: expect.any(String) },
        leaseMs: 125_000,
      },
      { sent: 'row-00017' },
      { sent: 'beforeSend' },
      { sent: 'the request' },
      { completed: { state: 'confirmed', outcome: 'created', remoteId: '42' } },
    ]);
    expect(JSON.stringify(told)).not.toContain('Jane');
    expect(JSON.stringify(fetch.requests)).not.toContain('row-00017');
  });

  test.each([
    ['create', { data: { id: 7 } }, { outcome: 'created', remoteId: '7' }],
    ['create', { thing_id: 'a7' }, { outcome: 'created', remoteId: 'a7' }],
    ['fold', { id: 'b7' }, { outcome: 'updated', remoteId: 'b7' }],
    ['queue', { status: 'QUEUED' }, { outcome: 'accepted', remoteId: undefined }],
  ] as const)('the remote id is kept: things.%s responds with %j', async (method, answer, completed) => {
    const { ledger, told } = ledgerThatFinds('leased');
    await standIn({ fetch: replies(json(200, answer)), ledger }).things[method](lead, key);
    expect(told.at(-1)).toEqual({ completed: { state: 'confirmed', ...completed } });
  });

  test.each([
    ['a refusal counts as an attempt', json(400, {}), { released: { after: 'failure' } }],
    ['a 429 does not', tooManyRequests({ retryAfterSeconds: 3_600 }), { released: { after: 'no-attempt' } }],
    ['an unknown end keeps the row sent', reset, { released: { after: 'unknown' } }],
  ])('%s', async (_, answer, last) => {
    const { ledger, told } = ledgerThatFinds('leased');
    await standIn({ fetch: replies(answer), ledger })
      .things.create(lead, key)
      .safe();
    expect(told.at(-1)).toEqual(last);
  });

  test('what a person must look at is parked', async () => {
    const { ledger, told } = ledgerThatFinds('leased');
    const verdict: ReconcileResult = { kind: 'parked', lookup: {}, reason: 'it is not known' };
    const client = standIn({
      fetch: replies(reset),
      ledger,
      definition: { reconcile: { 'things.create': async () => verdict } },
    });
    await client.things.create(lead, key).safe();
    expect(told.at(-1)).toEqual({ completed: { state: 'parked', outcome: 'parked', unknowns: 1 } });
  });

  test('a call without a key, one that reads, and one whose provider takes the key, go past it', async () => {
    const { ledger, told } = ledgerThatFinds('mismatch');
    const client = standIn({ fetch: replies(json(200, {})), ledger });
    await client.things.create(lead);
    await client.things.get('1', key);
    await client.calls.place({ to: '+14155552671' }, key);
    expect(told).toEqual([]);
  });
});

describe('what it finds decides, and nothing is sent', () => {
  test.each([
    ['done', { state: 'confirmed', remoteId: '42' }, { kind: 'duplicate', effect: 'none', lookup: { id: '42' } }],
    ['done', { state: 'duplicate' }, { kind: 'duplicate', effect: 'none', lookup: undefined }],
    ['done', { state: 'rejected' }, { kind: 'rejected', effect: 'none' }],
    ['done', { state: 'parked' }, { kind: 'parked', effect: 'unknown' }],
    ['mismatch', {}, { kind: 'idempotency-mismatch', effect: 'none' }],
    [
      'busy',
      { leaseUntil: Date.UTC(2026, 10, 21, 5, 0, 30) },
      { kind: 'duplicate', retryable: true, retryAfterMs: 30_000 },
    ],
  ] as const)('%s %j', async (kind, row, error) => {
    const { ledger } = ledgerThatFinds(kind, row);
    const fetch = replies(json(200, {}));
    const outcome = await standIn({ fetch, ledger, clock: fakeClock() }).things.create(lead, key).safe();
    expect(outcome).toMatchObject({ ok: false, error });
    expect(fetch.requests).toEqual([]);
  });

  test('a lease that moved on: the request does not leave', async () => {
    const { ledger } = ledgerThatFinds('leased', {}, false);
    const fetch = replies(json(200, {}));
    const outcome = await standIn({ fetch, ledger }).things.create(lead, key).safe();
    expect(outcome).toMatchObject({ ok: false, error: { kind: 'duplicate', effect: 'none' } });
    expect(fetch.requests).toEqual([]);
  });
});

describe('a row that was sent before is reconciled by class, never sent again blindly', () => {
  const sentBefore = (verdict?: ReconcileResult) => {
    const firstSentAt = Date.UTC(2026, 10, 20);
    const { ledger, told } = ledgerThatFinds('sent-before', { state: 'sent', firstSentAt });
    const fetch = replies(json(201, { id: 1 }));
    const asked: unknown[] = [];
    const look = async (lost: unknown) => {
      asked.push(lost);
      return verdict as ReconcileResult;
    };
    const definition = verdict === undefined ? {} : { reconcile: { 'things.create': look, 'things.enrol': look } };
    return { client: standIn({ fetch, ledger, definition }), fetch, told, asked };
  };

  test('where repeating is safe it is sent again', async () => {
    const { client, fetch, told } = sentBefore();
    await expect(client.things.fold(lead, key)).resolves.toEqual({ id: 1 });
    expect(fetch.requests.length).toBe(1);
    expect(told.at(-1)).toMatchObject({ completed: { state: 'confirmed' } });
  });

  test('where it is not, and nothing can be looked up, it is parked', async () => {
    const { client, fetch, told } = sentBefore();
    const outcome = await client.things.create(lead, key).safe();
    expect(outcome).toMatchObject({
      ok: false,
      error: { kind: 'parked', effect: 'unknown', lookup: { idempotencyKey: 'row-00017' } },
    });
    expect(fetch.requests).toEqual([]);
    expect(told.at(-1)).toMatchObject({ completed: { state: 'parked' } });
  });

  test('the look-up is asked for what was made since the first send, and what it finds is the outcome', async () => {
    const { asked, client, fetch, told } = sentBefore({ kind: 'found', value: { id: 9 } });
    expect(await client.things.create(lead, key).withMeta()).toMatchObject({
      value: { id: 9 },
      meta: { certainty: 'probable', replayed: true },
    });
    expect(asked).toMatchObject([{ body: lead, firstSentAt: Date.UTC(2026, 10, 20), resends: 0 }]);
    expect(fetch.requests).toEqual([]);
    expect(told.at(-1)).toMatchObject({ completed: { state: 'confirmed', remoteId: '9' } });
  });

  test('where the look-up found nothing and says so, it is sent again', async () => {
    const { client, fetch } = sentBefore({ kind: 'resend' });
    await expect(client.things.enrol(lead, key)).resolves.toEqual({ id: 1 });
    expect(fetch.requests.length).toBe(1);
  });

  test('a look-up that failed leaves the row open, so that the next call under the key looks again', async () => {
    const { client, fetch, told } = sentBefore({ kind: 'open' });
    expect(await client.things.enrol(lead, key).safe()).toMatchObject({
      error: { kind: 'network', effect: 'unknown', retryable: true, hint: expect.stringContaining('look it up') },
    });
    expect(fetch.requests).toEqual([]);
    expect(told.at(-1)).toEqual({ released: { after: 'unknown' } });
  });
});

interface SilentStep {
  readonly step: string;
  readonly kind: Claim['kind'];
  readonly row?: Partial<LedgerRow>;
  readonly silent: 'claim' | 'markSent' | 'complete';
  readonly expected: object;
}

describe('a step of a ledger that says nothing is ended', () => {
  const evidence = JSON.stringify({ at: 1, fencingToken: 1, state: 'confirmed', outcome: 'created', remoteId: '42' });
  const stops = { ok: false, error: { effect: 'none' } };
  const steps: readonly SilentStep[] = [
    { step: 'that claims the row', kind: 'leased', silent: 'claim', expected: stops },
    { step: 'that marks it as sent', kind: 'leased', silent: 'markSent', expected: stops },
    {
      step: 'that stores the outcome',
      kind: 'leased',
      silent: 'complete',
      expected: { ok: true, value: { id: 1 } },
    },
    {
      step: 'that stores what another worker saw',
      kind: 'sent-before',
      row: { firstSentAt: 5, evidence },
      silent: 'complete',
      expected: { ok: false, error: { kind: 'duplicate', lookup: { id: '42' } } },
    },
  ];

  /** A ledger one of whose steps never ends, and when it was reached. */
  function silentLedger({ kind, row, silent }: SilentStep) {
    let reached = (): void => undefined;
    const isReached = new Promise<void>((resolve) => {
      reached = resolve;
    });
    const never = (): Promise<never> => {
      reached();
      return new Promise(() => undefined);
    };
    return { ledger: { ...ledgerThatFinds(kind, row).ledger, [silent]: never }, isReached };
  }

  test.each(steps)('by the deadline of the call: the step $step', async (given) => {
    const { isReached, ledger } = silentLedger(given);
    const clock = fakeClock();
    const client = standIn({ fetch: replies(json(201, { id: 1 })), ledger, clock });
    const startedAt = clock.now();
    const ended = client.things.create(lead, { ...key, deadlineMs: 10_000 }).safe();
    await isReached;
    clock.elapse(10_000);
    expect(await ended).toMatchObject(given.expected);
    expect(clock.now() - startedAt).toBe(10_000);
  });

  test.each(steps)('by the signal of the call: the step $step', async (given) => {
    const { isReached, ledger } = silentLedger(given);
    const client = standIn({
      fetch: replies(json(201, { id: 1 })),
      ledger,
      clock: systemClock,
    });
    const stop = new AbortController();
    const ended = client.things.create(lead, { ...key, signal: stop.signal }).safe();
    await isReached;
    stop.abort();
    expect(await ended).toMatchObject(given.expected);
  });
});

describe('a ledger that fails', () => {
  test('before the request leaves stops it', async () => {
    const { ledger } = ledgerThatFinds('leased');
    const broken = { ...ledger, markSent: async () => Promise.reject(new Error('disk full')) };
    const fetch = replies(json(200, {}));
    expect(await standIn({ fetch, ledger: broken }).things.create(lead, key).safe()).toMatchObject({
      ok: false,
      error: { kind: 'misconfigured', effect: 'none' },
    });
    expect(fetch.requests).toEqual([]);
  });

  test('afterwards changes nothing of what came of the call', async () => {
    const { ledger } = ledgerThatFinds('leased');
    const fail = async () => Promise.reject(new Error('disk full'));
    const broken = { ...ledger, complete: fail, release: fail };
    const client = standIn({ fetch: replies(json(200, { id: 1 }), body(400)), ledger: broken });
    await expect(client.things.create(lead, key)).resolves.toEqual({ id: 1 });
    expect(await client.things.create(lead, key).safe()).toMatchObject({ error: { kind: 'rejected' } });
  });

  test('over what another worker saw changes nothing of that', async () => {
    const evidence = JSON.stringify({ at: 1, fencingToken: 1, state: 'confirmed', outcome: 'created', remoteId: '42' });
    const { ledger } = ledgerThatFinds('sent-before', { firstSentAt: 5, evidence });
    const broken = { ...ledger, complete: async () => Promise.reject(new Error('disk full')) };
    expect(
      await standIn({ fetch: replies(reset), ledger: broken })
        .things.create(lead, key)
        .safe(),
    ).toMatchObject({
      error: { kind: 'duplicate', lookup: { id: '42' } },
    });
  });
});

test('a look-up asks the ledger which of the records it found are those of other keys', async () => {
  const { ledger } = ledgerThatFinds('leased');
  const asked: string[][] = [];
  const confirmedElsewhere = async (id: { key: string }, ids: readonly string[]) => {
    asked.push([id.key, ...ids]);
    return ['42'];
  };
  const look = async ({ options }: LostCall): Promise<ReconcileResult> => ({
    kind: 'found',
    value: { others: await options.confirmedElsewhere?.(['41', '42']) },
  });
  const client = standIn({
    fetch: replies(reset),
    definition: { reconcile: { 'things.enrol': look } },
    ledger: { ...ledger, confirmedElsewhere },
  });
  expect(await client.things.enrol(lead, key)).toEqual({ others: ['42'] });
  expect(asked).toEqual([['row-00017', '41', '42']]);
});
