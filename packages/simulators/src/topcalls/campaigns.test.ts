import { expect, test } from 'vitest';
import { checked } from '../../testing/checked.ts';

const LIST = 'd2a4b1f6-3d0a-4a57-8b1e-0c7f5f3b9a42';
const CAMPAIGN = '5f0c7a35-8b6d-4c3e-a1f2-5d9b8c7e6f10';

test('a campaign calls the leads of its list one by one until it is paused, and completes by itself', async () => {
  const { call, simulators } = await checked('topcalls', {
    topcalls: { campaigns: [{ id: CAMPAIGN, list_id: LIST }] },
  });
  const { topcalls, clock } = simulators;
  for (let index = 0; index < 4; index += 1) topcalls.addLead({ phone_number: `+1415555200${index}`, list_id: LIST });
  topcalls.addLead({ phone_number: '+14155552009', list_id: LIST, status: 'Unsubscribed' });
  const act = async (what: string) => (await call(`POST /v1/campaigns/${CAMPAIGN}/${what}`)).body;
  expect(await act('start')).toEqual({ ok: true });
  await clock.advance(2_000);
  expect(await act('pause')).toEqual({ ok: true });
  await clock.advance(60_000);
  expect((await call(`GET /v1/campaigns/${CAMPAIGN}`)).body).toMatchObject({ status: 'paused', calls: 2 });
  await act('start');
  await act('start');
  await clock.advance(60_000);
  expect(topcalls.campaigns.get(CAMPAIGN)).toMatchObject({ status: 'completed', calls: 4 });
  expect(new Set(topcalls.calls.all().map(({ phone_number }) => phone_number)).size).toBe(4);
  const { body } = await call('GET /v1/calls', { query: { campaign_id: CAMPAIGN } });
  expect(body.data).toHaveLength(4);
});

test('only the dispositions that a campaign names count as conversions', async () => {
  const { call, simulators } = await checked('topcalls', { webhookReceiver: () => new Response() });
  const { topcalls, clock } = simulators;
  const { id } = topcalls.addCampaign({ list_id: LIST, conversion_outcomes: ['confirmed'] });
  topcalls.addLead({ phone_number: '+14155552001', list_id: LIST });
  const subscribe = (is_conversion: boolean) =>
    call('POST /v1/webhooks', {
      body: { event: 'call.completed', url: `https://hooks.example.com/${is_conversion}`, filters: { is_conversion } },
    });
  await subscribe(true);
  await subscribe(false);
  await call(`POST /v1/campaigns/${id}/start`);
  await clock.advance(120_000);
  expect(simulators.webhooks.map(({ url }) => url)).toEqual(['https://hooks.example.com/true']);
});

test('an unknown campaign is not found', async () => {
  const { call } = await checked('topcalls');
  expect((await call(`POST /v1/campaigns/${CAMPAIGN}/start`)).status).toBe(404);
});
