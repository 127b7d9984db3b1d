import { type Answer, answering, fakeClock, json, reset } from '@leadwire/core/testing';
import type { SipTrunkCreate } from '@leadwire/generated-autocalls';
import { expect, test } from 'vitest';
import { createAutocalls } from './index.ts';

const trunk: SipTrunkCreate = {
  sip_trunk_type: 'number',
  phone_number: '+14155552671',
  sip_username: 'office-1000',
  sip_password: 'example-only',
  sip_address: 'sip.example.com',
  sip_calling_format: '+e164',
  inbound_authorization_type: 'auth',
  country_code: 'US',
};
const rowOf = (id: number, given: object = {}) => ({
  id,
  phone_number: trunk.phone_number,
  sip_username: trunk.sip_username,
  sip_address: trunk.sip_address,
  created_at: '2026-11-21T12:00:00.000000Z',
  ...given,
});
const listOf = (...rows: object[]) => json(200, { data: rows });
const exists = json(409, {
  error: 'A SIP trunk with the same phone number, username, and address already exists.',
});
const NOW = Date.parse('2026-11-21T12:00:00Z');

/** Creates get these responses one after the other, look-ups the list. */
function account(creates: readonly Answer[], list: Answer) {
  let sent = 0;
  const fetch = answering((request) => (request.method === 'POST' ? (creates[sent++] ?? exists) : list)(request));
  const client = createAutocalls({ apiKey: 'k', limits: false, clock: fakeClock({ now: NOW }), fetch });
  return { client, sends: () => sent };
}

test('a lost create of a SIP trunk is sent once more, and a 409 then means that it is there', async () => {
  const { client, sends } = account([reset, exists], listOf(rowOf(8, { sip_address: 'sip.example.org' }), rowOf(9)));
  expect(await client.sipTrunks.create(trunk).withMeta()).toMatchObject({
    value: { data: { id: 9 } },
    meta: { certainty: 'probable', replayed: true, existed: false },
  });
  expect(sends()).toBe(2);
});

test('a SIP trunk of before the lost create is told as one that existed', async () => {
  const old = rowOf(4, { created_at: '2026-11-20T12:00:00.000000Z', phone_number: '(415) 555-2671' });
  const { client } = account([reset, exists], listOf(old));
  expect(await client.sipTrunks.create(trunk).withMeta()).toMatchObject({
    value: { data: { id: 4 } },
    meta: { certainty: 'probable', existed: true },
  });
});

test('a SIP trunk that is said to exist and that the list does not show needs a person', async () => {
  const { client, sends } = account([reset, exists], listOf(rowOf(7, { sip_username: 'another' })));
  const lookup = { phone_number: '+14155552671', sip_username: 'office-1000', sip_address: 'sip.example.com' };
  expect(await client.sipTrunks.create(trunk).safe()).toMatchObject({
    ok: false,
    error: { kind: 'parked', effect: 'unknown', lookup },
  });
  expect(sends()).toBe(2);
});

test('a SIP trunk that is refused with 409 at the first send exists already, and nothing is looked up', async () => {
  const { client, sends } = account([exists], reset);
  expect(await client.sipTrunks.create(trunk).safe()).toMatchObject({
    ok: false,
    error: { kind: 'already-exists', effect: 'none' },
  });
  expect(sends()).toBe(1);
});
