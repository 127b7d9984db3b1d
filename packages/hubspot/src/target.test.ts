import { json, replies } from '@leadwire/core/testing';
import { expect, test } from 'vitest';
import { createHubspot } from './index.ts';

const LEAD = { phone: '+14155552671', firstName: 'Jane', lastName: 'Doe', email: 'jane.doe@example.com' };
const EXISTS = json(409, {
  status: 'error',
  message: 'Contact already exists. Existing ID: 101',
  category: 'CONFLICT',
});

const targetOf = (...answers: Parameters<typeof replies>) => {
  const fetch = replies(...answers);
  const options = { accessToken: 't', account: 'test', limits: false, retry: false, fetch } as const;
  return { target: createHubspot(options).target(), fetch };
};

test('a contact that has the e-mail address and the phone exists, and its fields are told as left alone', async () => {
  const { target } = targetOf(EXISTS, json(200, { id: '101', properties: { phone: '(415) 555-2671' } }));
  expect(await target.send(LEAD)).toMatchObject({
    ok: true,
    value: { outcome: 'existed', id: '101', unchanged: ['email', 'firstname', 'lastname', 'phone'] },
  });
});

test('a contact that has the e-mail address and another phone is another person: the lead is rejected', async () => {
  const { target } = targetOf(EXISTS, json(200, { id: '101', properties: { phone: '+14155552680' } }));
  expect(await target.send(LEAD)).toMatchObject({ ok: true, value: { outcome: 'rejected', certainty: 'certain' } });
});

test('a refusal that names no contact is looked up by the e-mail address', async () => {
  const page = { results: [{ id: '7', properties: { email: 'Jane.Doe@example.com', phone: '+14155552680' } }] };
  const { target, fetch } = targetOf(json(409, { status: 'error' }), json(200, page));
  expect(await target.send(LEAD)).toMatchObject({ ok: true, value: { outcome: 'rejected' } });
  expect(fetch.requests.at(-1)?.path).toBe('/crm/v3/objects/contacts/search');
});

test('a look-up that does not show the contact decides nothing: the lead is neither there nor refused', async () => {
  const { target } = targetOf(EXISTS, json(200, { properties: {} }));
  expect(await target.send(LEAD)).toMatchObject({
    ok: false,
    error: { kind: 'unreadable-response', effect: 'none', retryable: true },
  });
});

test('a search whose response has no list, or a contact without an id, does not count as one that found nothing', async () => {
  for (const body of [{}, { results: [{ properties: { phone: LEAD.phone } }] }]) {
    const { target } = targetOf(json(200, body));
    if (target.find === undefined) throw new Error('the target has no find');
    expect(await target.find(LEAD)).toMatchObject({
      ok: false,
      error: { kind: 'unreadable-response', retryable: true },
    });
  }
});

test('an update of a contact that exists sends its name, and neither phone nor e-mail', async () => {
  const shown = json(200, { id: '101', properties: { phone: '+14155552671' } });
  const { target, fetch } = targetOf(EXISTS, shown, json(200, { id: '101' }));
  expect(await target.send(LEAD, { onExisting: 'update' })).toMatchObject({ ok: true, value: { outcome: 'updated' } });
  expect(fetch.requests.at(-1)).toMatchObject({
    method: 'PATCH',
    path: '/crm/v3/objects/contacts/101',
    json: { properties: { firstname: 'Jane', lastname: 'Doe' } },
  });
});
