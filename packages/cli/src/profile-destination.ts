import { type FileFlags, readProfile } from '@leadwire/importer';
import {
  DESTINATION_NAMES,
  type DestinationName,
  type DestinationOptions,
  destinationOptions,
} from './destinations.ts';

type WithDestination = DestinationOptions & { readonly to?: DestinationName | undefined };

/** Fills in the destination that a profile keeps; flags of the command go before it. */
export function withProfileDestination<Options extends FileFlags & WithDestination>(options: Options): Options {
  const destination = options.profile === undefined ? undefined : readProfile(options.profile).destination;
  if (destination === undefined) return options;
  const { to } = destination;
  const isKnown = (DESTINATION_NAMES as readonly unknown[]).includes(to);
  if (!isKnown || (options.to !== undefined && options.to !== to)) return options;
  const kept = destinationOptions(destination as DestinationOptions);
  const given = Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
  return { ...options, ...kept, to: to as DestinationName, ...given };
}
