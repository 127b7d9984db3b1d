import { expect, test } from 'vitest';
import { checked } from '../../testing/checked.ts';

const NEW = { name: 'Demo', assistant_id: 1, allowed_hours_start_time: '09:00', max_retries: 5 };

test('a campaign is made as a draft, started and stopped', async () => {
  const { call, simulators } = await checked('autocalls');
  const made = await call('POST /user/campaign', { body: NEW });
  expect(made).toMatchObject({
    status: 201,
    body: { data: { id: 2, status: 'draft', max_retries: 5, retry_interval: 60 } },
  });
  expect(made.body.data).toMatchObject({
    channel: 'call',
    allowed_hours_start_time: '09:00',
    schedule_windows: [{ start: '09:00', end: '23:59' }],
    created_at: '2026-01-15 09:30:00',
  });
  const turn = (action: string) => call('POST /user/campaigns/update-status', { body: { campaign_id: 2, action } });
  expect((await turn('start')).body).toEqual({
    message: 'Campaign started successfully.',
    success: true,
    data: { campaign_id: 2, status: 'in-progress', channel: 'call' },
  });
  expect(await turn('start')).toMatchObject({ status: 400, body: { message: 'Campaign is already in progress' } });
  expect((await call('GET /user/campaign/2')).body.data.status).toBe('in-progress');
  expect((await turn('stop')).body.data.status).toBe('paused');
  expect((await turn('stop')).status).toBe(400);
  expect(simulators.effects.map(({ kind }) => kind)).toEqual(['created', 'started', 'stopped']);
  expect(
    (await call('GET /user/campaigns')).body.map(({ id, status }: { id: number; status: string }) => [id, status]),
  ).toEqual([
    [1, 'draft'],
    [2, 'paused'],
  ]);
});

test('starting is refused for an unknown campaign, an unknown action and an empty account', async () => {
  const { call, simulators } = await checked('autocalls');
  const turn = (campaign_id: number, action: string) =>
    call('POST /user/campaigns/update-status', { body: { campaign_id, action } });
  expect(await turn(9, 'start')).toMatchObject({ status: 404, body: { message: 'Campaign not found.' } });
  expect(await turn(1, 'pause')).toMatchObject({ status: 400, body: { success: false } });
  simulators.autocalls.balance = 0;
  expect(await turn(1, 'start')).toMatchObject({ status: 400, body: { data: { campaign_id: 1, status: 'draft' } } });
});

test('a campaign needs an outbound assistant', async () => {
  const { call, simulators } = await checked('autocalls');
  simulators.autocalls.addAssistant({ id: 2, type: 'inbound' });
  expect((await call('POST /user/campaign', { body: { ...NEW, assistant_id: 2 } })).status).toBe(404);
  expect((await call('POST /user/campaign', { body: NEW })).status).toBe(201);
});

test('deleting a campaign deletes its leads, and further leads for it are refused', async () => {
  const { call, simulators } = await checked('autocalls');
  const lead = (campaign_id: number, phone_number: string, more = {}) =>
    call('POST /user/lead', { body: { phone_number, campaign_id, allow_dupplicate: false, ...more } });
  await lead(1, '+14155552671', { secondary_contacts: [{ phone_number: '+14155552672' }] });
  await lead(3, '+14155552671');
  expect((await call('DELETE /user/campaign/1')).body).toEqual({ message: 'Campaign deleted successfully' });
  expect(simulators.autocalls.leads.all().map(({ campaign_id }) => campaign_id)).toEqual([3]);
  expect((await lead(1, '+14155552673')).status).toBe(422);
  expect((await call('DELETE /user/campaign/1')).status).toBe(404);
});

test('a text campaign has fields that calls do not have, and refuses secondary contacts', async () => {
  const { call } = await checked('autocalls');
  const text = { name: 'Reminders', channel: 'whatsapp', whatsapp_sender_id: 1, whatsapp_template_id: 10 };
  const made = await call('POST /user/campaign', { body: text });
  expect(made).toMatchObject({ status: 201, body: { data: { channel: 'whatsapp', assistant_id: null } } });
  expect((await call('POST /user/campaign', { body: { name: 'Reminders', channel: 'whatsapp' } })).status).toBe(422);
  const lead = { campaign_id: made.body.data.id, allow_dupplicate: false };
  const secondary_contacts = [{ phone_number: '+14155552672' }];
  const refused = await call('POST /user/lead', {
    body: { ...lead, phone_number: '+14155552671', secondary_contacts },
  });
  expect(refused.status).toBe(422);
  await call('POST /user/lead', { body: { ...lead, phone_number: '+14155552671' } });
  const { data } = (await call('GET /user/leads')).body;
  expect(data[0].campaign).toEqual({ id: 2, name: 'Reminders', channel: 'whatsapp' });
});
