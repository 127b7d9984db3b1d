import { api as autocalls } from '@leadwire/generated-autocalls';
import { api as hubspot } from '@leadwire/generated-hubspot';
import { api as pulsecrm } from '@leadwire/generated-pulsecrm';
import { api as telecrm } from '@leadwire/generated-telecrm';
import { api as topcalls } from '@leadwire/generated-topcalls';
import { createAutocallsProvider } from './autocalls/provider.ts';
import { createHubspotProvider } from './hubspot/provider.ts';
import { createPulsecrmProvider } from './pulsecrm/provider.ts';
import type { ProviderName } from './simulator.ts';
import { createTelecrmProvider } from './telecrm/provider.ts';
import { createTopcallsProvider } from './topcalls/provider.ts';

/** How each provider's stand-in is made. A new provider is a line here, and its name in simulator.ts. */
export const MAKERS = {
  topcalls: createTopcallsProvider,
  autocalls: createAutocallsProvider,
  telecrm: createTelecrmProvider,
  pulsecrm: createPulsecrmProvider,
  hubspot: createHubspotProvider,
} satisfies Record<ProviderName, unknown>;

type Makers = typeof MAKERS;

/** The options of each stand-in, by provider. */
export type ProviderOptions = { readonly [Name in ProviderName]?: Parameters<Makers[Name]>[1] };

/** The state of each stand-in, by provider. */
export type ProviderStates = { readonly [Name in ProviderName]: ReturnType<Makers[Name]>['state'] };

const APIS: Readonly<Record<ProviderName, { readonly operations: object }>> = {
  topcalls,
  autocalls,
  telecrm,
  pulsecrm,
  hubspot,
};

/** Every operation that there is, by provider. */
export const OPERATION_IDS = Object.fromEntries(
  Object.entries(APIS).map(([name, { operations }]) => [name, Object.keys(operations)]),
) as unknown as Readonly<Record<ProviderName, readonly string[]>>;
