import { describe, expect, test } from 'vitest';
import { body, fakeClock, html, json, replies, reset, standIn } from '../testing.ts';
import type { LostCall, ReconcileResult } from './provider-definition.ts';

const lead = { name: 'Jane' };

/** A client whose look-up after a lost `things.enrol` says these things, one after the other. */
function lost(verdicts: readonly ReconcileResult[], ...answers: Parameters<typeof replies>) {
  const asked: LostCall[] = [];
  const fetch = replies(...answers);
  const look = async (call: LostCall): Promise<ReconcileResult> => {
    asked.push(call);
    return verdicts[Math.min(asked.length - 1, verdicts.length - 1)] as ReconcileResult;
  };
  const clock = fakeClock();
  return {
    asked,
    clock,
    client: standIn({ fetch, clock, definition: { reconcile: { 'things.enrol': look } } }),
    fetch,
  };
}

describe('reconcile', () => {
  test('is asked after an unknown outcome, with what was sent, when, and what is left of the deadline', async () => {
    const { asked, client, clock } = lost([{ kind: 'open' }], reset);
    const { signal } = new AbortController();
    const startedAt = clock.now();
    await client.things.enrol(lead, { signal, resendOnMiss: true }).safe();
    expect(asked).toMatchObject([
      {
        body: lead,
        firstSentAt: startedAt,
        effectClass: 'dup-flag',
        resends: 0,
        options: { signal, resendOnMiss: true, deadlineMs: 120_000 },
      },
    ]);
  });

  test('a look-up that fails over a response of an undocumented shape has found nothing out: the failure stands as it was', async () => {
    const reconcile = { 'things.create': () => Promise.reject(new TypeError('null has no id')) };
    const client = standIn({ fetch: replies(body(503)), definition: { reconcile } });
    expect(await client.things.create(lead).safe()).toMatchObject({
      error: { kind: 'provider-failure', effect: 'unknown', status: 503 },
    });
  });

  test('is given the body as it was sent, whatever its owner has made of it since', async () => {
    const { asked, client } = lost([{ kind: 'open' }], reset);
    const row = { name: 'Jane' };
    const call = client.things.enrol(row).safe();
    row.name = 'John';
    await call;
    expect(asked).toMatchObject([{ body: { name: 'Jane' } }]);
  });

  test('is asked after a 2xx that could not be read', async () => {
    const { client } = lost([{ kind: 'found', value: { id: 1 } }], html(200));
    await expect(client.things.enrol(lead)).resolves.toEqual({ id: 1 });
  });

  test.each([
    ['a refusal', json(400, {})],
    ['a success', json(200, {})],
  ])('is not asked after %s', async (_, answer) => {
    const { asked, client } = lost([{ kind: 'open' }], answer);
    await client.things.enrol(lead).safe();
    expect(asked).toEqual([]);
  });

  test('is not asked when the caller stopped the call', async () => {
    const stop = new AbortController();
    const { asked, client } = lost([{ kind: 'open' }], () => {
      stop.abort();
      return Promise.reject(stop.signal.reason);
    });
    await client.things.enrol(lead, { signal: stop.signal }).safe();
    expect(asked).toEqual([]);
  });
});

describe('found', () => {
  test('is done, probably: the value, and every attempt', async () => {
    const { client } = lost([{ kind: 'found', value: { id: 1 } }], body(503));
    expect(await client.things.enrol(lead).withMeta()).toMatchObject({
      value: { id: 1 },
      meta: { certainty: 'probable', replayed: true, attempts: [{ status: 503, effect: 'unknown' }] },
    });
  });
});

describe('not found', () => {
  test('sends again, and that success is certain', async () => {
    const { client, fetch } = lost([{ kind: 'resend' }], reset, json(200, { id: 2 }));
    expect(await client.things.enrol(lead).withMeta()).toMatchObject({
      value: { id: 2 },
      meta: { certainty: 'certain', attempts: [{ failure: 'network' }, { status: 200 }] },
    });
    expect(fetch.requests.length).toBe(2);
  });

  test('and a send that is lost again is looked up again, counted', async () => {
    const { asked, client } = lost([{ kind: 'resend' }, { kind: 'resend' }, { kind: 'open' }], reset);
    await client.things.enrol(lead).safe();
    expect(asked.map(({ resends }) => resends)).toEqual([0, 1, 2]);
  });

  test('a refusal of the second send leaves the call unknown', async () => {
    const { client } = lost([{ kind: 'resend' }, { kind: 'open' }], reset, json(422, {}));
    expect(await client.things.enrol(lead).safe()).toMatchObject({
      ok: false,
      error: { kind: 'rejected', effect: 'unknown' },
    });
  });

  test('calls beforeSend once, whatever is sent again', async () => {
    let called = 0;
    const { client } = lost([{ kind: 'resend' }], reset, json(200, {}));
    await client.things.enrol(lead, { beforeSend: async () => void called++ });
    expect(called).toBe(1);
  });
});

describe('parked', () => {
  test('means a person must look: it carries the ready look-up, and says what was proved', async () => {
    const verdict: ReconcileResult = { kind: 'parked', lookup: { phone: '+14155552671' }, reason: 'two leads fit' };
    const lostAnswer = await lost([verdict], reset).client.things.enrol(lead).safe();
    expect(lostAnswer).toMatchObject({
      ok: false,
      error: {
        kind: 'parked',
        effect: 'unknown',
        lookup: { phone: '+14155552671' },
        message: 'stand-in things.enrol needs review: two leads fit',
      },
    });
    const unreadable = await lost([verdict], html(201)).client.things.enrol(lead).safe();
    expect(unreadable).toMatchObject({
      error: { kind: 'parked', effect: 'applied', cause: { kind: 'unreadable-response' } },
    });
  });
});

test('a look-up that the caller stopped parks nothing: the failure stands', async () => {
  const stop = new AbortController();
  const look = async (): Promise<ReconcileResult> => {
    stop.abort();
    return { kind: 'parked', lookup: {}, reason: 'the look-up failed' };
  };
  const client = standIn({ fetch: replies(reset), definition: { reconcile: { 'things.enrol': look } } });
  const outcome = await client.things.enrol(lead, { signal: stop.signal }).safe();
  expect(outcome).toMatchObject({ ok: false, error: { kind: 'network', effect: 'unknown' } });
});

test('a look-up that failed leaves the failure as it was, and its hint says how to look', async () => {
  const { client } = lost([{ kind: 'open', lookup: { phone: '+1' } }], body(503));
  expect(await client.things.enrol(lead).safe()).toMatchObject({
    error: {
      kind: 'provider-failure',
      effect: 'unknown',
      lookup: { phone: '+1' },
      hint: expect.stringContaining('look it up'),
    },
  });
});

test('a nearer reason that cannot be found leaves the refusal as it was', async () => {
  const explain = { 'things.create': () => Promise.reject(new TypeError('null has no id')) };
  const client = standIn({ fetch: replies(body(422)), definition: { explain } });
  expect(await client.things.create(lead).safe()).toMatchObject({ error: { kind: 'rejected', status: 422 } });
});

test('a clock that fails between two attempts does not make a call that may have been done look undone', async () => {
  const random = (): number => {
    throw new Error('no chance');
  };
  const clock = { ...fakeClock(), random };
  const client = standIn({ fetch: replies(body(503)), clock });
  expect(await client.things.fold(lead).safe()).toMatchObject({
    error: { kind: 'misconfigured', effect: 'unknown', attempts: [{ status: 503 }] },
  });
});
