import { expect, test } from 'vitest';
import { answering, body, fakeClock, json, replies, stalls, standIn } from '../testing.ts';

const failing = () => new Response(null, { status: 503 });

/** How many requests a client makes for so many reads that all fail. */
async function requestsOfStorm(client: ReturnType<typeof standIn>, calls: number): Promise<void> {
  for (let call = 0; call < calls; call++) await client.things.get(String(call)).safe();
}

test('an empty retry budget stops a storm: after 50 failing calls of a client each further one is sent once', async () => {
  const fetch = replies(body(503));
  await requestsOfStorm(standIn({ fetch }), 60);
  expect(fetch.requests.length).toBe(50 * 3 + 10);
});

test('a retry after a timeout costs twice as much of the retry budget', async () => {
  const clock = fakeClock();
  const fetch = replies(stalls(() => clock.elapse(1_000)));
  await requestsOfStorm(standIn({ fetch, clock, timeoutMs: 1_000 }), 30);
  expect(fetch.requests.length).toBe(25 * 3 + 5);
});

test('five successes on the first try pay for one more retry, once the budget is empty', async () => {
  let isDown = true;
  const fetch = answering(() => (isDown ? failing() : Response.json({})));
  const client = standIn({ fetch });
  await requestsOfStorm(client, 50);
  isDown = false;
  await requestsOfStorm(client, 5);
  isDown = true;
  const before = fetch.requests.length;
  await requestsOfStorm(client, 2);
  expect(fetch.requests.length - before).toBe(2 + 1);
});

test('the retry budget is capped: a thousand successes pay for no more than 100 retries', async () => {
  let isDown = false;
  const fetch = answering(() => (isDown ? failing() : Response.json({})));
  const client = standIn({ fetch });
  await requestsOfStorm(client, 1_000);
  isDown = true;
  await requestsOfStorm(client, 60);
  expect(fetch.requests.length).toBe(1_000 + 50 * 3 + 10);
});

test('a retry that succeeds gives nothing back to the budget', async () => {
  const fetch = answering((_, index) => (index % 2 === 0 ? failing() : Response.json({})));
  const client = standIn({ fetch });
  for (let call = 0; call < 100; call++) expect((await client.things.get('1').safe())?.ok).toBe(true);
  expect((await client.things.get('1').safe())?.ok).toBe(false);
});

test('each client has its own retry budget', async () => {
  await requestsOfStorm(standIn({ fetch: replies(body(503)) }), 60);
  const fetch = replies(body(503), json(200, {}));
  expect((await standIn({ fetch }).things.get('1').safe())?.ok).toBe(true);
});
