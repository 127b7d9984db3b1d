import { expect, test } from 'vitest';
import { body, fakeClock, json, replies, standIn } from '../testing.ts';
import { createRetryBudget } from './retry-budget.ts';

const spendAll = (budget: ReturnType<typeof createRetryBudget>, afterTimeout: boolean): number => {
  let spent = 0;
  while (budget.spend(afterTimeout)) spent++;
  return spent;
};

test('500 tokens pay for 100 retries, or for 50 after timeouts', () => {
  expect(spendAll(createRetryBudget(), false)).toBe(100);
  expect(spendAll(createRetryBudget(), true)).toBe(50);
});

test('a success on the first try gives one token back', () => {
  const budget = createRetryBudget();
  spendAll(budget, false);
  for (let success = 0; success < 5; success++) {
    expect(budget.spend(false)).toBe(false);
    budget.refund();
  }
  expect(budget.spend(false)).toBe(true);
});

test('tokens are capped', () => {
  const budget = createRetryBudget();
  for (let success = 0; success < 1_000; success++) budget.refund();
  expect(spendAll(budget, false)).toBe(100);
});

test('an empty budget stops a storm: after 50 failing calls of a client each further one is sent once', async () => {
  const fetch = replies(body(503));
  const client = standIn({ fetch, clock: fakeClock() });
  for (let call = 0; call < 60; call++) await client.things.get?.(String(call)).safe();
  expect(fetch.requests.length).toBe(50 * 3 + 10);
});

test('a retry that works gives nothing back', async () => {
  let request = 0;
  const fetch = replies(() => (request++ % 2 === 0 ? new Response(null, { status: 503 }) : Response.json({})));
  const client = standIn({ fetch });
  for (let call = 0; call < 100; call++) expect((await client.things.get?.('1').safe())?.ok).toBe(true);
  expect((await client.things.get?.('1').safe())?.ok).toBe(false);
});

test('each client has a budget of its own', async () => {
  const storm = standIn({ fetch: replies(body(503)) });
  for (let call = 0; call < 60; call++) await storm.things.get?.('1').safe();
  const fetch = replies(body(503), json(200, {}));
  expect((await standIn({ fetch }).things.get?.('1').safe())?.ok).toBe(true);
});
