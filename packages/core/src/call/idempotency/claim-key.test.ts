import { describe, expect, test, vi } from 'vitest';
import { answering, body, json, replies, reset, settled, standIn, tooManyRequests } from '../../testing.ts';
import { MAX_KEYS } from './idempotency-store.ts';

const key = { idempotencyKey: 'row-00017' };
const lead = { name: 'Jane' };

describe('where the provider takes no key', () => {
  test('it is never sent', async () => {
    const fetch = replies(json(201, { id: 1 }));
    await standIn({ fetch }).things.create(lead, key);
    expect(JSON.stringify(fetch.requests)).not.toContain('row-00017');
  });

  test('a repeat of a success is not sent: its value is given again', async () => {
    const fetch = replies(json(201, { id: 1 }), json(201, { id: 2 }));
    const client = standIn({ fetch });
    const first = await client.things.create(lead, key).withMeta();
    const second = await client.things.create({ ...lead }, key).withMeta();
    expect(first).toMatchObject({ value: { id: 1 }, meta: { replayed: false } });
    expect(second).toMatchObject({ value: { id: 1 }, meta: { replayed: true, status: 201 } });
    expect(fetch.requests.length).toBe(1);
  });

  test('another key is another effect', async () => {
    const fetch = replies(json(201, { id: 1 }));
    const client = standIn({ fetch });
    await client.things.create(lead, key);
    await client.things.create(lead, { idempotencyKey: 'row-00018' });
    await client.things.create(lead);
    expect(fetch.requests.length).toBe(3);
  });

  test.each([
    ['a refusal', json(400, {})],
    ['a 429', tooManyRequests({ retryAfterSeconds: 3_600 })],
  ])('%s frees the key: nothing happened', async (_, answer) => {
    const fetch = replies(answer, json(201, { id: 1 }));
    const client = standIn({ fetch });
    await client.things.create(lead, key).safe();
    await expect(client.things.create({ name: 'Corrected' }, key)).resolves.toEqual({ id: 1 });
  });

  test('what fails before it is sent does not take the key', async () => {
    const fetch = replies(json(201, { id: 1 }));
    const client = standIn({ fetch });
    await client.things.create(undefined, key).safe();
    await expect(client.things.create(lead, key)).resolves.toEqual({ id: 1 });
  });

  test('two at the same time share one request, and a form does, too', async () => {
    const fetch = replies(json(201, { id: 1 }));
    const client = standIn({ fetch });
    const form = () => {
      const data = new FormData();
      data.set('file', new File(['%PDF'], 'manual.pdf'));
      return data;
    };
    expect(await Promise.all([client.things.create(lead, key), client.things.create(lead, key)])).toEqual([
      { id: 1 },
      { id: 1 },
    ]);
    const forms = { idempotencyKey: 'form-0001' };
    await Promise.all([client.things.create(form(), forms), client.things.create(form(), forms)]);
    expect(fetch.requests.length).toBe(2);
  });
});

describe('the same key with a different payload', () => {
  const mismatch = { ok: false, error: { kind: 'idempotency-mismatch', effect: 'none', attempts: [] } };

  test.each([
    ['another body', 'create', [{ name: 'John' }]],
    ['another operation', 'fold', [lead]],
    ['another path', 'update', ['2', lead]],
  ] as const)('%s is idempotency-mismatch before anything is sent', async (_, method, args) => {
    const fetch = replies(json(200, {}));
    const client = standIn({ fetch });
    await client.things[method === 'update' ? 'update' : 'create'](
      ...(method === 'update' ? ['1', lead] : [lead]),
      key,
    );
    expect(await client.things[method](...args, key).safe()).toMatchObject(mismatch);
    expect(fetch.requests.length).toBe(1);
  });

  test('also while the first is under way, and where the provider takes the key', async () => {
    const fetch = replies(json(200, {}));
    const client = standIn({ fetch });
    const calls = ['+14155552671', '+14155552672'].map((to) => client.calls.place({ to }, key).safe());
    expect(await Promise.all(calls)).toMatchObject([{ ok: true }, mismatch]);
    expect(fetch.requests.length).toBe(1);
  });

  test('the call that was made first is the first, whichever fingerprint is ready first', async () => {
    const { subtle } = globalThis.crypto;
    const digest = subtle.digest.bind(subtle);
    let later: Promise<ArrayBuffer> | undefined;
    const spy = vi.spyOn(subtle, 'digest');
    spy.mockImplementationOnce(async (...args) => {
      await Promise.resolve().then(() => later);
      return digest(...args);
    });
    spy.mockImplementationOnce((...args) => {
      later = digest(...args);
      return later;
    });
    const fetch = replies(json(200, {}));
    const client = standIn({ fetch });
    const calls = ['+14155552671', '+14155552672'].map((to) => client.calls.place({ to }, key).safe());
    expect(await Promise.all(calls)).toMatchObject([{ ok: true }, mismatch]);
    spy.mockRestore();
  });

  test('also after a failure whose effect is not known', async () => {
    const client = standIn({ fetch: replies(body(503)) });
    await client.things.create(lead, key).safe();
    expect(await client.things.create({ name: 'John' }, key).safe()).toMatchObject(mismatch);
  });

  test('fields in another order are the same payload', async () => {
    const client = standIn({ fetch: replies(json(200, { id: 1 })) });
    await client.things.create({ a: 1, b: { c: 2, d: 3 } }, key);
    expect(await client.things.create({ b: { d: 3, c: 2 }, a: 1 }, key).safe()).toMatchObject({ ok: true });
  });

  test('a phone in another spelling is the same payload', async () => {
    const fetch = replies(json(200, { call_id: 1 }));
    const client = standIn({ fetch, defaultCountry: 'US' });
    await client.calls.place({ to: '+1 415 555 2671' }, key);
    expect(await client.calls.place({ to: '(415) 555-2671' }, key).safe()).toMatchObject({ ok: true });
  });
});

