import type { Issue } from '../errors.ts';
import { notJson } from '../not-json.ts';
import type { FieldNote } from './outcome.ts';

/** A lead in neutral words: what every provider is given, each in its own terms. */
export interface Lead {
  /** In any spelling; a number without `+` needs the target's default country. */
  readonly phone: string;
  /** The whole name, or `firstName` and `lastName`. */
  readonly name?: string | undefined;
  readonly firstName?: string | undefined;
  readonly lastName?: string | undefined;
  readonly email?: string | undefined;
  readonly company?: string | undefined;
  readonly jobTitle?: string | undefined;
  readonly notes?: string | undefined;
  readonly tags?: readonly string[] | undefined;
  /** Where the lead comes from, in the sender's words. */
  readonly source?: string | undefined;
  /** The provider's own fields, by its own names. */
  readonly fields?: Readonly<Record<string, unknown>> | undefined;
  /** The sender's own reference; kept in reports, sent where a provider has a place for it. */
  readonly ref?: string | undefined;
}

/** The name as one string, whichever way it was given. */
export function fullName(lead: Lead): string {
  return (
    lead.name?.trim() ||
    [lead.firstName, lead.lastName]
      .map((part) => part?.trim())
      .filter(Boolean)
      .join(' ')
  );
}

/** The name in two parts: the last word is the last name where only the whole is known. */
export function splitName(lead: Lead): { firstName: string; lastName: string } {
  const first = lead.firstName?.trim() ?? '';
  const last = lead.lastName?.trim() ?? '';
  if (first !== '' || last !== '') return { firstName: first, lastName: last };
  const words = (lead.name ?? '').trim().split(/\s+/).filter(Boolean);
  const lastName = words.length > 1 ? (words.pop() ?? '') : '';
  return { firstName: words.join(' '), lastName };
}

/** The fields of a lead that a column of a spreadsheet can fill: all but `fields`. */
export const LEAD_FIELDS = [
  'phone',
  'name',
  'firstName',
  'lastName',
  'email',
  'company',
  'jobTitle',
  'notes',
  'tags',
  'source',
  'ref',
] as const;

const TEXTS = LEAD_FIELDS.filter((name) => name !== 'tags');
const KNOWN: ReadonlySet<string> = new Set([...LEAD_FIELDS, 'fields']);

/** A lead as it was given, and what is wrong with its form. */
export interface ReadLead {
  /** A copy: what its owner writes into the object later is not part of it. A field of a wrong type is left out. */
  readonly lead: Lead;
  readonly issues: readonly Issue[];
  /** What is not a field of a lead at all. */
  readonly unsupported: readonly FieldNote[];
}

/** Takes a lead from where types do not reach, such as a JSON file or a row object that is used again for the next row. */
export function readLead(given: unknown): ReadLead {
  if (typeof given !== 'object' || given === null || Array.isArray(given)) {
    const issue = { path: '', message: 'must be an object with a phone', code: 'invalid-type' };
    return { lead: { phone: '' }, issues: [issue], unsupported: [] };
  }
  const fields = given as Readonly<Record<string, unknown>>;
  const lead: Record<string, unknown> = { phone: '' };
  const issues: Issue[] = [];
  const take = (name: string, fits: boolean, message: string, copied: unknown): void => {
    if (fits) lead[name] = copied;
    else issues.push({ path: name, message, code: 'invalid-type' });
  };
  for (const name of TEXTS) {
    const value = fields[name];
    if (value !== undefined && value !== null) take(name, typeof value === 'string', 'must be text', value);
  }
  const { fields: own, tags } = fields;
  if (tags !== undefined && tags !== null) {
    const fits = Array.isArray(tags) && tags.every((tag) => typeof tag === 'string');
    take('tags', fits, 'must be a list of texts', fits && [...tags]);
  }
  if (own !== undefined && own !== null) {
    const unwritable = notJson(own, 'fields');
    issues.push(...unwritable);
    if (unwritable.length === 0) {
      const copy = copyOfObject(own);
      take('fields', copy !== undefined, 'must be an object', copy);
    }
  }
  const unknown = Object.keys(fields).filter((name) => !KNOWN.has(name) && fields[name] !== undefined);
  return {
    lead: lead as unknown as Lead,
    issues,
    unsupported: unknown.map((field) => ({ field, reason: 'is not a field of a lead: put it under fields' })),
  };
}

/** A copy as JSON has it; undefined for what is not an object. */
function copyOfObject(value: unknown): object | undefined {
  const copy: unknown = JSON.parse(JSON.stringify(value) ?? 'null');
  return typeof copy === 'object' && copy !== null && !Array.isArray(copy) ? copy : undefined;
}

/** An object without the fields that are undefined or empty text: what was not given is not sent. */
export function omitEmpty<Fields extends object>(fields: Fields): Partial<Fields> {
  return Object.fromEntries(
    Object.entries(fields).filter(([, value]) => value !== undefined && value !== ''),
  ) as Partial<Fields>;
}
