import { readFileSync } from 'node:fs';
import { type Profile, parseProfile, type ReadOptions } from '@leadwire/files';
import { reasonOf } from '@leadwire/files/errors';
import {
  DESTINATION_NAMES,
  type DestinationName,
  type DestinationOptions,
  destinationOptions,
} from '../destinations.ts';
import { Fault } from '../output/fault.ts';

/** Flags of every command that reads a file. */
export interface FileFlags extends Omit<ReadOptions, 'onNotice' | 'profile'> {
  /** Path of a profile. */
  readonly profile?: string | undefined;
}

const READ_FLAGS = [
  ...([
    'map',
    'country',
    'countryColumn',
    'phones',
    'skip',
    'skipDoNotCall',
    'ignoreDoNotCall',
    'skipLines',
    'sheet',
    'key',
  ] as const),
  ...(['encoding', 'delimiter', 'edits'] as const),
];

/** The flags as options of the reader. */
export function readOptions({ profile, ...flags }: FileFlags): ReadOptions {
  const given: ReadOptions = Object.fromEntries(READ_FLAGS.map((name) => [name, flags[name]]));
  return { ...given, profile: profile === undefined ? undefined : readProfile(profile) };
}

function readProfile(path: string): Profile {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (cause) {
    throw new Fault(`--profile ${path} cannot be read: ${reasonOf(cause)}.`, { hints: ['Check the path.'], cause });
  }
  return parseProfile(text);
}

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
