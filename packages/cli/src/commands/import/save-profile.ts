import { writeFileSync } from 'node:fs';
import { formatProfile, type OpenedFile } from '@leadwire/files';
import { reasonOf } from '@leadwire/files/errors';
import { Fault } from '@leadwire/importer/errors';
import { destinationOptions } from '../../destinations.ts';
import type { ImportFlags } from './import-flags.ts';

/** Writes the mapping as it was confirmed, with the destination, for the next file of this kind. */
export function saveProfile(path: string, file: OpenedFile, options: ImportFlags): void {
  const map = Object.fromEntries(
    file.uses.map(({ destination, indexes }) => [destination, indexes.map((index) => file.header[index] ?? '')]),
  );
  const { country, countryColumn, phones, skip, skipLines, sheet, encoding, delimiter, to } = options;
  const read = { country, countryColumn, phones, skip: skip && [...skip], skipLines, sheet, encoding, delimiter };
  const flags = Object.entries({ to, ...destinationOptions(options) }).filter(([, value]) => value !== undefined);
  const destination = Object.fromEntries(flags) as Record<string, string | number | boolean>;
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
