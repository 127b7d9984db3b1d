import { createAutocalls } from '@leadwire/autocalls';
import type { CallResult, ClientOptions } from '@leadwire/core';
import { createPulsecrm } from '@leadwire/pulsecrm';
import type { Simulators } from '@leadwire/simulators';
import { createTelecrm } from '@leadwire/telecrm';
import { createTopcalls } from '@leadwire/topcalls';

export type StormProvider = 'topcalls' | 'autocalls' | 'telecrm' | 'pulsecrm';

/** One provider as the storm sees it: a way to create a lead by its phone, how many of it are there, and whose an id is. */
export interface StormClient {
  create(person: StormPerson): Promise<CallResult<unknown>>;
  count(phone: string): number;
  /** The phone of the lead with this id, as digits. */
  phoneOf(id: string): string | undefined;
}

export interface StormPerson {
  /** In E.164. */
  readonly phone: string;
  /** The phone as it is handed to the client. */
  readonly written: string;
  readonly name: string;
  readonly email: string;
}

type FetchOption = ClientOptions['fetch'];

const COMMON = {
  defaultCountry: 'US',
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
  options: { readonly fetch?: FetchOption; readonly deadlineMs?: number; readonly timeoutMs?: number } = {},
): StormClient {
  const common = { ...COMMON, baseUrl: urls[provider], ...options };
  const digits = (text: unknown) => String(text ?? '').replace(/\D/g, '');
  const counted = (leads: Iterable<object>, read: (lead: never) => unknown) => ({
    count(phone: string) {
      let found = 0;
      for (const lead of leads) if (digits(read(lead as never)) === digits(phone)) found++;
      return found;
    },
    phoneOf(id: string) {
      for (const lead of leads) if (String((lead as { id: unknown }).id) === id) return digits(read(lead as never));
      return undefined;
    },
  });
  switch (provider) {
    case 'topcalls': {
      const client = createTopcalls({ ...common, apiKey: 'storm' });
      return {
        create: ({ written: phone_number, name, email }) =>
          client.leads.create({ phone_number, name, email, list_id: LIST }).safe(),
        ...counted(simulators.topcalls.leads, (lead: { phone_number: string }) => lead.phone_number),
      };
    }
    case 'autocalls': {
      const client = createAutocalls({ ...common, apiKey: 'storm' });
      return {
        create: ({ written: phone_number, name: customer_name, email }) =>
          client.leads.create({ phone_number, campaign_id: 1, variables: { customer_name, email } }).safe(),
        ...counted(simulators.autocalls.leads, (lead: { phone_number: string }) => lead.phone_number),
      };
    }
    case 'telecrm': {
      const client = createTelecrm({ ...common, enterpriseId: 'ent', syncToken: 'storm-sync' });
      return {
        create: ({ written: phone, name, email }) => client.leads.create({ fields: { phone, name, email } }).safe(),
        ...counted(simulators.telecrm.leads, (lead: { fields: { phone: string } }) => lead.fields.phone),
      };
    }
    case 'pulsecrm': {
      const client = createPulsecrm({ ...common, accountId: '1', token: 'storm' });
      return {
        create: ({ written: phone, name: lastName, email }) =>
          client.leads.create({ firstName: 'Storm', lastName, phone, email }).safe(),
        ...counted(simulators.pulsecrm.leads, (lead: { phone?: string }) => lead.phone),
      };
    }
    default:
      return provider satisfies never;
  }
}
