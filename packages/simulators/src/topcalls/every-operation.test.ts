import { expect, test } from 'vitest';
import { checked } from '../../testing/checked.ts';

test('every operation of the spec accepts its example request and responds as the spec says', async () => {
  const { call, simulators, spec } = await checked('topcalls');
  const { topcalls } = simulators;
  const idOf = async (line: string, body: unknown) => ((await call(line, { body })).body as { id: string }).id;
  const example = (id: string) => spec.operations.get(id)?.bodyExample;
  const ids: Record<string, string> = {
    campaign_id: topcalls.campaigns.all()[0]?.id ?? '',
    id: topcalls.addLead({ phone_number: '+442071838750' }).id,
    call_id: (await call('POST /v1/calls', { body: example('calls.create') })).body.call_id,
    phone_number_id: await idOf('POST /v1/phone-numbers', { number: '+14155551234' }),
    carrier_id: await idOf('POST /v1/phone-numbers/carriers', {
      carrier_name: 'Ours',
      sip_gateway: { ipv4: '192.0.2.1' },
    }),
  };
  const operations = Array.from(spec.operations.values()).sort(
    (a, b) => Number(a.verb === 'DELETE') - Number(b.verb === 'DELETE'),
  );
  expect(operations).toHaveLength(25);
  for (const { id, verb, path, bodyExample } of operations) {
    const filled = path.replaceAll(/\{(\w+)\}/g, (_, name: string) => ids[name] ?? '');
    const { status } = await call(`${verb} ${filled}`, bodyExample === undefined ? {} : { body: bodyExample });
    expect([id, status]).toEqual([id, expect.toSatisfy((code: number) => code >= 200 && code < 300)]);
    expect(simulators.requests.at(-1)).toMatchObject({ operationId: id, status });
    expect([id, simulators.requests.at(-1)?.violations]).toEqual([id, undefined]);
  }
});

test('a key that is missing, malformed or listed as bad is refused', async () => {
  const { call, simulators } = await checked('topcalls', { tokens: { bad: ['tc_live_revoked'] } });
  for (const token of ['', 'tc_live_revoked']) {
    expect(await call('GET /v1/leads', { token })).toMatchObject({
      status: 401,
      body: { title: 'Unauthorized', status: 401 },
    });
  }
  expect((await call('GET /v1/leads', { token: '', headers: { authorization: 'tc_live_1' } })).status).toBe(401);
  expect(simulators.requests.map(({ headers }) => headers.authorization)).toEqual([undefined, 'Bearer ***', '***']);
});
