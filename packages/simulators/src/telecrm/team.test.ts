import { expect, test } from 'vitest';
import { checked } from '../../testing/checked.ts';
import type { SimulatorsOptions } from '../simulators.ts';

const MEMBERS = '/enterprise/ent_1/team-members';
const ann = { name: 'Ann', email: 'ann@example.com', phone_number: '919876543212', role: 'CALLER' };

async function team(options: SimulatorsOptions['telecrm'] = {}) {
  const made = await checked('telecrm', { telecrm: options });
  return { ...made, add: (more: object = {}) => made.call(`POST ${MEMBERS}`, { body: { ...ann, ...more } }) };
}

test('members are listed by name, ten at most', async () => {
  const { call, add } = await team();
  await add();
  const { body } = await call(`GET ${MEMBERS}`, { query: { skip: 1, limit: 1 } });
  expect(body).toMatchObject({ total_count: 3, skip: 1, limit: 1, data: [{ name: 'Asha Admin' }] });
  const refused = await call(`GET ${MEMBERS}`, { query: { limit: 11 } });
  expect([refused.status, refused.body.error.message]).toEqual([400, 'Limit should be between 1 and 10']);
});

test('a member without a password is invited, one with a password is active', async () => {
  const { call, add } = await team();
  expect(await add()).toMatchObject({ status: 201, body: { ...ann, status: 'INVITED' } });
  expect((await add({ email: 'bob@example.com', password: 'secret' })).body.status).toBe('Active');
  expect((await call(`GET ${MEMBERS}/ANN@example.com`)).body).toMatchObject({ status: 'Invited', license: null });
  expect((await add()).status).toBe(400);
  expect((await call(`GET ${MEMBERS}/zoe@example.com`)).body.error.code).toBe('TEAM_MEMBER_NOT_FOUND');
});

test.each([{ phone_number: '+919876543212' }, { email: 'nonsense' }, { role: 'KING' }])(
  '%j is refused, strict or not',
  async (more) => {
    for (const strict of [true, false]) {
      const { call } = await checked('telecrm', { strict });
      expect((await call(`POST ${MEMBERS}`, { body: { ...ann, ...more } })).body.error.code).toBe('BAD_REQUEST');
    }
  },
);

test('a member is refused with 402 when no seat is free', async () => {
  const { add } = await team({ seats: 3 });
  expect((await add()).status).toBe(201);
  const { status, body } = await add({ email: 'bob@example.com' });
  expect([status, body.error.code]).toEqual([402, 'BUY_LICENSE']);
});

test('availability is set by e-mail', async () => {
  const { call, simulators } = await team();
  const set = (email: string) =>
    call('POST /enterprise/ent_1/teammember/state_change', { body: { state: 'On Leave', email } });
  expect((await set('agent@example.com')).body).toEqual({ email: 'agent@example.com', status: 'On Leave' });
  expect((await set('zoe@example.com')).status).toBe(404);
  expect(simulators.telecrm.teamMembers.find(({ email }) => email === 'agent@example.com')?.status).toBe('On Leave');
});
