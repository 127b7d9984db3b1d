import type { Provider, ProviderDefinition, SimulatorContext } from './framework/provider.ts';
import { providers } from './providers.ts';

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

interface Definition extends Omit<ProviderDefinition, 'create' | 'options'> {
  readonly options?: Readonly<Record<string, true>>;
  create(context: SimulatorContext, options: object): Provider;
}

export const definitions = Object.entries(providers) as unknown as readonly (readonly [ProviderName, Definition])[];

/** Every operation that exists, by provider. */
export const OPERATION_IDS = Object.fromEntries(
  definitions.map(([name, { api }]) => [name, Object.keys(api.operations)]),
) as unknown as Readonly<Record<ProviderName, readonly string[]>>;

/**
 * The base URL for a way into a provider, by the name that the command's `--to` takes: `telecrm-async` is at `urls.telecrmAsync`.
 * @example const baseUrl = urlOf(server.urls, 'telecrm-async')
 */
export function urlOf(urls: SimulatorUrls, destination: string): string {
  const more = destination.replaceAll(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
  const found = (urls as Readonly<Record<string, string>>)[more] ?? urls[destination as ProviderName];
  if (found === undefined) throw new TypeError(`There is no simulator for ${destination}.`);
  return found;
}
