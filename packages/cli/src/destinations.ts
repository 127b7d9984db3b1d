import type { ClientCheck } from '@leadwire/core';
import type { Destination, DestinationOption, OpenedDestination } from '@leadwire/core/provider';
import type { DestinationValues, OpenDestinationOptions, Wording } from '@leadwire/importer';
import { Fault } from '@leadwire/importer/errors';
import { type DestinationOptions, registry } from '@leadwire/importer/registry';

export type { OpenedDestination } from '@leadwire/core/provider';
export type { DestinationOptions } from '@leadwire/importer/registry';

export type DestinationName = keyof typeof registry;

/** Every way for leads into a provider, by the name that `--to` takes. */
export const DESTINATIONS: Readonly<Record<DestinationName, Destination>> = registry;
export const DESTINATION_NAMES = Object.keys(DESTINATIONS) as DestinationName[];

interface DestinationFlag extends DestinationOption {
  readonly owner: DestinationName;
}

/** The flags of all destinations, each with the one that takes it. */
export const DESTINATION_FLAGS = Object.fromEntries(
  DESTINATION_NAMES.flatMap((owner) =>
    Object.entries<DestinationOption>(DESTINATIONS[owner].options).map(([name, option]) => [
      name,
      { ...option, owner },
    ]),
  ),
) as Readonly<Record<keyof DestinationOptions, DestinationFlag>>;

/** Whether credentials, address and clocks are right, by one call that changes nothing. */
export const checkClient = async (
  { client }: OpenedDestination,
  signal: AbortSignal,
): Promise<ClientCheck | undefined> =>
  (client as { check?: (options: { signal: AbortSignal }) => Promise<ClientCheck> }).check?.({ signal });

/** Where leads go must be said. */
export function requireDestination(to: DestinationName | undefined): asserts to is DestinationName {
  if (to === undefined) {
    throw new Fault('--to is missing.', { hints: [`Say where the leads go: --to ${DESTINATION_NAMES.join(' | ')}`] });
  }
}

/** The flag without its value: `--list-id`. */
export const bareFlag = (name: keyof DestinationOptions): string => DESTINATION_FLAGS[name].flag.split(' ')[0] ?? '';

/** A flag of another destination would have no effect: the run is refused. */
export function refuseForeignFlags(to: DestinationName | undefined, options: DestinationOptions): void {
  for (const name of Object.keys(DESTINATION_FLAGS) as (keyof DestinationOptions)[]) {
    const { owner } = DESTINATION_FLAGS[name];
    if (options[name] === undefined || owner === to) continue;
    const flag = bareFlag(name);
    throw to === undefined
      ? new Fault(`${flag} has no effect without --to.`, { hints: [`Add --to ${owner}.`] })
      : new Fault(`${flag} is a flag of ${owner}, but the leads go to ${to}.`, {
          hints: [`Leave it out, or use --to ${owner}.`],
        });
  }
}

/**
 * Opens the destination of that name.
 * @throws Fault that says which flag or variable is missing
 */
export async function openDestination(
  name: DestinationName,
  options: OpenDestinationOptions,
): Promise<OpenedDestination & { readonly credential: string }> {
  refuseForeignFlags(name, options.options as DestinationOptions);
  const { openDestination: open } = await import('@leadwire/importer');
  return open(registry, name, options);
}

/** The destination's flags among the options of a command. */
export const destinationOptions = (options: DestinationOptions): DestinationValues =>
  Object.fromEntries(Object.entries(options).filter(([name]) => Object.hasOwn(DESTINATION_FLAGS, name)));

const FLAGS = new Map<string, string>([
  ['allowInsecureHttp', '--allow-insecure-http'],
  ['baseUrl', '--base-url'],
  ['defaultCountry', '--country'],
  ...(Object.keys(DESTINATION_FLAGS) as (keyof DestinationOptions)[]).flatMap((name) =>
    DESTINATION_FLAGS[name].programNames.map((word): [string, string] => [word, bareFlag(name)]),
  ),
]);

/** Replaces the names that options have in a program, as the packages below use them, by the flags of the command. */
export const asFlags = (text: string): string =>
  text.replace(/\b[a-z]+(?:[A-Z][a-z]+|_id)+\b/g, (name) => FLAGS.get(name) ?? name);

/** What to do next about a row, in flags. */
export const WORDING: Wording = {
  inWords: asFlags,
  update: '--on-existing update sends them',
  afterUndo: '--import-id sends it again',
  runAgain: 'Run the command again',
};
