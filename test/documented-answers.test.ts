import { fakeClock, json, replies } from '@leadwire/core/testing';
import { describe, expect, test } from 'vitest';
import { callOperation, everyOperation, type OperationUnderTest } from './effects/every-operation.ts';

const operations = everyOperation().map((operation) => ({
  name: `${operation.provider.name} ${operation.meta.id}`,
  operation,
  bodies: operation.examples.bodies.length > 0 ? operation.examples.bodies : [undefined],
}));

/** The operations that make something, whose spec says what a response to them must hold. */
const creates = operations.filter(({ operation: { meta, provider } }) => {
  const schema = provider.api.resultSchemas[meta.id];
  const holdsAnything = schema === undefined || schema.safeParse({}).success;
  return meta.verb === 'POST' && meta.effect !== 'read' && !holdsAnything;
});

/** The answer as it is to this body: the samples of a vendor may show two people. */
function answerTo(answer: unknown, body: unknown, { meta }: OperationUnderTest): unknown {
  const at = meta.phones?.[0]?.at ?? '';
  const phone = (body as Readonly<Record<string, unknown>> | undefined)?.[at];
  if (typeof phone !== 'string') return answer;
  return JSON.parse(JSON.stringify(answer), (key, value) => (key === at && typeof value === 'string' ? phone : value));
}

describe('certain needs proof', () => {
  test('creates whose response must hold something are in the table, of every provider', () => {
    expect(new Set(creates.map(({ operation }) => operation.provider.name)).size).toBeGreaterThan(4);
  });

  test.each(creates)(
    '$name is not certain after a 2xx that holds nothing of what its spec requires',
    async ({ bodies, operation }) => {
      for (const answer of [{ status: 'ok' }, { success: false }, { success: true }, {}, []]) {
        const client = await operation.provider.create({
          fetch: replies(json(200, answer)),
          clock: fakeClock(),
          limits: false,
        });
        const { meta } = await callOperation(client, operation, bodies[0]);
        expect([answer, meta.certainty]).toEqual([answer, 'probable']);
      }
    },
  );

  test.each(creates)('$name is certain after each answer that its spec shows', async ({ bodies, operation }) => {
    for (const answer of operation.examples.answers) {
      const client = await operation.provider.create({
        fetch: replies(json(200, answerTo(answer, bodies[0], operation))),
        clock: fakeClock(),
        limits: false,
      });
      expect((await callOperation(client, operation, bodies[0])).meta.certainty).toBe('certain');
    }
  });
});

describe('every operation', () => {
  test.each(operations)('$name takes every body that its spec shows', async ({ bodies, operation }) => {
    for (const body of bodies) {
      const fetch = replies(json(200, operation.examples.answers[0] ?? {}));
      const client = await operation.provider.create({ fetch, clock: fakeClock(), limits: false });
      expect(await callOperation(client, operation, body)).toMatchObject({ ok: true });
      expect(fetch.requests.length).toBe(1);
      expect(fetch.requests[0]?.method).toBe(operation.meta.verb);
    }
  });

  test.each(operations.filter(({ operation }) => operation.examples.answers.length > 0))(
    '$name reads every answer that its spec shows, without drift',
    async ({ bodies, operation }) => {
      for (const answer of operation.examples.answers) {
        const client = await operation.provider.create({
          fetch: replies(json(200, answerTo(answer, bodies[0], operation))),
          clock: fakeClock(),
          limits: false,
        });
        expect((await callOperation(client, operation, bodies[0])).meta.drift).toEqual([]);
      }
    },
  );
});
