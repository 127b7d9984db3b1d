import { expect, test } from 'vitest';
import { createSimulators } from './index.ts';

const NOW = Date.UTC(2026, 0, 15, 9, 30);

const LIST = '3c90c3cc-0d44-4b50-8888-8dd25736052a';

const headers = { authorization: 'Bearer t', 'content-type': 'application/json', 'x-account-id': '1' };

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

const LISTS = [
  {
    provider: 'topcalls',
    create: ['https://api.topcalls.ai/v1/leads', { name: 'Jane Doe', phone_number: '+14155552671', list_id: LIST }],
    list: ['GET', 'https://api.topcalls.ai/v1/leads', undefined],
  },
  {
    provider: 'autocalls',
    create: ['https://app.autocalls.ai/api/user/lead', { phone_number: '+14155552671', campaign_id: 1 }],
    list: ['GET', 'https://app.autocalls.ai/api/user/leads', undefined],
  },
  {
    provider: 'telecrm',
    create: ['https://next.telecrm.in/autoupdate/v2/enterprise/e/lead', { fields: { phone: '14155552671' } }],
    list: ['POST', 'https://next.telecrm.in/autoupdate/v2/enterprise/e/lead/search', { fields: {} }],
  },
  {
    provider: 'pulsecrm',
    create: ['https://api.pulsecrm.com/leads', { firstName: 'Jane', lastName: 'Doe', phone: '+14155552671' }],
    list: ['GET', 'https://api.pulsecrm.com/leads', undefined],
  },
] as const;

test.each(LISTS)(
  'a list of $provider shows a new lead after the lag, and its phone in national form if that option is set',
  async ({ create: [address, lead], list: [method, listAddress, search] }) => {
    const simulators = createSimulators({ now: NOW, searchLagMs: 10_000, listedPhones: 'national', strict: false });
    const read = async () => {
      const body = search === undefined ? {} : { body: JSON.stringify(search) };
      return (await simulators.fetch(listAddress, { method, headers, ...body })).text();
    };
    const made = await simulators.fetch(address, { method: 'POST', headers, body: JSON.stringify(lead) });
    expect(made.status).toBeLessThan(300);
    expect(await read()).not.toContain('2671');
    await simulators.clock.advance(10_000);
    expect(await read()).toContain('(415) 555-2671');
  },
);
