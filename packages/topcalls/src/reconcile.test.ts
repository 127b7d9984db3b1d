import { type Answer, body, fakeClock, json, replies, reset, tooManyRequests } from '@leadwire/core/testing';
import { describe, expect, test } from 'vitest';
import { createTopcalls } from './index.ts';

const LIST = '3c90c3cc-0d44-4b50-8888-8dd25736052a';
const NOW = Date.UTC(2026, 10, 21, 5);

const answer = (existed: boolean, madeAt: number): Answer =>
  json(existed ? 200 : 201, {
    id: '5f0c5f8a-59c1-4a45-9d0b-0f3f6f3d8f11',
    account_id: LIST,
    name: 'Jane',
    phone_number: '+14155552671',
    status: 'New',
    tags: [],
    created_at: new Date(madeAt).toISOString(),
    updated_at: new Date(madeAt).toISOString(),
    existed,
  });

const send = (...answers: [Answer, ...Answer[]]) => {
  const fetch = replies(...answers);
  const target = createTopcalls({ apiKey: 'k', limits: false, clock: fakeClock({ now: NOW }), fetch }).target({
    listId: LIST,
  });
  return { fetch, target, outcome: target.send({ phone: '+14155552671', name: 'Jane', tags: ['web'] }) };
};

describe('existed: true', () => {
  test('without an own unknown attempt is certainly another sender’s lead, and names what was left unchanged', async () => {
    expect(await send(answer(true, NOW)).outcome).toMatchObject({
      ok: true,
      value: { outcome: 'existed', certainty: 'certain', unchanged: ['name', 'tags'] },
    });
  });

  test('after an own unknown attempt and made since the first send is created, probably', async () => {
    const { fetch, outcome } = send(reset, answer(true, NOW));
    expect(await outcome).toMatchObject({
      ok: true,
      value: { outcome: 'created', certainty: 'probable', unchanged: [] },
    });
    expect(fetch.requests.length).toBe(2);
  });

  test('after an own unknown attempt and made before is existed, probably', async () => {
    expect(await send(reset, answer(true, NOW - 60_000)).outcome).toMatchObject({
      ok: true,
      value: { outcome: 'existed', certainty: 'probable' },
    });
  });

  test.each([
    ['a web page', body(200, '<html>')],
    ['a cut body', body(200, '{"id"')],
    ['503', body(503)],
  ])('after an own attempt that was answered with %s is not certain either', async (_, lost) => {
    expect(await send(lost, answer(true, NOW)).outcome).toMatchObject({
      ok: true,
      value: { outcome: 'created', certainty: 'probable' },
    });
    expect(await send(lost, answer(true, NOW - 60_000)).outcome).toMatchObject({
      ok: true,
      value: { outcome: 'existed', certainty: 'probable' },
    });
  });

  test.each([
    [200, 'existed'],
    [201, 'created'],
  ] as const)('left out, the status says it: %i %s', async (status, outcome) => {
    const silent = json(status, { id: LIST, created_at: new Date(NOW - 60_000).toISOString() });
    expect(await send(silent).outcome).toMatchObject({ ok: true, value: { outcome, certainty: 'certain' } });
  });

  test('clocks may differ by half a minute', async () => {
    expect(await send(reset, answer(true, NOW - 29_000)).outcome).toMatchObject({
      ok: true,
      value: { outcome: 'created' },
    });
  });

  test('after a 429, which was not processed, is certain', async () => {
    expect(await send(tooManyRequests(), answer(true, NOW)).outcome).toMatchObject({
      ok: true,
      value: { outcome: 'existed', certainty: 'certain' },
    });
  });

  test('when a send of an earlier run is resumed compares with its time', async () => {
    const { target } = send(answer(true, NOW - 3_600_000));
    const resume = (firstSentAt: number) => target.resume({ phone: '+14155552671', name: 'Jane' }, { firstSentAt });
    expect(await resume(NOW - 3_600_000)).toMatchObject({
      ok: true,
      value: { outcome: 'created', certainty: 'probable' },
    });
    expect(await resume(NOW - 60_000)).toMatchObject({
      ok: true,
      value: { outcome: 'existed', certainty: 'probable' },
    });
  });
});

describe('newer is measured on the provider’s clock', () => {
  const MINUTES = 60_000;
  const dated = (offsetMs: number, madeAt: number): Answer => {
    const answered = answer(true, madeAt);
    return async (request) => {
      const response = await answered(request);
      response.headers.set('date', new Date(NOW + offsetMs).toUTCString());
      return response;
    };
  };

  test.each([-5 * MINUTES, 5 * MINUTES])('ours is ours where the clocks differ by %d ms', async (offset) => {
    expect(await send(reset, dated(offset, NOW + offset)).outcome).toMatchObject({ value: { outcome: 'created' } });
  });

  test('a lead made a minute before the first send existed, where the provider is three minutes ahead', async () => {
    const older = dated(3 * MINUTES, NOW + 2 * MINUTES);
    expect(await send(reset, older).outcome).toMatchObject({ value: { outcome: 'existed', certainty: 'probable' } });
  });

  test('a time without a zone proves nothing', async () => {
    const local = json(200, { id: LIST, existed: true, created_at: '2026-11-21 05:00:00' });
    expect(await send(reset, local).outcome).toMatchObject({ value: { outcome: 'existed', certainty: 'probable' } });
  });
});

test('existed: false is created, certainly, whatever went before', async () => {
  expect(await send(reset, answer(false, NOW)).outcome).toMatchObject({
    ok: true,
    value: { outcome: 'created', certainty: 'certain' },
  });
});

test('notes that are appended are appended on every send: a lost one is parked', async () => {
  const fetch = replies(reset);
  const target = createTopcalls({ apiKey: 'k', limits: false, clock: fakeClock(), fetch }).target({ listId: LIST });
  const outcome = await target.send({ phone: '+14155552671', name: 'Jane', fields: { notes_append: 'rang' } });
  expect(outcome).toMatchObject({
    ok: true,
    value: { outcome: 'parked', lookup: { phone: '+14155552671', list_id: LIST } },
  });
  expect(fetch.requests.length).toBe(1);
});

test('one of an earlier run is not sent again either: a person must look, or the caller takes the risk', async () => {
  const fetch = replies(json(200, { id: 'lead-1', existed: true, created_at: '2020-01-01T00:00:00Z' }));
  const target = createTopcalls({ apiKey: 'k', limits: false, clock: fakeClock(), fetch }).target({ listId: LIST });
  const noted = { phone: '+14155552671', name: 'Jane', fields: { notes_append: 'rang' } };
  expect(await target.resume(noted, { firstSentAt: 0 })).toMatchObject({
    ok: true,
    value: { outcome: 'parked', error: { effect: 'unknown' }, lookup: { phone: '+14155552671', list_id: LIST } },
  });
  expect(fetch.requests).toEqual([]);
  expect(await target.resume(noted, { firstSentAt: 0 }, { resendOnMiss: true })).toMatchObject({
    ok: true,
    value: { outcome: 'created', certainty: 'probable' },
  });
});
