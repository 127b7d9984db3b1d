import { expect, test } from 'vitest';
import { json, replies, reset, standIn } from '../testing.ts';
import { createLeadSearch } from './lead-search.ts';

interface Thing {
  readonly id: number;
  readonly phone?: string;
  readonly created_at?: number;
}

/** A client whose lost creates are looked up by phone, among these records. */
function searching(...found: readonly Thing[]) {
  const fetch = replies(json(200, { data: found }));
  const client = standIn({ fetch, defaultCountry: 'US' });
  const search = createLeadSearch<{ data?: Thing[] }, Thing>(client, {
    ask: ({ phone }, options) => client.run('things.search', { body: { phone }, options }) as never,
    list: ({ data }) => data,
    shown: ({ phone }) => ({ phone }),
    madeAt: ({ created_at }) => created_at,
  });
  return { client, fetch, search };
}

const PHONE = '+14155552671';

test('a lead is found by its number in any spelling, and a record that shows another number is not it', async () => {
  const { fetch, search } = searching({ id: 1, phone: '+1 415 555 2680' }, { id: 2, phone: '(415) 555-2671' });
  expect(await search.find({ phone: '415-555-2671' })).toMatchObject({ ok: true, value: { id: '2' } });
  expect(fetch.requests).toMatchObject([{ json: { phone: PHONE } }]);
});

test('a lead without a phone is not looked up where the provider is not asked by e-mail', async () => {
  const { fetch, search } = searching({ id: 1 });
  expect(await search.find({ phone: '', email: 'jane.doe@example.com' })).toEqual({ ok: true, value: undefined });
  expect(fetch.requests).toEqual([]);
});

test.each([
  ['seconds', 1_000],
  ['milliseconds', 1],
])('a lost create is found by a record whose time in %s is after the first send', async (_, unit) => {
  const clock = standIn().provider.options.clock.now();
  const { search } = searching({ id: 7, phone: PHONE, created_at: Math.floor(clock / unit) });
  const client = standIn({
    fetch: replies(reset),
    definition: { reconcile: { 'things.create': (lost) => search.reconcile(lost, lost.body as Thing) } },
  });
  expect(await client.things.create({ phone: PHONE })).toMatchObject({ id: 7 });
});

test('a lost create without a phone is left to a person', async () => {
  const { fetch, search } = searching({ id: 7 });
  const client = standIn({
    fetch: replies(reset),
    definition: { reconcile: { 'things.create': (lost) => search.reconcile(lost, { email: 'jane.doe@example.com' }) } },
  });
  expect(await client.things.create({}).safe()).toMatchObject({ ok: false, error: { kind: 'parked' } });
  expect(fetch.requests).toEqual([]);
});
