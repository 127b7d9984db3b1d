import { describe, expect, test } from 'vitest';
import { body, json, refused, replies, reset, STAND_IN_OPERATIONS, standIn } from '../../testing.ts';
import { IDEMPOTENCY_KEY, newIdempotencyKey } from './idempotency-key.ts';

const call = { to: '+14155552671' };

describe('keys go only where the provider documents the header', () => {
  test.each(Object.values(STAND_IN_OPERATIONS).map((operation) => [operation.id, operation] as const))(
    '%s',
    async (id, operation) => {
      const fetch = replies(json(200, {}));
      const client = standIn({ fetch });
      await client.run(id, { path: { id: '1' }, body: call, options: { idempotencyKey: 'given-key' } });
      const sent = 'idempotencyHeader' in operation ? 'given-key' : undefined;
      expect(fetch.requests[0]?.headers['idempotency-key']).toBe(sent);
    },
  );
});

describe('a key is made before the first attempt', () => {
  test('and is the same on every attempt', async () => {
    const fetch = replies(refused, body(503), json(200, {}));
    const { meta } = (await standIn({ fetch }).calls.place(call).withMeta()) ?? {};
    const keys = fetch.requests.map(({ headers }) => headers['idempotency-key']);
    expect(keys).toEqual(Array(3).fill(meta?.idempotencyKey));
    expect(keys[0]).toMatch(IDEMPOTENCY_KEY);
  });

  test('and is another for another call', async () => {
    const fetch = replies(json(200, {}));
    const client = standIn({ fetch });
    await client.calls.place(call);
    await client.calls.place(call);
    expect(new Set(fetch.requests.map(({ headers }) => headers['idempotency-key'])).size).toBe(2);
  });

  test('and can be given with the call', async () => {
    const fetch = replies(reset, json(200, {}));
    await standIn({ fetch }).calls.place(call, { idempotencyKey: 'campaign-7-row-17' });
    expect(fetch.requests.map(({ headers }) => headers['idempotency-key'])).toEqual([
      'campaign-7-row-17',
      'campaign-7-row-17',
    ]);
  });

  test.each(['short', 'a'.repeat(256), 'with space', 'ünïcödé-key', 'line\nbreak', ''])(
    '%j is refused before anything is sent',
    async (idempotencyKey) => {
      const fetch = replies(json(200, {}));
      const outcome = await standIn({ fetch }).calls.place(call, { idempotencyKey }).safe();
      expect(outcome).toMatchObject({
        error: { kind: 'invalid-input', issues: [{ path: 'idempotencyKey', code: 'invalid-key' }] },
      });
      expect(fetch.requests).toEqual([]);
    },
  );

  test('new ones match the pattern and differ', () => {
    const keys = Array.from({ length: 1_000 }, newIdempotencyKey);
    expect(keys.every((key) => IDEMPOTENCY_KEY.test(key))).toBe(true);
    expect(new Set(keys).size).toBe(1_000);
  });
});
