import type { DestinationOption } from '@leadwire/core/provider';
import { openDestination } from '@leadwire/importer';
import { registry } from '@leadwire/importer/registry';
import { leadsByPhone, type ProviderName, type Simulators, type SimulatorUrls, urlOf } from '@leadwire/simulators';

/** One way into a provider, as the command line takes it. */
export interface Destination {
  readonly to: keyof typeof registry;
  readonly provider: ProviderName;
  readonly flags: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** True when it is the real provider, with the caller's own credentials. */
  readonly live: boolean;
  /** Whose leads and requests are its own. */
  readonly simulators: Simulators;
}

/** Simulators that are up. */
export interface World {
  readonly simulators: Simulators;
  readonly urls: SimulatorUrls;
}

/**
 * Every destination of the registry, at simulated providers; with `live`, at the real one wherever all of its variables are set.
 * @param others - for the second way into a provider, which would find the leads of the first one
 */
export async function destinations(first: World, others: World, live: boolean): Promise<Destination[]> {
  const names = Object.keys(registry) as (keyof typeof registry)[];
  const ways = await Promise.all(names.map(async (to) => ({ to, provider: await providerOf(to) })));
  return ways.map(({ to, provider }, index) => {
    const isFirst = ways.findIndex((way) => way.provider === provider) === index;
    return toDestination(to, provider, { world: isFirst ? first : others, live });
  });
}

/** A dry run says whose target it is. */
async function providerOf(to: string): Promise<ProviderName> {
  const { target } = await openDestination(registry, to, {
    options: {},
    client: { account: 'start' },
    env: {},
    dry: true,
  });
  return target.provider as ProviderName;
}

function toDestination(
  to: keyof typeof registry,
  provider: ProviderName,
  { live, world: { simulators, urls } }: { live: boolean; world: World },
): Destination {
  const { credentials, options: all } = registry[to];
  const options = Object.values<DestinationOption>(all);
  const variables = [...credentials.ids, ...(credentials.secrets[0] ?? [])];
  // The real list or campaign is named by a variable: TOPCALLS_LIST_ID for --list-id.
  const places = options
    .filter(({ needed }) => needed !== undefined)
    .map(({ flag }) => ({
      name: nameOf(flag),
      variable: `${provider}_${nameOf(flag).slice(2)}`.toUpperCase().replaceAll('-', '_'),
    }));
  const needed = [...variables, ...places].map(({ variable }) => variable);
  if (live && needed.every((variable) => process.env[variable])) {
    const flags = places.flatMap(({ name, variable }) => [name, process.env[variable] ?? '']);
    return { to, provider, flags, env: {}, live: true, simulators };
  }
  return {
    to,
    provider,
    flags: [...options.flatMap(simulatedFlags), '--base-url', urlOf(urls, to), '--rate', 'off', '--concurrency', '8'],
    env: Object.fromEntries(variables.map(({ variable, standIn = 'simulated' }) => [variable, standIn])),
    live: false,
    simulators,
  };
}

const nameOf = (flag: string): string => flag.split(' ')[0] ?? '';

function simulatedFlags({ flag, needed, simulated = needed?.standIn }: DestinationOption): string[] {
  if (simulated === undefined) return [];
  return simulated === true ? [nameOf(flag)] : [nameOf(flag), String(simulated)];
}

/** How often each phone stands at a simulated provider, by its digits. */
export async function leadsAt({ provider, simulators }: Destination): Promise<ReadonlyMap<string, number>> {
  const leads = await leadsByPhone(simulators, provider);
  return new Map([...leads].map(([digits, same]) => [digits, same.length]));
}
