import type { Issue } from '../../errors.ts';
import type { RequestSchema, SchemaIssue } from '../../operation.ts';
import { nearestField } from './nearest-field.ts';

/** What a schema found in a value, each fault with its path and a reason; none holds a value. */
export const describeIssues = (schema: RequestSchema, issues: readonly SchemaIssue[] = []): Issue[] =>
  issues.flatMap((issue) => readIssue(schema, issue, []));

function readIssue(schema: RequestSchema, issue: SchemaIssue, above: readonly PropertyKey[]): Issue[] {
  const path = [...above, ...issue.path];
  const { errors, keys } = issue as { errors?: readonly (readonly SchemaIssue[])[]; keys?: readonly string[] };
  if (issue.code === 'invalid_union' && errors && errors.length > 0) {
    // The branch with the fewest faults is most likely the one that was meant.
    const closest = [...errors].sort((a, b) => a.length - b.length)[0] ?? [];
    return closest.flatMap((inner) => readIssue(schema, inner, path));
  }
  if (issue.code === 'unrecognized_keys' && keys) {
    return keys.map((key) => {
      const meant = nearestField(schema, path, key);
      const question = meant === undefined ? '' : ` (did you mean ${meant}?)`;
      return {
        path: joinPath('', [...path, key]),
        message: `is not a field of this request${question}`,
        code: 'unknown-field',
      };
    });
  }
  return [
    { path: joinPath('', path), message: wording(issue), ...(issue.code && { code: issue.code.replaceAll('_', '-') }) },
  ];
}

interface IssueDetails {
  readonly expected?: string;
  readonly values?: readonly unknown[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly origin?: string;
  readonly format?: string;
  readonly input?: unknown;
}

/** zod's wording names types, limits and options, never the value; its mini flavour may have none at all. */
function wording(issue: SchemaIssue): string {
  const details = issue as IssueDetails;
  switch (issue.code) {
    case 'invalid_type':
      return details.input === undefined && !('received' in details) && issue.message.includes('undefined')
        ? 'is required'
        : `must be ${article(details.expected ?? 'of another type')}`;
    case 'invalid_value':
      return `must be one of ${(details.values ?? []).map(quoted).join(', ')}`;
    case 'too_small':
      return `must ${sizeOf(details.origin)} at least ${details.minimum}${unitOf(details.origin, details.minimum)}`;
    case 'too_big':
      return `must ${sizeOf(details.origin)} at most ${details.maximum}${unitOf(details.origin, details.maximum)}`;
    case 'invalid_format':
      return FORMATS[details.format ?? ''] ?? 'is not in the documented format';
    default:
      return issue.message;
  }
}

/** A value of an enum; JSON has no word for a bigint or NaN. */
const quoted = (value: unknown): string => (typeof value === 'string' ? JSON.stringify(value) : String(value));

const UNITS: Readonly<Record<string, string>> = { string: 'character', array: 'item', set: 'item', file: 'byte' };

const sizeOf = (origin = ''): string => (origin === 'array' || origin === 'set' ? 'have' : 'be');

function unitOf(origin = '', count = 0): string {
  const unit = UNITS[origin];
  if (unit === undefined) return '';
  return ` ${unit}${Number(count) === 1 ? '' : 's'}`;
}

const FORMATS: Readonly<Record<string, string>> = {
  email: 'must be an e-mail address',
  uuid: 'must be a UUID',
  guid: 'must be a UUID',
  url: 'must be a URL',
  uri: 'must be a URL',
  date: 'must be a date such as 2026-11-30',
  datetime: 'must be a time such as 2026-11-30T09:00:00Z',
  time: 'must be a time of day such as 09:00:00',
};

const article = (word: string): string => `${/^[aeiou]/.test(word) ? 'an' : 'a'} ${word}`;

/** `leads[3].phone_number` from its parts. */
export function joinPath(at: string, parts: readonly PropertyKey[]): string {
  return parts.reduce<string>((path, part) => {
    if (typeof part === 'number') return `${path}[${part}]`;
    return path === '' ? String(part) : `${path}.${String(part)}`;
  }, at);
}
