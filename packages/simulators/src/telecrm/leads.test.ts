import { getCountries, getExampleNumber, parsePhoneNumberFromString } from 'libphonenumber-js/max';
import examples from 'libphonenumber-js/mobile/examples';
import { expect, test } from 'vitest';
import { checked } from '../../testing/checked.ts';
import type { SimulatorsOptions } from '../simulators.ts';

const LEAD = '/enterprise/ent_1/lead';

async function telecrm(options: SimulatorsOptions['telecrm'] = {}) {
  const made = await checked('telecrm', { telecrm: options });
  const create = (fields: object, actions?: object[]) =>
    made.call(`POST ${LEAD}`, { body: { fields, ...(actions && { actions }) } });
  return { ...made, create, leads: made.simulators.telecrm.leads };
}

test('a lead is made with what fits, and remarks name the rest', async () => {
  const { create, leads, call } = await telecrm();
  const sent = {
    name: 'Jane',
    phone: '919999999999',
    email: 'nonsense',
    rating: 9,
    assignee: 'unknown@example.com',
    status: 'Junk',
  };
  const { status, body } = await create({ ...sent, no_such_field: 'x' });
  expect(status).toBe(201);
  expect(body.remarks).toEqual([
    { field: 'fields.email', status: 'IGNORED', remark: 'Email is invalid' },
    { field: 'fields.rating', status: 'IGNORED', remark: 'Rating must be between 1 and 5' },
    { field: 'fields.assignee', status: 'IGNORED', remark: 'User is not an active team member' },
    { field: 'fields.status', status: 'IGNORED', remark: 'Status is not active in the pipeline' },
  ]);
  expect((await call(`GET ${LEAD}/${body.lead_id}`)).body.fields).toMatchObject({
    name: 'Jane',
    phone: '919999999999',
    status: 'Fresh',
  });
  expect(leads.get(body.lead_id)?.fields).not.toHaveProperty('no_such_field');
});

test('values are checked against the type of their field', async () => {
  const types = ['NUMBER', 'DATE', 'DROPDOWN', 'TAGS', 'MONEY', 'WEBSITE', 'TEXT'] as const;
  const { create, leads } = await telecrm({
    customFields: types.map((type) => ({ apiName: type.toLowerCase(), type })),
  });
  const good = {
    number: 1.5,
    date: '01/06/2026 10:30:00',
    dropdown: 'Typo',
    tags: ['a'],
    money: '10.5',
    website: 'https://example.com',
    text: ' x ',
  };
  const { body } = await create({ phone: '919999999999', ...good });
  expect(body.remarks).toEqual([]);
  expect(leads.get(body.lead_id)?.fields).toMatchObject({ ...good, date: Date.UTC(2026, 5, 1, 5, 0) });
  const bad = { number: '1.5', date: '2026-06-01', dropdown: 3, tags: 'a,b', money: 10, website: 'example', text: 3 };
  const second = await create({ phone: '919999999998', ...bad });
  expect(second.body.remarks.map(({ field }: { field: string }) => field)).toEqual(
    // The date is dropped without a remark.
    ['number', 'dropdown', 'tags', 'money', 'website', 'text'].map((name) => `fields.${name}`),
  );
  expect(Object.keys(leads.get(second.body.lead_id)?.fields ?? {})).toEqual([
    'phone',
    'status',
    'created_on',
    'modified_on',
  ]);
});

test('an unknown label of a dropdown is stored, as a typing error is', async () => {
  const { create, leads } = await telecrm();
  await create({ phone: '919999999999', contact_source: 'Webiste' });
  expect(leads.byIdentifier('919999999999')?.fields.contact_source).toBe('Webiste');
});

test.each(['+919999999999', '919999999999', '9999999999', '09999999999'])(
  '%s is the lead of 919999999999',
  async (phone) => {
    const { create, simulators, leads } = await telecrm();
    await create({ phone: '919999999999' });
    const { status, body } = await create({ phone, name: 'Other' });
    expect([status, body.error]).toEqual([
      409,
      { code: 'LEAD_ALREADY_EXISTS', message: 'Lead with phone 919999999999 already exists.' },
    ]);
    expect(simulators.effects).toHaveLength(1);
    expect(leads.byIdentifier(phone)?.fields.phone).toBe('919999999999');
  },
);

test('a number without a calling code gets that of the workspace', async () => {
  const { create, leads } = await telecrm({ defaultCountry: 'GB' });
  await create({ phone: '2071838750' });
  expect(leads.all().map(({ fields }) => fields.phone)).toEqual(['442071838750']);
});

