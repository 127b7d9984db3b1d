import { type Answer, answering, body, fakeClock, json, reset } from '@leadwire/core/testing';
import { describe, expect, test } from 'vitest';
import { createTopcalls } from './index.ts';
import { toCreate } from './target.ts';

const LIST = '3c90c3cc-0d44-4b50-8888-8dd25736052a';
const ID = '5f0c5f8a-59c1-4a45-9d0b-0f3f6f3d8f11';
const lead = {
  phone: '+14155552671',
  firstName: 'Jane',
  lastName: 'Doe',
  company: 'Acme',
  tags: ['web'],
  fields: { city: 'Łódź', status: 'Contacted' },
};
const totals = (inserted: number, total: number): Answer =>
  json(200, {
    success: true,
    inserted,
    updated: 0,
    duplicates: total - inserted,
    total_processed: total,
    duration_ms: 1,
  });

function list(...answers: readonly Answer[]) {
  let index = 0;
  const fetch = answering((request) => (answers[Math.min(index++, answers.length - 1)] as Answer)(request));
  const target = createTopcalls({ apiKey: 'k', limits: false, clock: fakeClock(), fetch }).target({ listId: LIST });
  return { target, fetch };
}

describe('the neutral lead in their terms', () => {
  test('what has no field of its own goes to metadata', () => {
    expect(toCreate(lead, LIST)).toEqual({
      name: 'Jane Doe',
      phone_number: '+14155552671',
      list_id: LIST,
      status: 'Contacted',
      tags: ['web'],
      metadata: { company: 'Acme', city: 'Łódź' },
    });
  });

  test('a name is needed: the phone stands in its place, and the report says so', async () => {
    expect(toCreate({ phone: '+14155552671' }, LIST)).toMatchObject({ name: '+14155552671' });
    expect(await list(body(404)).target.check({ phone: '+14155552671' })).toMatchObject({
      unsupported: [{ field: 'name' }],
    });
  });
});

describe('onExisting', () => {
  const existing = json(200, { id: ID, existed: true, created_at: '2020-01-01T00:00:00Z' });

  test('keep leaves the lead as it is', async () => {
    const { fetch, target } = list(existing);
    expect(await target.send(lead)).toMatchObject({
      ok: true,
      value: { outcome: 'existed', unchanged: ['name', 'tags', 'metadata'] },
    });
    expect(fetch.requests.length).toBe(1);
  });

  test('update sends what was left alone, without phone and list', async () => {
    const { fetch, target } = list(existing, json(200, {}));
    expect(await target.send(lead, { onExisting: 'update' })).toMatchObject({
      ok: true,
      value: { outcome: 'updated', id: ID, unchanged: [] },
    });
    expect(fetch.requests[1]).toMatchObject({
      method: 'PATCH',
      path: `/v1/leads/${ID}`,
      json: { name: 'Jane Doe', status: 'Contacted', tags: ['web'] },
    });
    expect(fetch.requests[1]?.json).not.toHaveProperty('phone_number');
  });

  test('beforeSend is called once, before the create', async () => {
    let called = 0;
    await list(existing, json(200, {})).target.send(lead, {
      onExisting: 'update',
      beforeSend: async () => void called++,
    });
    expect(called).toBe(1);
  });
});

describe('in bulk', () => {
  const leads = [lead, { phone: '+14155552672' }];

  test('rows go in mode skip, which may be repeated', async () => {
    const { fetch, target } = list(reset, totals(2, 2));
    await target.bulk?.send(leads);
    expect(fetch.requests.map(({ json }) => (json as { mode: string }).mode)).toEqual(['skip', 'skip']);
  });

  test('leads whose notes would be appended again do not go in bulk', () => {
    const { bulk } = list(body(404)).target;
    expect(
      [{ ...lead }, { ...lead, notes: 'x' }, { ...lead, fields: { notes_append: 'x' } }].map((each) =>
        bulk?.accepts(each),
      ),
    ).toEqual([true, false, false]);
    expect(bulk?.maxItems).toBe(2_000);
  });

  test.each([
    ['all new', totals(2, 2), 'created', 'certain'],
    ['all there', totals(0, 2), 'existed', 'certain'],
    ['some of each', totals(1, 2), 'created', 'probable'],
  ] as const)('they tell totals only: %s', async (_, answer, outcome, certainty) => {
    expect(await list(answer).target.bulk?.send(leads)).toMatchObject({
      ok: true,
      value: [
        { outcome, certainty },
        { outcome, certainty },
      ],
    });
  });

  test('none new after a lost answer may be our own: created, probably', async () => {
    expect(await list(reset, totals(0, 2)).target.bulk?.send(leads)).toMatchObject({
      ok: true,
      value: [{ outcome: 'created', certainty: 'probable' }, {}],
    });
  });

  test('a chunk that is refused as a whole is an error', async () => {
    expect(await list(json(400, { title: 'x', status: 400 })).target.bulk?.send(leads)).toMatchObject({
      ok: false,
      error: { kind: 'rejected' },
    });
  });
});
