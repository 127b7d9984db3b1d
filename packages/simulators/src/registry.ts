import type { Provider, ProviderDefinition, SimulatorContext } from './framework/provider.ts';
import * as providers from './providers.ts';

type Providers = typeof providers;

export type ProviderName = keyof Providers;

/** The options of each simulator, by provider. */
export type ProviderOptions = { readonly [Name in ProviderName]?: Parameters<Providers[Name]['create']>[1] };

/** The state of each simulator, by provider. */
export type ProviderStates = { readonly [Name in ProviderName]: ReturnType<Providers[Name]['create']>['state'] };

type UrlName<Definition> = Definition extends ProviderDefinition<infer _, infer __, never, infer Name> ? Name : never;

/** The base URL to give to each client, by provider; telecrm's Async API has its own. */
export type SimulatorUrls = {
  readonly [Name in ProviderName | { [Each in ProviderName]: UrlName<Providers[Each]> }[ProviderName]]: string;
};

interface Definition extends Omit<ProviderDefinition, 'create'> {
  create(context: SimulatorContext, options: object): Provider;
}

export const definitions = Object.entries(providers) as unknown as readonly (readonly [ProviderName, Definition])[];

/** Every operation that exists, by provider. */
export const OPERATION_IDS = Object.fromEntries(
  definitions.map(([name, { api }]) => [name, Object.keys(api.operations)]),
) as unknown as Readonly<Record<ProviderName, readonly string[]>>;
