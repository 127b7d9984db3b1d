import { expect, test } from 'vitest';
import { createSimulators } from './index.ts';

const NOW = Date.UTC(2026, 0, 15, 9, 30);

const headers = { authorization: 'Bearer t', 'content-type': 'application/json' };

test('a vendor whose clock is ahead shows it in the Date header and in the times of its records', async () => {
  const simulators = createSimulators({ now: NOW, vendorClockOffsetMs: 300_000 });
  const response = await simulators.fetch('https://api.topcalls.ai/v1/leads', { headers });
  expect(response.headers.get('date')).toBe('Thu, 15 Jan 2026 09:35:00 GMT');
});

test('a vendor whose clock agrees sends no extra Date header', async () => {
  const simulators = createSimulators({ now: NOW });
  const response = await simulators.fetch('https://api.topcalls.ai/v1/leads', { headers });
  expect(response.headers.get('date')).toBeNull();
});

test('a list shows a new lead after the lag, and its phone in national form if that option is set', async () => {
  const simulators = createSimulators({
    now: NOW,
    searchLagMs: 10_000,
    autocalls: { answers: { listedPhones: 'national' } },
  });
  const list = async () => {
    const response = await simulators.fetch('https://app.autocalls.ai/api/user/leads', { headers });
    return ((await response.json()) as { data: { phone_number: string }[] }).data.map((lead) => lead.phone_number);
  };
  await simulators.fetch('https://app.autocalls.ai/api/user/lead', {
    method: 'POST',
    headers,
    body: JSON.stringify({ phone_number: '+14155552671', campaign_id: 1 }),
  });
  expect(await list()).toEqual([]);
  await simulators.clock.advance(10_000);
  expect(await list()).toEqual(['(415) 555-2671']);
});