test.each([{}, { phone: '99999' }, { phone: '+999123456789' }, { phone: '+91 99999 99999' }, { phone: 919999999999 }])(
  'without an identifier that can be read nothing is made: %j',
  async (fields) => {
    const { create, simulators } = await telecrm();
    const { status, body } = await create({ name: 'Jane', ...fields });
    expect([status, body.error.code]).toEqual([400, 'INVALID_LEAD']);
    expect(simulators.effects).toEqual([]);
  },
);

test('a number of every country is accepted, with a plus or as digits with its country code', async () => {
  const { create, leads } = await telecrm();
  const numbers = getCountries().flatMap((country) => getExampleNumber(country, examples)?.number ?? []);
  expect(numbers.length).toBeGreaterThan(200);
  for (const number of new Set(numbers)) {
    expect([number, (await create({ phone: number })).status]).toEqual([number, 201]);
    expect(leads.byIdentifier(number)?.fields.phone).toBe(number.slice(1));
    const isAlsoIndian = parsePhoneNumberFromString(number.slice(1), 'IN')?.isValid() === true;
    // Digits that are a valid number of the workspace's country are read as that.
    if (!isAlsoIndian) expect([number, (await create({ phone: number.slice(1) })).status]).toEqual([number, 409]);
  }
});

test('another field may be the identifier', async () => {
  const { create, call, leads } = await telecrm({ identifier: 'email' });
  expect((await create({ phone: '919999999999' })).body.error.message).toBe(
    "Lead identifier field 'email' not found in request body.",
  );
  const { body } = await create({ email: 'Jane@example.com' });
  expect((await create({ email: ' jane@EXAMPLE.com ' })).status).toBe(409);
  // What is no address would be dropped from the fields, and the lead would be there without an identifier.
  expect((await create({ email: 'nonsense' })).status).toBe(400);
  expect(leads).toHaveLength(1);
  expect((await call(`POST ${LEAD}/${body.lead_id}`, { body: { fields: { phone: '919999999999' } } })).status).toBe(
    200,
  );
});

test('an update changes what fits, has no remarks, and never changes the identifier', async () => {
  const { create, call, simulators } = await telecrm({
    customFields: [{ apiName: 'code', type: 'TEXT', lockAfterCreate: true }],
  });
  const { lead_id } = (await create({ phone: '919999999999', name: 'Jane', code: 'A' })).body;
  const update = (fields: object, id = lead_id) => call(`POST ${LEAD}/${id}`, { body: { fields } });
  const { status, body } = await update({ name: 'Joan', status: 'Nonsense', rating: '3', code: 'B', other: 1 });
  expect([status, Object.keys(body)]).toEqual([200, ['fields']]);
  expect(body.fields).toMatchObject({ name: 'Joan', status: 'Fresh', code: 'A' });
  expect(body.fields).not.toHaveProperty('rating');
  const refused = await update({ phone: '919999999999', name: 'Ann' });
  expect([refused.status, refused.body.error]).toEqual([
    403,
    { code: 'INVALID_LEAD', message: 'Cannot modify lead identifier field' },
  ]);
  expect((await update({ name: 'Ann' }, '62ab16e')).body.error.code).toBe('LEAD_NOT_FOUND');
  expect(simulators.effects.map(({ kind }) => kind)).toEqual(['created', 'updated']);
});

test('a lead is shown with its timeline if asked, newest first and in pages', async () => {
  const { create, call, simulators } = await telecrm();
  const { lead_id } = (await create({ phone: '919999999999' }, [{ type: '1001', fields: { note: 'first' } }])).body;
  for (let index = 0; index < 11; index += 1)
    simulators.telecrm.addAction(lead_id, { type: 'OUTGOING_CALL', duration: index });
  const get = async (query: Record<string, string | number>) => (await call(`GET ${LEAD}/${lead_id}`, { query })).body;
  expect(await get({ limit: 1 })).not.toHaveProperty('actions');
  const page = await get({ includeActions: 'true', skip: 10, limit: 5 });
  expect(page).toMatchObject({ actions_skip: 10, actions_limit: 5 });
  expect(page.actions.map(({ type }: { type: string }) => type)).toEqual(['OUTGOING_CALL', '1001']);
  expect((await get({ includeActions: 'true' })).actions).toHaveLength(10);
  const refused = await call(`GET ${LEAD}/${lead_id}`, { query: { limit: 101 } });
  expect([refused.status, refused.body.error.message]).toEqual([400, 'Limit should be between 1 and 100']);
});
