import { expect, test } from 'vitest';
import { checked } from '../../testing/checked.ts';
import type { SpecOperation } from '../../testing/spec.ts';

/** Deletes come last, what is inside first, so that what the others read is there. */
const ORDER = ['POST', 'GET', 'PUT', 'PATCH', 'DELETE'];
const inTurn = (a: SpecOperation, b: SpecOperation) =>
  ORDER.indexOf(a.verb) - ORDER.indexOf(b.verb) || b.path.split('/').length - a.path.split('/').length;

test('every operation of the spec accepts its example request and responds as the spec says', async () => {
  const { call, simulators, spec } = await checked('pulsecrm');
  const { pulsecrm } = simulators;
  pulsecrm.addTeam({ id: 1 });
  pulsecrm.addLeadSource({ id: 1 });
  pulsecrm.addRotation({ id: 1, name: 'First', userRotationArray: ['a@example.com'] });
  const headers = { 'x-account-id': '2311' };
  await call('POST /leads', { headers, body: { firstName: 'John', lastName: 'Doe', teamId: 1 } });
  const bodies: Readonly<Record<string, object>> = {
    'leads.create': { firstName: 'John', lastName: 'Doe', teamId: 1 },
  };

  const operations = Array.from(spec.operations.values()).sort(inTurn);
  expect(operations).toHaveLength(46);
  for (const { id, verb, path, bodyExample } of operations) {
    const body = bodies[id] ?? bodyExample;
    const { status } = await call(`${verb} ${path.replaceAll(/\{\w+\}/g, '1')}`, {
      headers,
      ...(body !== undefined && { body }),
    });
    expect([id, status]).toEqual([id, expect.toSatisfy((code: number) => code >= 200 && code < 300)]);
    expect([id, simulators.requests.at(-1)?.violations]).toEqual([id, undefined]);
  }
});
