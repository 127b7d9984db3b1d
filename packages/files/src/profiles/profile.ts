import * as z from 'zod/mini';
import { shortName } from '../columns/find-column.ts';
import { isDestination } from '../columns/mapping.ts';
import { FileError } from '../errors.ts';
import { optionError } from '../option-error.ts';

const columns = z.union([z.string(), z.array(z.string())]);

/** A mapping to keep: what was confirmed for one kind of file. Flags of a run go before it. */
export interface Profile {
  /** Version of this form. */
  version: 1;
  name?: string | undefined;
  /** Column, or columns of which the first usable one counts, of each part of the lead; `fields.*` for all others. */
  map?: Record<string, string | string[]> | undefined;
  country?: string | undefined;
  countryColumn?: string | undefined;
  phones?: 'national' | 'international' | undefined;
  /** Rows to leave out: `DoNotCall=1`. */
  skip?: string[] | undefined;
  skipLines?: number | undefined;
  sheet?: string | undefined;
  encoding?: string | undefined;
  delimiter?: string | undefined;
  /** Where its leads go: the flags of the command, by their names in camel case. */
  destination?: Record<string, string | number | boolean> | undefined;
}

export const profileSchema: z.ZodMiniType<Profile> = z.strictObject({
  version: z.literal(1),
  name: z.optional(z.string()),
  map: z.optional(
    z.record(
      z.string().check(z.refine(isDestination, { error: 'is not a part of a lead, fields.NAME or fields.*' })),
      columns,
    ),
  ),
  country: z.optional(z.string().check(z.regex(/^[A-Za-z]{2}$/, { error: 'must be two letters' }))),
  countryColumn: z.optional(z.string()),
  phones: z.optional(z.enum(['national', 'international'])),
  skip: z.optional(z.array(z.string().check(z.regex(/^[^=]+=/, { error: 'must be COLUMN=VALUE' })))),
  skipLines: z.optional(z.int().check(z.nonnegative())),
  sheet: z.optional(z.string()),
  encoding: z.optional(z.string()),
  delimiter: z.optional(z.string()),
  destination: z.optional(z.record(z.string(), z.union([z.string(), z.number(), z.boolean()]))),
});

/**
 * Reads the text of a profile.
 * @throws FileError `option` where it is not JSON, or a field is not valid
 * @example parseProfile('{ "version": 1, "map": { "phone": ["Mobile", "Work Phone"] }, "country": "IN" }')
 */
export function parseProfile(text: string): Profile {
  let value: unknown;
  try {
    value = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (cause) {
    throw new FileError('the profile is not valid JSON.', { code: 'option', hints: [WRITE], cause });
  }
  const parsed = profileSchema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw optionError('the profile is not valid.', ...parsed.error.issues.map(describeIssue), WRITE);
}

/** Without its locales zod says no more than that something is not valid. */
function describeIssue(issue: z.core.$ZodIssue): string {
  if (issue.code === 'unrecognized_keys') return `${issue.keys.map(shortName).join(', ')}: not a field of a profile`;
  return `${issue.path.map(String).join('.') || 'profile'}: ${issue.message === 'Invalid input' ? 'is not valid' : issue.message}`;
}

/** The text of a profile, to be kept in a file. */
export const formatProfile = (profile: Profile): string => `${JSON.stringify(profile, null, 2)}\n`;

const WRITE = 'A profile that works: { "version": 1, "map": { "phone": "Mobile" }, "country": "IN" }';

/** The mapping of a profile as `--map` would say it. */
export function mapOf({ map = {} }: Profile): readonly string[] {
  return Object.entries(map).map(([destination, wanted]) =>
    destination === 'fields.*' ? destination : `${destination}=${[wanted].flat().join(',')}`,
  );
}
