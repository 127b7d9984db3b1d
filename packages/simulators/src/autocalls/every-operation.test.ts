import { expect, test } from 'vitest';
import { checked } from '../../testing/checked.ts';
import type { SpecOperation } from '../../testing/spec.ts';

/** Deletes come last, what is inside first, so that what the others read is there. */
const ORDER = ['POST', 'GET', 'PUT', 'DELETE'];
const inTurn = (a: SpecOperation, b: SpecOperation) =>
  ORDER.indexOf(a.verb) - ORDER.indexOf(b.verb) || b.path.split('/').length - a.path.split('/').length;

const QUERIES: Readonly<Record<string, Record<string, string | number>>> = {
  'whatsapp.sessionStatus': { sender_id: 1, recipient_phone: '+442071838750' },
  'whatsapp.callPermission': { sender_id: 1, recipient_phone: '+442071838750' },
};

test('every operation of the spec accepts its example request and responds as the spec says', async () => {
  const { call, simulators, spec } = await checked('autocalls');
  const { autocalls } = simulators;
  autocalls.addAssistant({ id: 12 });
  await call('POST /user/lead', { body: { phone_number: '+12025550143', campaign_id: 1, allow_dupplicate: false } });

  const operations = Array.from(spec.operations.values()).sort(inTurn);
  expect(operations).toHaveLength(97);
  for (const { id, verb, path, bodyExample } of operations) {
    const filled = path.replaceAll(/\{\w+\}/g, '1');
    const { status } = await call(`${verb} ${filled}`, {
      query: QUERIES[id] ?? {},
      ...(bodyExample !== undefined && { body: bodyExample }),
    });
    expect([id, status]).toEqual([id, expect.toSatisfy((code: number) => code === 200 || code === 201)]);
    expect(simulators.requests.at(-1)).toMatchObject({ operationId: id });
    expect([id, simulators.requests.at(-1)?.violations]).toEqual([id, undefined]);
  }
});
