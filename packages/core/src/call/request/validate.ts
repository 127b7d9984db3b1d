import { CALL_OPTIONS, didYouMean, signalFaults, timeFaults, unknownOptions } from '../../check-options.ts';
import { type Issue, type LeadwireError, refusal } from '../../errors.ts';
import type { OperationMeta, RequestSchema, SchemaIssue } from '../../operation.ts';
import type { CallOptions } from '../../options.ts';
import { PHONE_ADVICE } from '../../phone/reasons.ts';
import type { Provider } from '../context.ts';
import { IDEMPOTENCY_KEY, isLedgerKey } from '../idempotency/idempotency-key.ts';

/** What a schema found in a value, each fault with its path and a reason; none holds a value. */
export const describeIssues = (
  schema: RequestSchema,
  issues: readonly SchemaIssue[] = [],
  value: unknown = undefined,
): Issue[] => issues.flatMap((issue) => readIssue({ schema, value }, issue, []));

/** A schema, and what it was asked about. */
interface Judged {
  readonly schema: RequestSchema;
  readonly value: unknown;
}

function readIssue(judged: Judged, issue: SchemaIssue, above: readonly PropertyKey[]): Issue[] {
  const path = [...above, ...issue.path];
  const { errors, keys } = issue as { errors?: readonly (readonly SchemaIssue[])[]; keys?: readonly string[] };
  if (issue.code === 'invalid_union' && errors && errors.length > 0) {
    // The branch with the fewest faults is most likely the one that was meant.
    const closest = [...errors].sort((a, b) => a.length - b.length)[0] ?? [];
    return closest.flatMap((inner) => readIssue(judged, inner, path));
  }
  if (issue.code === 'unrecognized_keys' && keys) {
    return keys.map((key) => ({
      path: joinPath('', [...path, key]),
      message: `is not a field of this request${fieldMeant(judged.schema, path, key)}`,
      code: 'unknown-field',
    }));
  }
  const isMissing = valueAt(judged.value, path) === undefined;
  const message = isMissing && issue.code === 'invalid_type' ? 'is required' : wording(issue);
  return [{ path: joinPath('', path), message, ...(issue.code && { code: issue.code.replaceAll('_', '-') }) }];
}

/** As much of a zod schema's inside as names its fields. */
interface SchemaNode {
  readonly _zod?: {
    readonly def?: {
      readonly shape?: Readonly<Record<string, SchemaNode>>;
      readonly element?: SchemaNode;
      readonly innerType?: SchemaNode;
      readonly options?: readonly SchemaNode[];
      readonly in?: SchemaNode;
    };
  };
}

/** The known field that a misspelled one most likely means, as {@link didYouMean} says it. */
const fieldMeant = (schema: RequestSchema, path: readonly PropertyKey[], unknownField: string): string =>
  didYouMean(fieldsAt(schema as SchemaNode, path), unknownField);

function fieldsAt(node: SchemaNode | undefined, path: readonly PropertyKey[]): string[] {
  const def = node?._zod?.def;
  if (def === undefined) return [];
  if (def.options !== undefined) return def.options.flatMap((option) => fieldsAt(option, path));
  const inner = def.innerType ?? def.in;
  if (inner !== undefined) return fieldsAt(inner, path);
  const [step, ...rest] = path;
  if (step === undefined) return Object.keys(def.shape ?? {});
  return fieldsAt(typeof step === 'number' ? def.element : def.shape?.[String(step)], rest);
}

interface IssueDetails {
  readonly expected?: string;
  readonly values?: readonly unknown[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly origin?: string;
  readonly format?: string;
}

/** zod's wording names types, limits and options, never the value; its mini flavour may have none at all. */
function wording(issue: SchemaIssue): string {
  const details = issue as IssueDetails;
  switch (issue.code) {
    case 'invalid_type':
      return `must be ${article(details.expected ?? 'of another type')}`;
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

/** What stands at a path of a value; undefined where there is nothing. */
export const valueAt = (root: unknown, path: readonly PropertyKey[]): unknown =>
  path.reduce<unknown>((value, key) => (value as Record<PropertyKey, unknown> | null | undefined)?.[key], root);

/** `leads[3].phone_number` from its parts. */
export function joinPath(at: string, parts: readonly PropertyKey[]): string {
  return parts.reduce<string>((path, part) => {
    if (typeof part === 'number') return `${path}[${part}]`;
    return path === '' ? String(part) : `${path}.${String(part)}`;
  }, at);
}

/** What is wrong with the options of a call. */
export function optionFaults({ idempotencyHeader }: OperationMeta, options: CallOptions): Issue[] {
  const { deadlineMs, idempotencyKey, retry, signal, timeoutMs } = options;
  const issues = [...unknownOptions(options, CALL_OPTIONS), ...signalFaults(signal)];
  if (timeoutMs !== undefined || deadlineMs !== undefined || retry)
    issues.push(...timeFaults({ timeoutMs, deadlineMs, retry }));
  if (idempotencyKey === undefined) return issues;
  // A provider documents the form of its keys; a ledger takes any line of text.
  const [isValid, message] = idempotencyHeader
    ? [IDEMPOTENCY_KEY.test(idempotencyKey), 'must be 8 to 255 letters, digits, - and _']
    : [isLedgerKey(idempotencyKey), 'must be 1 to 255 characters, without control characters'];
  if (!isValid) issues.push({ path: 'idempotencyKey', message, code: 'invalid-key' });
  return issues;
}

/** All faults at once, before anything is sent. */
export function refused(provider: Provider, operation: OperationMeta, issues: readonly Issue[]): LeadwireError {
  const phones = issues.every((issue) => issue.code !== undefined && issue.code in PHONE_ADVICE);
  return refusal(phones ? 'invalid-phone' : 'invalid-input', `${provider.name} ${operation.id}`, issues, {
    provider: provider.name,
    operationId: operation.id,
    hint: phones
      ? 'Correct the number, or set defaultCountry. Nothing was sent.'
      : 'Correct the request. Nothing was sent.',
  });
}
