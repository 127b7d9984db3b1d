import { createAutocalls } from '@leadwire/autocalls';
import type { CallResult, ClientOptions } from '@leadwire/core';
import { createPulsecrm } from '@leadwire/pulsecrm';
import type { Simulators } from '@leadwire/simulators';
import { createTelecrm } from '@leadwire/telecrm';
import { createTopcalls } from '@leadwire/topcalls';

export type StormProvider = 'topcalls' | 'autocalls' | 'telecrm' | 'pulsecrm';

/** One provider as the storm sees it: a way to create a lead by its phone, and how many of it are there. */
export interface StormClient {
  create(phone: string, name: string): Promise<CallResult<unknown>>;
  count(phone: string): number;
}

type FetchOption = ClientOptions['fetch'];

const COMMON = {
  limits: false,
  retry: { baseMs: 1, capMs: 8, maxAttempts: 3 },
  timeoutMs: 400,
  deadlineMs: 20_000,
} as const;
const LIST = '3c90c3cc-0d44-4b50-8888-8dd25736052a';

export function stormClient(
  provider: StormProvider,
  urls: Readonly<Record<StormProvider, string>>,
  simulators: Simulators,
  fetch?: FetchOption,
): StormClient {
  const common = { ...COMMON, baseUrl: urls[provider], ...(fetch && { fetch }) };
  const digits = (text: unknown) => String(text ?? '').replace(/\D/g, '');
  const counted = (leads: Iterable<object>, read: (lead: never) => unknown) => (phone: string) => {
    let found = 0;
    for (const lead of leads) if (digits(read(lead as never)) === digits(phone)) found++;
    return found;
  };
  switch (provider) {
    case 'topcalls': {
      const client = createTopcalls({ ...common, apiKey: 'storm' });
      return {
        create: (phone_number, name) => client.leads.create({ phone_number, name, list_id: LIST }).safe(),
        count: counted(simulators.topcalls.leads, (lead: { phone_number: string }) => lead.phone_number),
      };
    }
    case 'autocalls': {
      const client = createAutocalls({ ...common, apiKey: 'storm' });
      return {
        create: (phone_number, customer_name) =>
          client.leads.create({ phone_number, campaign_id: 1, variables: { customer_name } }).safe(),
        count: counted(simulators.autocalls.leads, (lead: { phone_number: string }) => lead.phone_number),
      };
    }
    case 'telecrm': {
      const client = createTelecrm({ ...common, enterpriseId: 'ent', syncToken: 'storm-sync' });
      return {
        create: (phone, name) => client.leads.create({ fields: { phone, name } }).safe(),
        count: counted(simulators.telecrm.leads, (lead: { fields: { phone: string } }) => lead.fields.phone),
      };
    }
    case 'pulsecrm': {
      const client = createPulsecrm({ ...common, accountId: '1', token: 'storm' });
      return {
        create: (phone, lastName) => client.leads.create({ firstName: 'Storm', lastName, phone }).safe(),
        count: counted(simulators.pulsecrm.leads, (lead: { phone?: string }) => lead.phone),
      };
    }
    default:
      return provider satisfies never;
  }
}
