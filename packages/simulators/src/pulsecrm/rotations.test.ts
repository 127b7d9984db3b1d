import { expect, test } from 'vitest';
import { checked, type Sent } from '../../testing/checked.ts';

const USERS = ['a@example.com', 'b@example.com'];

async function pulse() {
  const it = await checked('pulsecrm');
  const call = (line: string, sent: Sent = {}) => it.call(line, { ...sent, headers: { 'x-account-id': '2311' } });
  const assigned = async (body: object = {}) => {
    const response = await call('POST /leads', { body: { firstName: 'John', lastName: 'Doe', ...body } });
    return response.body.assignedTo;
  };
  return { ...it, call, assigned };
}

test('new leads are assigned to the users in turn', async () => {
  const { assigned, simulators } = await pulse();
  expect(await assigned()).toBeNull();
  simulators.pulsecrm.addRotation({ userRotationArray: USERS });
  expect([await assigned(), await assigned(), await assigned()]).toEqual([
    'a@example.com',
    'b@example.com',
    'a@example.com',
  ]);
  expect(simulators.pulsecrm.leadRotations.get(1)).toMatchObject({ name: 'default', currentPosition: 1 });
});

test('a lead with a user takes no turn; a blank user does', async () => {
  const { assigned, simulators } = await pulse();
  simulators.pulsecrm.addRotation({ userRotationArray: USERS });
  expect(await assigned({ assignedTo: 'boss@example.com' })).toBe('boss@example.com');
  expect(await assigned({ assignedTo: '' })).toBe('a@example.com');
});

test("the team's rotation comes before the default one, and only while it is active", async () => {
  const { assigned, call, simulators } = await pulse();
  simulators.pulsecrm.addTeam({ id: 12 });
  simulators.pulsecrm.addRotation({ userRotationArray: ['d@example.com'] });
  const body = { name: 'Sales', teamId: 12, userRotationArray: USERS };
  expect(await call('POST /lead-rotations', { body })).toMatchObject({
    status: 201,
    body: { id: 2, status: 'active', team: { id: 12 } },
  });
  expect(await assigned({ teamId: 12 })).toBe('a@example.com');
  expect((await call('PATCH /lead-rotations/2/status', { body: { status: 'queued' } })).body.status).toBe('queued');
  expect(await assigned({ teamId: 12 })).toBe('d@example.com');
  expect((await call('PATCH /lead-rotations/2/status', { body: { status: 'paused' } })).status).toBe(400);
});

test('next-user advances the rotation, get does not', async () => {
  const { assigned, call, simulators } = await pulse();
  simulators.pulsecrm.addRotation({ userRotationArray: USERS });
  expect((await call('GET /lead-rotations/1')).body.currentPosition).toBe(0);
  expect((await call('GET /lead-rotations/1/next-user')).body).toMatchObject({
    user: { email: 'a@example.com', userId: '1' },
    currentPosition: 0,
    newPosition: 1,
    totalUsers: 2,
    nextUser: 'b@example.com',
  });
  expect(await assigned()).toBe('b@example.com');
  expect((await call('GET /lead-rotations/9/next-user')).status).toBe(404);
});

test('rotations are listed when active, changed and deleted', async () => {
  const { call, simulators } = await pulse();
  simulators.pulsecrm.addRotation({ userRotationArray: USERS, status: 'archived' });
  simulators.pulsecrm.addRotation({ name: 'Second', userRotationArray: USERS });
  const names = async (query = {}) =>
    (await call('GET /lead-rotations', { query })).body.data.map(({ name }: { name: string }) => name);
  expect(await names()).toEqual(['Second']);
  expect(await names({ status: 'archived' })).toEqual(['default']);
  await call('GET /lead-rotations/2/next-user');
  const { body } = await call('PATCH /lead-rotations/2', {
    body: { name: 'Third', userRotationArray: ['c@example.com'] },
  });
  expect(body).toMatchObject({ name: 'Third', userRotationArray: ['c@example.com'], currentPosition: 0 });
  expect((await call('PATCH /lead-rotations/2', { body: { teamId: 9 } })).status).toBe(400);
  expect((await call('DELETE /lead-rotations/2')).body.name).toBe('Third');
  expect((await call('DELETE /lead-rotations/2')).status).toBe(404);
});

test('teams are listed when active, sources always; both may be changed', async () => {
  const { call, simulators } = await pulse();
  simulators.pulsecrm.addTeam({ name: 'Sales', members: [{ userId: 7, email: 'a@example.com' }] });
  simulators.pulsecrm.addTeam({ name: 'Old', active: false });
  simulators.pulsecrm.addLeadSource({ name: 'Web' });
  simulators.pulsecrm.addLeadSource({ name: 'Fair', active: false });
  const names = async (path: string, query = {}) =>
    (await call(`GET ${path}`, { query })).body.data.map(({ name }: { name: string }) => name);
  expect(await names('/teams')).toEqual(['Sales']);
  expect(await names('/teams', { active: false })).toEqual(['Old']);
  expect(await names('/lead-sources')).toEqual(['Fair', 'Web']);
  expect(await names('/lead-sources', { active: true })).toEqual(['Web']);
  const { body } = await call('PATCH /teams/1', { body: { name: 'Sellers', members: [{ userId: 7 }, { userId: 8 }] } });
  expect(body.members.map(({ userId }: { userId: number }) => userId)).toEqual([7, 8]);
  expect((await call('GET /teams/1')).body).toMatchObject({ name: 'Sellers', accountId: '2311', account_id: '2311' });
  expect((await call('PATCH /lead-sources/1', { body: { active: false } })).body.active).toBe(false);
  expect((await call('DELETE /lead-sources/1')).body.name).toBe('Web');
  expect((await call('GET /lead-sources/1')).status).toBe(404);
  expect((await call('GET /teams/9')).status).toBe(404);
});
