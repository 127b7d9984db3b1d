import { expect, test } from 'vitest';
import { checked } from '../../testing/checked.ts';

const gateway = { ipv4: '192.0.2.1', port: 5060, inbound: true, outbound: true };

test('a number stands on the carrier whose sid it names', async () => {
  const { call, simulators } = await checked('topcalls');
  const carrier = await call('POST /v1/phone-numbers/carriers', {
    body: { carrier_name: 'Ours', sip_gateway: gateway },
  });
  const add = (voip_carrier_sid: string) =>
    call('POST /v1/phone-numbers', { body: { number: '+18005551234', voip_carrier_sid, label: 'Main' } });
  expect((await add(carrier.body.id)).status).toBe(404);
  const number = await add(carrier.body.voip_carrier_sid);
  expect(number.body).toMatchObject({ source: 'byoc', carrier_name: 'Ours', status: 'active', label: 'Main' });
  expect((await call(`GET /v1/phone-numbers/${number.body.id}`)).body).toMatchObject({
    id: number.body.id,
    error_message: null,
  });
  expect((await call('GET /v1/phone-numbers')).body.data).toHaveLength(1);
  expect((await call(`DELETE /v1/phone-numbers/carriers/${carrier.body.id}`)).status).toBe(204);
  expect((await call(`DELETE /v1/phone-numbers/carriers/${carrier.body.id}`)).status).toBe(404);
  expect(simulators.topcalls.carriers).toHaveLength(0);
});

test.each([
  [{ sip_gateway: { ...gateway, ipv4: 'sip.example.com' } }, 'sip_gateway.ipv4'],
  [{ sip_gateway: gateway, trunk_type: 'auth' }, 'inbound_auth'],
  [{ sip_gateway: gateway, trunk_type: 'reg' }, 'registration'],
])('a carrier that lacks what its kind needs is refused: %j', async (more, path) => {
  const { call } = await checked('topcalls');
  const { status, body } = await call('POST /v1/phone-numbers/carriers', { body: { carrier_name: 'Ours', ...more } });
  expect([status, body.errors[0].path]).toEqual([400, path]);
});
