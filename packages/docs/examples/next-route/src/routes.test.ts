import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createSimulators } from '@leadwire/simulators';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { GET } from './app/api/deliver/route.ts';
import { POST } from './app/api/leads/route.ts';
import { openLeadwire } from './leadwire.ts';

const simulators = createSimulators({ seed: 1 });
const folder = mkdtempSync(join(tmpdir(), 'leadwire-next-'));

beforeAll(async () => {
  const { urls } = await simulators.listen(0);
  Object.assign(process.env, {
    CRON_SECRET: 'long-and-random',
    LEDGER: join(folder, 'leads.ledger'),
    PULSECRM_ACCOUNT_ID: '1',
    PULSECRM_BASE_URL: urls.pulsecrm,
    PULSECRM_TOKEN: 'any-token',
  });
});
afterAll(async () => {
  await openLeadwire().close();
  await simulators.close();
  rmSync(folder, { recursive: true, force: true });
});

const submit = (form: object): Promise<Response> =>
  POST(new Request('https://example.com/api/leads', { method: 'POST', body: JSON.stringify(form) }));
const cron = (secret: string): Promise<Response> =>
  GET(new Request('https://example.com/api/deliver', { headers: { authorization: `Bearer ${secret}` } }));

test('a form is answered before anything is sent, and the cron job sends it once', async () => {
  expect((await submit({ id: '1', name: 'Jane Doe', phone: '(415) 555-2671' })).status).toBe(202);
  expect(simulators.pulsecrm.leads.length).toBe(0);
  expect(await (await cron('long-and-random')).json()).toMatchObject({ created: 1 });
  await cron('long-and-random');
  expect(simulators.pulsecrm.leads.length).toBe(1);
});

test('a phone that cannot be read is answered with what to do', async () => {
  const response = await submit({ id: '2', name: 'John Roe', phone: '12' });
  expect([response.status, await response.json()]).toEqual([422, { error: expect.stringMatching(/^phone /) }]);
});

test('two forms without an id are two leads', async () => {
  const before = simulators.pulsecrm.leads.length;
  await submit({ name: 'Ann Lee', phone: '(415) 555-2673' });
  await submit({ name: 'Max Poe', phone: '(415) 555-2674' });
  await cron('long-and-random');
  expect(simulators.pulsecrm.leads.length - before).toBe(2);
});

test('a stranger cannot start the delivery', async () => {
  expect((await cron('guessed')).status).toBe(401);
});
