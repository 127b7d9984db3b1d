import type { ClientOptions } from '@leadwire/core';
import type { CredentialVariable, Destination, DestinationOption, OpenedDestination } from '@leadwire/core/provider';
import { PROVIDERS, type ProviderName } from './providers.ts';

/** Every way for leads into a provider, by the name that `--to` takes. */
export const DESTINATIONS: ReadonlyMap<string, Destination> = new Map(
  Object.values(PROVIDERS).flatMap(({ destinations }) => Object.entries<Destination>(destinations)),
);

export const variablesOf = ({ credentials: { ids, secrets } }: Destination): CredentialVariable[] => [
  ...ids,
  ...secrets.flat(),
];

interface Opening {
  readonly client: ClientOptions;
  /** Takes the place of every secret. */
  readonly secret?: string | undefined;
  /** Options of the target, beside those without which it cannot be opened. */
  readonly options?: object | undefined;
}

/** Opens a destination as the command line does, with credentials that a simulator takes. */
export function openDestination(destination: Destination, given: Opening): Promise<OpenedDestination> {
  const variables = new Map(variablesOf(destination).map((known) => [known.variable, known]));
  const ids = new Set(destination.credentials.ids.map(({ variable }) => variable));
  return destination.open({
    client: given.client,
    has: (variable) => variables.has(variable),
    secret: (variable) =>
      (ids.has(variable) ? undefined : given.secret) ?? variables.get(variable)?.standIn ?? 'simulated',
    options: {
      ...Object.fromEntries(
        Object.entries<DestinationOption>(destination.options).map(
          ([name, { needed, simulated = needed?.standIn }]) => [name, simulated],
        ),
      ),
      ...given.options,
    },
  });
}

/** The client of a provider, with every credential that it knows. */
export async function openClient(name: ProviderName, client: ClientOptions, secret?: string): Promise<object> {
  const ways = Object.values<Destination>(PROVIDERS[name].destinations);
  const { open } = ways.at(-1) as Destination;
  const credentials = {
    ids: ways.flatMap((way) => way.credentials.ids),
    secrets: ways.flatMap((way) => way.credentials.secrets),
  };
  const all = { ...(ways.at(-1) as Destination), credentials, open };
  return (await openDestination(all, { client, secret })).client;
}
