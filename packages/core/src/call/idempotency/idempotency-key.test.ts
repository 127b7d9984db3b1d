import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { body, json, refused, replies, reset, STAND_IN_OPERATIONS, standIn } from '../../testing.ts';
import { deriveIdempotencyKey, IDEMPOTENCY_KEY, newIdempotencyKey } from './idempotency-key.ts';

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

describe('derived keys', () => {
  const facts = {
    provider: 'topcalls',
    account: 'a',
    operationId: 'leads.create',
    naturalKey: '+14155552671',
    importId: 'spring',
  };

  test('are lw1_ and the base64url of a SHA-256', async () => {
    expect(await deriveIdempotencyKey(facts)).toMatch(/^lw1_[A-Za-z0-9_-]{43}$/);
  });

  test('are the same for the same facts, and another for any other', async () => {
    const text = fc.string({ maxLength: 8 });
    const some = fc.record({ provider: text, account: text, operationId: text, naturalKey: text, importId: text });
    await fc.assert(
      fc.asyncProperty(some, some, async (a, b) => {
        const [keyA, keyB] = await Promise.all([deriveIdempotencyKey(a), deriveIdempotencyKey(b)]);
        expect(keyA).toMatch(IDEMPOTENCY_KEY);
        expect(keyA === keyB).toBe(JSON.stringify(a) === JSON.stringify(b));
      }),
      {
        examples: [
          [{ ...facts }, { ...facts }],
          [
            { ...facts, account: 'ab', operationId: 'c' },
            { ...facts, account: 'a', operationId: 'bc' },
          ],
        ],
      },
    );
  });

  test('without an import are those of the empty one', async () => {
    const { importId: _, ...without } = facts;
    expect(await deriveIdempotencyKey(without)).toBe(await deriveIdempotencyKey({ ...facts, importId: '' }));
  });

  test('stay what they are: a change would send every lead of a resumed import again', async () => {
    expect(await deriveIdempotencyKey(facts)).toMatchInlineSnapshot(
      `"lw1_hJMbkBlsbscgbGV-OK9ML8-qp9hrnYgtBM5xFolcsts"`,
    );
  });
});
