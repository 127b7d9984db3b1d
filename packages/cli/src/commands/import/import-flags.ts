import { writeFileSync } from 'node:fs';
import { formatProfile, nameOrPlace, type OpenedFile } from '@leadwire/files';
import { reasonOf } from '@leadwire/files/errors';
import { type FileFlags, type ImportOptions, type RowFileFlags, readProfile } from '@leadwire/importer';
import { Fault } from '@leadwire/importer/errors';
import {
  DESTINATION_NAMES,
  type DestinationName,
  type DestinationOptions,
  destinationOptions,
} from '../../destinations.ts';

/** What the flags of `leadwire import` hold. */
export interface ImportFlags extends Omit<ImportOptions, 'to' | 'options'>, RowFileFlags, DestinationOptions {
  readonly to: DestinationName;
  /** Confirms the preview, and a file with many doubtful numbers. */
  readonly yes?: boolean | undefined;
  /** Milliseconds since the epoch. */
  readonly notBefore?: number | undefined;
  /** Where to write the mapping that was confirmed. */
  readonly saveProfile?: string | undefined;
  readonly json?: boolean | undefined;
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
  return { ...options, ...kept, to: to as DestinationName, ...withoutUndefined(options) };
}

/** Writes the mapping as it was confirmed, with the destination, for the next file of this kind. */
export function saveProfile(path: string, file: OpenedFile, options: ImportFlags): void {
  const map = Object.fromEntries(
    file.uses.map(({ destination, indexes }) => [destination, indexes.map((index) => nameOrPlace(file.header, index))]),
  );
  const { country, countryColumn, phones, skip, skipLines, sheet, encoding, delimiter, to } = options;
  const read = { country, countryColumn, phones, skip: skip && [...skip], skipLines, sheet, encoding, delimiter };
  const flags = withoutUndefined({ to, ...destinationOptions(options) });
  const destination = flags as Record<string, string | number | boolean>;
  try {
    writeFileSync(path, formatProfile({ version: 1, map, ...withoutUndefined(read), destination }));
  } catch (cause) {
    throw new Fault(`--save-profile ${path} cannot be written: ${reasonOf(cause)}.`, { cause });
  }
}

const withoutUndefined = <Fields extends object>(
  fields: Fields,
): { [Name in keyof Fields]: Exclude<Fields[Name], undefined> } =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as never;
