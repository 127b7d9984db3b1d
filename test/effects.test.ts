import { describe, expect, test } from 'vitest';
import { everyOperation, type OperationUnderTest } from './effects/every-operation.ts';
import { claimOf, classOf, FAULTS, KINDS, observe, type WrapFetch } from './effects/fault-table.ts';
import { unguardedBodies } from './effects/unguarded-bodies.ts';

const operations = everyOperation();
const nameOf = ({ meta, provider }: OperationUnderTest) => `${provider.name} ${meta.id}`;

describe.each(FAULTS)('under %s', (fault) => {
  test.each(operations.map((operation) => ({ name: nameOf(operation), effect: operation.meta.effect, operation })))(
    '$name ($effect) is sent as often as its class allows, and says what happened',
    async ({ operation }) => {
      const [sent] = operation.examples.bodies;
      const { committed, effect, kind, requests, sends } = await observe(operation, fault, { sent });
      expect({ sends, effect }).toEqual(claimOf(classOf(operation.meta, sent), fault));
      expect(KINDS[fault]).toContain(kind);
      if (committed > 0 && operation.meta.effect !== 'read') expect(effect).not.toBe('none');
      expect(new Set(requests.map(({ text }) => text)).size).toBe(1);
      if (operation.meta.idempotencyHeader) {
        const keys = new Set(requests.map(({ headers }) => headers['idempotency-key']));
        expect([...keys]).toEqual([expect.stringMatching(/^[A-Za-z0-9_-]{8,255}$/)]);
      }
    },
  );
});

describe('a body changes the class', () => {
  const downgraded = operations.flatMap((operation) =>
    unguardedBodies(operation).map(({ when, sent }) => ({ name: nameOf(operation), when, operation, sent })),
  );

  test('every operation that can be downgraded is in the table', () => {
    const known = new Set(downgraded.map(({ operation }) => operation));
    expect(operations.filter(({ meta }) => meta.unguardedWhen && meta.unguardedWhen.length > 0).map(nameOf)).toEqual(
      [...known].map(nameOf),
    );
  });

  describe.each(FAULTS)('under %s', (fault) => {
    test.each(downgraded)('$name with $when is never sent again by itself after an unknown outcome', async (row) => {
      expect(classOf(row.operation.meta, row.sent)).toBe('unguarded');
      const { effect, sends } = await observe(row.operation, fault, { sent: row.sent });
      expect({ sends, effect }).toEqual(claimOf('unguarded', fault));
    });
  });
});

describe('the table bites', () => {
  /** A client that tries everything three times, whatever it is. */
  const retriesEverything: WrapFetch = (fetch) => async (input, init) => {
    for (let attempt = 1; attempt < 3; attempt++) {
      const response = await fetch(input, init).catch(() => undefined);
      if (response?.ok) return response;
    }
    return fetch(input, init);
  };

  test.each(['503', 'lost-after-commit'] as const)(
    'a client that retries everything fails it under %s',
    async (fault) => {
      for (const operation of operations) {
        const [sent] = operation.examples.bodies;
        const { sends } = await observe(operation, fault, { sent, wrap: retriesEverything });
        expect(sends, nameOf(operation)).toBeGreaterThan(claimOf(classOf(operation.meta, sent), fault).sends);
      }
    },
  );

  /** A client that takes every broken connection for one that was refused. */
  const saysNothingHappened: WrapFetch = (fetch) => (input, init) =>
    fetch(input, init).catch(() => {
      throw new TypeError('fetch failed', { cause: Object.assign(new Error('x'), { code: 'ECONNREFUSED' }) });
    });

  test('a client that says nothing happened fails it, on everything that writes', async () => {
    for (const operation of operations.filter(({ meta }) => meta.effect !== 'read')) {
      const [sent] = operation.examples.bodies;
      const { committed, effect } = await observe(operation, 'lost-after-commit', { sent, wrap: saysNothingHappened });
      expect(committed, nameOf(operation)).toBeGreaterThan(0);
      expect(effect, nameOf(operation)).not.toBe(claimOf(classOf(operation.meta, sent), 'lost-after-commit').effect);
    }
  });
});
