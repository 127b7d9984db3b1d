import { expect, test } from 'vitest';
import { type Checked, checked } from '../../testing/checked.ts';

const JOHN = { phone_number: '+14155552671', campaign_id: 1, allow_dupplicate: false };

const create = ({ call }: Checked, body: object) => call('POST /user/lead', { body: { ...JOHN, ...body } });
const list = ({ call }: Checked, query: Record<string, string | number> = {}) => call('GET /user/leads', { query });

test('a lead is made with its secondary contacts, each of them a lead', async () => {
  const autocalls = await checked('autocalls');
  const { status, body } = await create(autocalls, {
    variables: { customer_name: 'John Doe' },
    secondary_contacts: [
      { phone_number: '+14155552672', variables: { customer_name: 'Jane' } },
      { phone_number: '+14155552673' },
    ],
  });
  expect(status).toBe(200);
  expect(body).toEqual({
    message: 'Lead created successfully',
    data: {
      id: 1,
      campaign_id: 1,
      phone_number: '+14155552671',
      variables: { customer_name: 'John Doe' },
      status: 'created',
      created_at: '2026-01-15 09:30:00',
      updated_at: '2026-01-15 09:30:00',
      campaign: { id: 1, name: 'My new campaign' },
      secondary_contacts: [
        expect.objectContaining({ id: 2, phone_number: '+14155552672', variables: { customer_name: 'Jane' } }),
        expect.objectContaining({ id: 3, phone_number: '+14155552673', variables: [] }),
      ],
    },
  });
  const { simulators } = autocalls;
  expect(simulators.autocalls.leads.all().map(({ id }) => id)).toEqual([1, 2, 3]);
  expect(simulators.effects).toMatchObject(
    [1, 2, 3].map((id) => ({ kind: 'created', resource: 'lead', id, request: 0 })),
  );
});

test.each([
  ['refused when the flag is false', { allow_dupplicate: false }, 422],
  ['refused when the flag is left out', { allow_dupplicate: undefined }, 422],
  ['taken when the flag is true', { allow_dupplicate: true }, 200],
  ['taken in another campaign', { campaign_id: 2 }, 200],
])('a number that the campaign holds is %s', async (_, second, status) => {
  const autocalls = await checked('autocalls');
  autocalls.simulators.autocalls.addCampaign({ id: 2 });
  await create(autocalls, {});
  const response = await create(autocalls, second);
  expect(response.status).toBe(status);
  expect(autocalls.simulators.autocalls.leads.length).toBe(status === 200 ? 2 : 1);
  if (status === 422)
    expect(response.body).toEqual({ message: expect.any(String), errors: { phone_number: [expect.any(String)] } });
});

test('a duplicate among the secondary contacts refuses the whole lead', async () => {
  const autocalls = await checked('autocalls');
  await create(autocalls, {});
  const known = await create(autocalls, {
    phone_number: '+442071838750',
    secondary_contacts: [{ phone_number: '+14155552671' }],
  });
  const own = await create(autocalls, {
    phone_number: '+442071838750',
    secondary_contacts: [{ phone_number: '+442071838750' }],
  });
  expect([known.status, own.status]).toEqual([422, 422]);
  expect(Object.keys(known.body.errors)).toEqual(['secondary_contacts.0.phone_number']);
  expect(autocalls.simulators.autocalls.leads.length).toBe(1);
});

test('deleting a lead deletes its secondary contacts and frees its number', async () => {
  const autocalls = await checked('autocalls');
  await create(autocalls, { secondary_contacts: [{ phone_number: '+14155552672' }] });
  expect((await autocalls.call('DELETE /user/leads/1')).body).toEqual({ message: 'Lead deleted successfully' });
  expect(autocalls.simulators.autocalls.leads.length).toBe(0);
  expect((await create(autocalls, {})).status).toBe(200);
  expect((await autocalls.call('DELETE /user/leads/1')).status).toBe(404);
});

test.each([
  ['a value that is not a number', { phone_number: '12' }, { message: 'Invalid phone number' }],
  ['an unknown key', { nickname: 'x' }, { errors: { nickname: ['The nickname field is invalid.'] } }],
  [
    'a missing number',
    { phone_number: undefined },
    { errors: { phone_number: ['The phone number field is required.'] } },
  ],
])('%s is refused with 422', async (_, body, expected) => {
  const autocalls = await checked('autocalls');
  const response = await create(autocalls, body);
  expect(response.status).toBe(422);
  expect(response.body).toMatchObject(expected);
  expect(autocalls.simulators.effects).toEqual([]);
});

test('an unknown campaign counts as made in the dashboard, unless the options refuse it', async () => {
  const lenient = await checked('autocalls');
  expect((await create(lenient, { campaign_id: 7 })).body.data.campaign).toEqual({ id: 7, name: 'Campaign 7' });
  const strict = await checked('autocalls', { autocalls: { unknownCampaigns: 'refuse' } });
  const refused = await create(strict, { campaign_id: 7 });
  expect(refused.status).toBe(422);
  expect(refused.body.errors).toEqual({ campaign_id: ['The selected campaign does not exist'] });
});

