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

/** By the type of its field: what is said of a value that is dropped, and the stored form of one that fits. */
// assumption: all of these texts but those for a rating and an e-mail, which the vendor's samples show.
const TYPES: Readonly<Record<FieldType, readonly [remark: string, read: Reader]>> = {
  TEXT: ['Value should be text', (value) => (typeof value === 'string' ? value : undefined)],
  NUMBER: [
    'Value should be a number',
    (value) => (typeof value === 'number' && Number.isFinite(value) ? value : undefined),
  ],
  EMAIL: [
    'Email is invalid',
    (value) => (typeof value === 'string' && EMAIL.test(value.trim()) ? value.trim() : undefined),
  ],
  PHONE: [
    'Phone is invalid',
    (value, { country }) => (typeof value === 'string' ? normalisePhone(value, country) : undefined),
  ],
  DATE: ['Date is invalid', (value, { utcOffsetMinutes }) => readDate(value, utcOffsetMinutes)],
  DROPDOWN: ['Value should be the label of an option', (value) => (isLabel(value) ? value : undefined)],
  TAGS: [
    'Value should be an array of text',
    (value) => (Array.isArray(value) && value.every((tag) => typeof tag === 'string') ? value : undefined),
  ],
  MONEY: [
    'Value should be a numeric string',
    (value) => (typeof value === 'string' && /^\d+(\.\d+)?$/.test(value) ? value : undefined),
  ],
  WEBSITE: ['Website is invalid', (value) => (isUrl(value) ? value : undefined)],
  MEDIALINK: ['Link is invalid', (value) => (isUrl(value) ? value : undefined)],
  ACTIVE_USERS: [
    'User is not an active team member',
    (value, { isMember }) => (typeof value === 'string' && isMember(value) ? value.trim() : undefined),
  ],
  RATING: [
    'Rating must be between 1 and 5',
    (value) => (Number.isInteger(value) && (value as number) >= 1 && (value as number) <= 5 ? value : undefined),
  ],
  STATUS: ['Status is not active in the pipeline', (value, { activeStatuses }) => oneOf(value, activeStatuses)],
  LOST_REASON: ['Lost reason is not active in the pipeline', (value, { lostReasons }) => oneOf(value, lostReasons)],
};

export function readFieldValue(value: unknown, field: FieldDraft, workspace: Workspace): Stored {
  const [remark, read] = TYPES[field.type];
  const stored = read(value, workspace);
  return stored === undefined ? { remark } : { value: stored };
}

/** What two spellings of an identifier are compared by: phones normalised, e-mails trimmed, neither by case. */
export function identifierKey(value: unknown, { identifier, country }: Workspace): string | undefined {
  if (typeof value !== 'string' || value === '') return undefined;
  if (identifier.type === 'PHONE') return normalisePhone(value, country);
  if (identifier.type === 'EMAIL') return EMAIL.test(value.trim()) ? value.trim().toLowerCase() : undefined;
  return value.toLowerCase();
}
