import type { Destination, DestinationOption, OpenContext, OpenedDestination } from '@leadwire/core/provider';
import { type Environment, readCredentials } from './credentials.ts';
import { Fault } from './fault.ts';

/** Ways for leads into providers, by the name that a user gives them: `topcalls`, `telecrm-async`. */
export type Registry = Readonly<Record<string, Destination>>;

/** List, campaign or team of a destination, by the name of its option: `{ listId: '3c90…' }`. */
export type DestinationValues = Readonly<Record<string, string | number | boolean | undefined>>;

export interface OpenDestinationOptions {
  readonly options: DestinationValues;
  readonly client: OpenContext['client'];
  /** Holds the credentials. */
  readonly env: Environment;
  /** Nothing is sent: credentials and ids that are missing are made up. */
  readonly dry: boolean;
}

/**
 * The destination of that name.
 * @throws Fault where the registry has none
 */
export function destinationNamed(registry: Registry, name: string): Destination {
  const found = Object.hasOwn(registry, name) ? registry[name] : undefined;
  if (found !== undefined) return found;
  throw new Fault(`There is no destination ${name}.`, { hints: [`There are ${Object.keys(registry).join(', ')}.`] });
}

/**
 * Opens the destination of that name.
 * @throws Fault that says which option or variable is missing
 */
export async function openDestination(
  registry: Registry,
  name: string,
  { options, client, env, dry }: OpenDestinationOptions,
): Promise<OpenedDestination & { readonly credential: string }> {
  const destination = destinationNamed(registry, name);
  const { credentials } = destination;
  const filled: Record<string, unknown> = { ...options };
  for (const [option, { flag, needed }] of Object.entries<DestinationOption>(destination.options)) {
    if (filled[option] === undefined && dry) filled[option] = needed?.standIn;
    if (filled[option] !== undefined || needed === undefined) continue;
    throw new Fault(`--to ${name} needs ${flag.replace(/<(\w+)>/, (_, word: string) => word.toUpperCase())}.`, {
      hints: [`It is ${needed.meaning}; the dashboard shows its id.`],
    });
  }
  const values = readCredentials(env, credentials, dry);
  const opened = await destination.open({
    client,
    options: filled,
    secret: (variable) => values.get(variable) ?? '',
    has: (variable) => values.has(variable),
  });
  const secrets = credentials.secrets.flat().flatMap(({ variable }) => values.get(variable) ?? []);
  return { ...opened, credential: secrets.join('\n') };
}