test('an update merges variables and leaves the rest', async () => {
  const autocalls = await checked('autocalls');
  await create(autocalls, { variables: { customer_name: 'John', city: 'Rome' } });
  await autocalls.simulators.clock.advance(60_000);
  const changes = { status: 'completed', variables: { city: 'Oslo', visits: 2 }, phone_number: '+1 (415) 555-2679' };
  const { body } = await autocalls.call('PUT /user/leads/1', { body: changes });
  expect(body).toEqual({ message: 'Lead updated successfully' });
  expect(autocalls.simulators.autocalls.leads.get(1)).toMatchObject({
    phone_number: '+14155552679',
    status: 'completed',
    variables: { customer_name: 'John', city: 'Oslo', visits: 2 },
    created_at: '2026-01-15 09:30:00',
    updated_at: '2026-01-15 09:31:00',
  });
  expect((await list(autocalls, { phone_number: '+14155552679' })).body.total).toBe(1);
  expect((await list(autocalls, { phone_number: '+14155552671' })).body.total).toBe(0);
});

test.each([
  ['unknown keys', { name: 'x', secondary_contacts: [] }, { message: 'Invalid fields: name, secondary_contacts' }],
  [
    'a status that cannot be set manually',
    { status: 'processing' },
    {
      message: 'Validation failed',
      errors: { status: ['This status is assigned automatically and cannot be set manually'] },
    },
  ],
  ['variables that are not a map', { variables: 'x' }, { errors: { variables: ['Variables must be an array'] } }],
  ['a value that is not a number', { phone_number: 'x' }, { message: 'Invalid phone number' }],
])('an update refuses %s', async (_, body, expected) => {
  const autocalls = await checked('autocalls');
  await create(autocalls, {});
  const response = await autocalls.call('PUT /user/leads/1', { body });
  expect(response.status).toBe(422);
  expect(response.body).toMatchObject(expected);
  expect((await autocalls.call('PUT /user/leads/99', { body: {} })).body).toEqual({ message: 'Lead not found' });
});

test('the list filters by part of the number, campaign, status and day', async () => {
  const autocalls = await checked('autocalls', { autocalls: { unknownCampaigns: 'accept' } });
  await create(autocalls, {});
  await create(autocalls, { phone_number: '+442071838750', campaign_id: 2 });
  await autocalls.simulators.clock.advance(86_400_000);
  await create(autocalls, { phone_number: '+442071838751' });
  await autocalls.call('PUT /user/leads/3', { body: { status: 'completed' } });
  const ids = async (query: Record<string, string | number>) =>
    (await list(autocalls, query)).body.data.map((lead: { id: number }) => lead.id);
  expect(await ids({ phone_number: '183875' })).toEqual([2, 3]);
  expect(await ids({ phone_number: '+4420718387' })).toEqual([2, 3]);
  expect(await ids({ phone_number: '+442071838751' })).toEqual([3]);
  expect(await ids({ campaign_id: 2 })).toEqual([2]);
  expect(await ids({ status: 'completed' })).toEqual([3]);
  expect(await ids({ date_from: '2026-01-16' })).toEqual([3]);
  expect(await ids({ date_to: '2026-01-15' })).toEqual([1, 2]);
});

test('the list is paged as Laravel pages', async () => {
  const autocalls = await checked('autocalls');
  for (let index = 0; index < 5; index += 1) await create(autocalls, { phone_number: `+1415555267${index}` });
  const { body } = await list(autocalls, { per_page: 2, page: 2 });
  const path = 'https://app.autocalls.ai/api/user/leads';
  expect(body).toMatchObject({
    current_page: 2,
    from: 3,
    to: 4,
    total: 5,
    last_page: 3,
    per_page: 2,
    path,
    next_page_url: `${path}?page=3`,
    prev_page_url: `${path}?page=1`,
  });
  expect(body.data.map((lead: { id: number }) => lead.id)).toEqual([3, 4]);
  expect((await list(autocalls, { page: 9 })).body).toMatchObject({ data: [], from: null, to: null, total: 5 });
  expect((await list(autocalls, { per_page: 101 })).status).toBe(422);
});

test('an empty map of variables is written as PHP writes it', async () => {
  const autocalls = await checked('autocalls');
  await create(autocalls, {});
  expect((await list(autocalls)).body.data[0]).toMatchObject({ id: 1, variables: [] });
});

test('a key that is missing or listed as bad is refused', async () => {
  const { call } = await checked('autocalls', { tokens: { bad: ['revoked'] } });
  for (const token of ['', 'revoked']) {
    expect(await call('GET /user/leads', { token })).toMatchObject({
      status: 401,
      body: { message: 'Unauthenticated.' },
    });
  }
});

test('a reset forgets all leads, and starts their ids again', async () => {
  const autocalls = await checked('autocalls');
  await create(autocalls, {});
  autocalls.simulators.reset();
  expect(autocalls.simulators.autocalls.leads.length).toBe(0);
  expect((await create(autocalls, {})).body.data.id).toBe(1);
});
