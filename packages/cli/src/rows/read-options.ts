import { readFileSync } from 'node:fs';
import { type Profile, parseProfile, type ReadOptions, type RowEdits } from '@leadwire/files';
import { reasonOf } from '@leadwire/files/errors';
import {
  DESTINATION_NAMES,
  type DestinationName,
  type DestinationOptions,
  destinationOptions,
} from '../destinations.ts';
import { Fault } from '../output/fault.ts';

/** Flags of every command that reads a file. */
export interface FileFlags {
  readonly map?: readonly string[] | undefined;
  readonly country?: string | undefined;
  readonly countryColumn?: string | undefined;
  readonly phones?: 'national' | 'international' | undefined;
  readonly skip?: readonly string[] | undefined;
  readonly ignoreDoNotCall?: boolean | undefined;
  readonly skipLines?: number | undefined;
  readonly sheet?: string | undefined;
  readonly key?: string | undefined;
  readonly encoding?: string | undefined;
  readonly delimiter?: string | undefined;
  /** Not a flag: what was changed on the import page. */
  readonly edits?: RowEdits | undefined;
  /** Path of a profile. */
  readonly profile?: string | undefined;
}

/** The flags as options of the reader. */
export function readOptions(flags: FileFlags): ReadOptions {
  const { map, country, countryColumn, phones, skip, ignoreDoNotCall, skipLines, sheet, key } = flags;
  const { encoding, delimiter, edits } = flags;
  const profile = flags.profile === undefined ? undefined : readProfile(flags.profile);
  const given = {
    map,
    country,
    countryColumn,
    phones,
    skip,
    ignoreDoNotCall,
    skipLines,
    sheet,
    key,
    encoding,
    delimiter,
    edits,
  };
  return { ...given, profile };
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
