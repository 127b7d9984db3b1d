import { expect, test } from 'vitest';
import { checked } from '../../testing/checked.ts';

const CONTACTS = '/crm/v3/objects/contacts';

test('a query that the spec does not allow is refused, and a list of properties may have commas', async () => {
  const { call } = await checked('hubspot');
  await call(`POST ${CONTACTS}`, { body: { properties: { email: 'jane@example.com', phone: '+14155552671' } } });
  const status = async (query: Record<string, string | number>) =>
    (await call(`GET ${CONTACTS}`, { query, unchecked: true })).status;
  expect(await status({ properties: 'email,phone', limit: 10 })).toBe(200);
  expect(await status({ limit: 1000 })).toBe(400);
  expect(await status({ sort: 'email' })).toBe(400);
});
