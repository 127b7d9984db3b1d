import { expect, test } from 'vitest';
import { checked } from '../../testing/checked.ts';

test('every operation of the spec accepts its example request and responds as the spec says', async () => {
  const { call, simulators, spec } = await checked('telecrm');
  const { telecrm } = simulators;
  const { id } = telecrm.addLead({ phone: '442071838750', name: 'Jane Doe' });
  const ids: Record<string, string> = {
    enterpriseId: 'ent_123456',
    leadId: id,
    actionId: telecrm.addAction(id, { type: 'PAYMENT', status: 'PENDING', currency: 'INR', amount: '5000' }).id ?? '',
    email: 'agent%40example.com',
    apiName: 'contact_source',
    code: 'ACTION_1001',
  };
  expect(spec.operations.size).toBe(19);
  const bodies: Record<string, unknown> = {
    'actions.update': { type: 'PAYMENT', status: 'COMPLETED' },
    'teamMembers.create': {
      ...(spec.operations.get('teamMembers.create')?.bodyExample as object),
      email: 'new@example.com',
    },
  };
  for (const { id: operationId, verb, path, bodyExample } of spec.operations.values()) {
    const filled = path.replaceAll(/\{(\w+)\}/g, (_, name: string) => ids[name] ?? '');
    const isAsync = operationId === 'leads.upsertAsync';
    const body = bodies[operationId] ?? bodyExample;
    const { status } = await call(`${verb} ${isAsync ? 'https://next-api.telecrm.in' : ''}${filled}`, {
      token: isAsync ? 'my-async-token' : 'my-sync-token',
      ...(body !== undefined && { body }),
    });
    expect([operationId, status]).toEqual([
      operationId,
      expect.toSatisfy((code: number) => code === 200 || code === 201),
    ]);
    expect(simulators.requests.at(-1)).toMatchObject({ operationId });
    expect([operationId, simulators.requests.at(-1)?.violations]).toEqual([operationId, undefined]);
  }
  expect(simulators.telecrm.waiting).toBe(1);
});
