import { readDate } from './dates.ts';
import type { FieldDraft, FieldType } from './options.ts';
import { normalisePhone } from './phone.ts';
import type { Workspace } from './workspace.ts';

/** A value as it is stored, or the remark about why it was dropped. */
type Stored = { readonly value: unknown } | { readonly remark: string };

const EMAIL = /^[^\s@]+@[^\s@]+\.[^\s@]+$/;

type Reader = (value: unknown, workspace: Workspace) => unknown;

const isUrl = (value: unknown) => typeof value === 'string' && /^https?:\/\/\S+$/.test(value);

/** Any label: one that is not an option yet becomes one. */
const isLabel = (value: unknown) => typeof value === 'string' && value !== '';

function oneOf(value: unknown, labels: readonly string[]): string | undefined {
  // assumption: the case of a status matters; the vendor's pages say both.
  return labels.find((label) => label === value);
}

/** The stored form of a value by the type of its field; undefined is dropped. */
const READERS: Readonly<Record<FieldType, Reader>> = {
  TEXT: (value) => (typeof value === 'string' ? value : undefined),
  NUMBER: (value) => (typeof value === 'number' && Number.isFinite(value) ? value : undefined),
  EMAIL: (value) => (typeof value === 'string' && EMAIL.test(value.trim()) ? value.trim() : undefined),
  PHONE: (value, { country }) => (typeof value === 'string' ? normalisePhone(value, country) : undefined),
  DATE: (value, { utcOffsetMinutes }) => readDate(value, utcOffsetMinutes),
  DROPDOWN: (value) => (isLabel(value) ? value : undefined),
  TAGS: (value) => (Array.isArray(value) && value.every((tag) => typeof tag === 'string') ? value : undefined),
  MONEY: (value) => (typeof value === 'string' && /^\d+(\.\d+)?$/.test(value) ? value : undefined),
  WEBSITE: (value) => (isUrl(value) ? value : undefined),
  MEDIALINK: (value) => (isUrl(value) ? value : undefined),
  ACTIVE_USERS: (value, { isMember }) => (typeof value === 'string' && isMember(value) ? value.trim() : undefined),
  RATING: (value) => (Number.isInteger(value) && (value as number) >= 1 && (value as number) <= 5 ? value : undefined),
  STATUS: (value, { activeStatuses }) => oneOf(value, activeStatuses),
  LOST_REASON: (value, { lostReasons }) => oneOf(value, lostReasons),
};

// assumption: all of these texts but those for a rating and an e-mail, which the vendor's samples show.
const REMARKS: Readonly<Record<FieldType, string>> = {
  TEXT: 'Value should be text',
  NUMBER: 'Value should be a number',
  EMAIL: 'Email is invalid',
  PHONE: 'Phone is invalid',
  DATE: 'Date is invalid',
  DROPDOWN: 'Value should be the label of an option',
  TAGS: 'Value should be an array of text',
  MONEY: 'Value should be a numeric string',
  WEBSITE: 'Website is invalid',
  MEDIALINK: 'Link is invalid',
  ACTIVE_USERS: 'User is not an active team member',
  RATING: 'Rating must be between 1 and 5',
  STATUS: 'Status is not active in the pipeline',
  LOST_REASON: 'Lost reason is not active in the pipeline',
};

export function readFieldValue(value: unknown, field: FieldDraft, workspace: Workspace): Stored {
  const stored = READERS[field.type](value, workspace);
  return stored === undefined ? { remark: REMARKS[field.type] } : { value: stored };
}

/** What two spellings of an identifier are compared by: phones normalised, e-mails trimmed, neither by case. */
export function identifierKey(value: unknown, { identifier, country }: Workspace): string | undefined {
  if (typeof value !== 'string' || value === '') return undefined;
  if (identifier.type === 'PHONE') return normalisePhone(value, country);
  if (identifier.type === 'EMAIL') return EMAIL.test(value.trim()) ? value.trim().toLowerCase() : undefined;
  return value.toLowerCase();
}