describe('after a failure whose effect is not known', () => {
  test('a repeat is sent where repeating is safe', async () => {
    const fetch = replies(reset, json(200, { id: 1 }));
    const client = standIn({ fetch, retry: false });
    await client.things.fold(lead, key).safe();
    await expect(client.things.fold(lead, key)).resolves.toEqual({ id: 1 });
  });

  test('a repeat is not sent where it is not: the earlier failure stands', async () => {
    const fetch = replies(reset, json(200, { id: 1 }));
    const client = standIn({ fetch });
    await client.things.create(lead, key).safe();
    expect(await client.things.create(lead, key).safe()).toMatchObject({
      ok: false,
      error: { kind: 'network', effect: 'unknown' },
    });
    expect(fetch.requests.length).toBe(1);
  });

  test('a repeat asks the look-up first, where there is one', async () => {
    const verdicts = [{ kind: 'open' }, { kind: 'found', value: { id: 9 } }] as const;
    let look = 0;
    const fetch = replies(reset);
    const client = standIn({
      fetch,
      definition: { reconcile: { 'things.create': async () => verdicts[look++] as never } },
    });
    await client.things.create(lead, key).safe();
    expect(await client.things.create(lead, key).withMeta()).toMatchObject({
      value: { id: 9 },
      meta: { certainty: 'probable', replayed: true },
    });
    expect(fetch.requests.length).toBe(1);
  });

  test('a repeat that has no effect leaves the effect unknown: that of the earlier send is not known', async () => {
    const fetch = replies(reset, json(400, {}), json(200, { id: 1 }));
    const client = standIn({ fetch, retry: false });
    await client.things.fold(lead, key).safe();
    expect(await client.things.fold(lead, key).safe()).toMatchObject({
      error: { kind: 'rejected', effect: 'unknown' },
    });
    await expect(client.things.fold(lead, key)).resolves.toEqual({ id: 1 });
  });
});

describe('where the provider takes the key', () => {
  test('a repeat is sent again with it: the provider responds as before', async () => {
    const fetch = replies(json(200, { call_id: 1 }));
    const client = standIn({ fetch });
    const call = { to: '+14155552671' };
    await client.calls.place(call, key);
    await client.calls.place(call, key);
    expect(fetch.requests.map(({ headers }) => headers['idempotency-key'])).toEqual(['row-00017', 'row-00017']);
  });
});

test('what only reads takes no notice of a key', async () => {
  const fetch = replies(json(200, {}));
  const client = standIn({ fetch });
  await client.things.get('1', key);
  await client.things.get('2', key);
  expect(fetch.requests.length).toBe(2);
});

test('a client remembers its last 10,000 keys; calls under way and open ends stay', async () => {
  let held: ((response: Response) => void) | undefined;
  const fetch = answering((request) => {
    if (request.text.includes('held')) return new Promise<Response>((resolve) => (held = resolve));
    return request.text.includes('open') ? Promise.reject(new TypeError('fetch failed')) : Response.json({});
  });
  const client = standIn({ fetch });
  const waiting = client.things.create({ name: 'held' }, { idempotencyKey: 'held-0001' });
  await client.things.create({ name: 'open' }, { idempotencyKey: 'open-0001' }).safe();
  await settled();
  for (let row = 0; row < MAX_KEYS; row++) await client.things.create(lead, { idempotencyKey: `row-${row}-of-many` });
  const { idempotencyStore } = client.provider;
  expect(
    ['held-0001', 'open-0001', 'row-0-of-many', 'row-9999-of-many'].map(
      (name) => idempotencyStore.get(name) !== undefined,
    ),
  ).toEqual([true, true, false, true]);
  held?.(Response.json({}));
  await waiting;
});
