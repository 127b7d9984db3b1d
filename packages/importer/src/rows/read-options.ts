import { readFileSync } from 'node:fs';
import { type Profile, parseProfile, type ReadOptions } from '@leadwire/files';
import { reasonOf } from '@leadwire/files/errors';
import { Fault } from '../fault.ts';

/** Flags of every command that reads a file. */
export interface FileFlags extends Omit<ReadOptions, 'onNotice' | 'profile'> {
  /** Path of a profile. */
  readonly profile?: string | undefined;
}

const READ_FLAGS =
  'map country countryColumn phones skip skipDoNotCall ignoreDoNotCall skipLines sheet key encoding delimiter edits'.split(
    ' ',
  ) as readonly Exclude<keyof FileFlags, 'profile'>[];

/** The flags as options of the reader. */
export function readOptions({ profile, ...flags }: FileFlags): ReadOptions {
  const given: ReadOptions = Object.fromEntries(READ_FLAGS.map((name) => [name, flags[name]]));
  return { ...given, profile: profile === undefined ? undefined : readProfile(profile) };
}

/**
 * Reads a profile.
 * @throws Fault where it cannot be read
 */
export function readProfile(path: string): Profile {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (cause) {
    throw new Fault(`--profile ${path} cannot be read: ${reasonOf(cause)}.`, { hints: ['Check the path.'], cause });
  }
  return parseProfile(text);
}
