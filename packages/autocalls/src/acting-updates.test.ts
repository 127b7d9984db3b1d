import { json, replies, reset } from '@leadwire/core/testing';
import { expect, test } from 'vitest';
import { createAutocalls } from './index.ts';

/** The response to the first request is lost; a second would be answered. */
async function sendsAfterALostAnswer(body: {
  status?: 'created' | 'completed' | 'reached-max-retries';
  campaign_id?: number;
}) {
  const fetch = replies(reset, json(200, { message: 'Lead updated successfully' }));
  const client = createAutocalls({ apiKey: 'k', limits: false, retry: { baseMs: 0 }, fetch });
  const outcome = await client.leads.update(1, body).safe();
  return { sends: fetch.requests.length, outcome };
}

test('leads.update with status created queues the person for another call, so it is not sent again after a lost response', async () => {
  expect(await sendsAfterALostAnswer({ status: 'created' })).toMatchObject({
    sends: 1,
    outcome: { ok: false, error: { kind: 'network', effect: 'unknown', retryable: false } },
  });
});

test('leads.update that moves a lead to another campaign is not sent again after a lost response', async () => {
  expect(await sendsAfterALostAnswer({ campaign_id: 2 })).toMatchObject({
    sends: 1,
    outcome: { ok: false, error: { effect: 'unknown' } },
  });
});

test.each(['completed', 'reached-max-retries'] as const)(
  'leads.update with status %s rings no person and is sent again after a lost response',
  async (status) => {
    expect(await sendsAfterALostAnswer({ status })).toMatchObject({ sends: 2, outcome: { ok: true } });
  },
);
