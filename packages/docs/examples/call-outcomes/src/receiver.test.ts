import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createAutocalls } from '@leadwire/autocalls';
import { createSimulators } from '@leadwire/simulators';
import { createTelecrm } from '@leadwire/telecrm';
import { memoryLedger } from 'leadwire';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createReceiver } from './app.ts';

const SECRET = 'long-and-random';
const bodies: string[] = [];
const simulators = createSimulators({
  clock: 'manual',
  webhookReceiver: async (request) => {
    const body = await request.text();
    bodies.push(body);
    return deliver(body);
  },
});
const { fetch } = simulators;
const telecrm = createTelecrm({
  enterpriseId: 'e1',
  syncToken: 'sync',
  ledger: memoryLedger(),
  defaultCountry: 'US',
  fetch,
});
const server = createReceiver({ telecrm, secret: SECRET, actionType: '1001' }).listen(0, '127.0.0.1');

const deliver = (body: string, secret = SECRET): Promise<Response> => {
  const { port } = server.address() as AddressInfo;
  const headers = { 'content-type': 'application/json' };
  return globalThis.fetch(`http://127.0.0.1:${port}/hooks/calls?secret=${secret}`, { method: 'POST', headers, body });
};

let leadId: string;
beforeAll(async () => {
  if (!server.listening) await once(server, 'listening');
  const lead = await telecrm.leads.create({ fields: { name: 'Jane Doe', phone: '+14155552671' } });
  leadId = String(lead.lead_id);
  simulators.autocalls.addAssistant({ id: 2, is_webhook_active: true, webhook_url: 'https://example.com/hooks/calls' });
  const autocalls = createAutocalls({ apiKey: 'any-key', fetch });
  await autocalls.calls.make({ phone_number: '+14155552671', assistant_id: 2 });
  await simulators.clock.advance(60_000);
});
afterAll(async () => {
  server.close();
  await simulators.close();
});

const notes = async (): Promise<unknown[]> => {
  const { data } = await telecrm.actions.search(leadId, {});
  return data.map(({ fields }) => fields?.note).filter((note) => note !== undefined);
};

test('a completed call is written into the timeline of its lead', async () => {
  expect(await notes()).toEqual(['Call 1: completed, 60 s']);
});

test('a call that is delivered again adds nothing', async () => {
  expect((await deliver(String(bodies[0]))).status).toBe(200);
  expect(await notes()).toHaveLength(1);
});

test('a delivery without the secret, and one of a person who is not in the CRM, write nothing', async () => {
  expect((await deliver(String(bodies[0]), 'guessed')).status).toBe(404);
  const stranger = { ...(JSON.parse(String(bodies[0])) as object), id: 77, customer_phone: '+14155550000' };
  expect((await deliver(JSON.stringify(stranger))).status).toBe(200);
  expect(await notes()).toHaveLength(1);
});
