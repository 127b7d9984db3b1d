import type { OperationMeta, RequestSchema, SchemaIssue } from '../operation.ts';
import { isSameNumber } from '../phone/e164.ts';
import { describeValue } from '../privacy.ts';
import type { Drift } from '../result.ts';
import { parseBody } from '../transport/read-body.ts';
import { joinPath } from './request/validate.ts';

/** What identifies a record: text that is not blank, or a number above 0. An empty text, 0 or an object is what a failed insert or a gateway gives. */
export const isId = (value: unknown): value is string | number =>
  typeof value === 'string' ? value.trim() !== '' : typeof value === 'number' && Number.isFinite(value) && value > 0;

type Holder = Readonly<Record<string, unknown>>;

/** Where a response holds a record: on top, or under `data`. */
const holdersIn = (value: unknown): Holder[] => [
  (value ?? {}) as Holder,
  ((value as { data?: unknown } | null | undefined)?.data ?? {}) as Holder,
];

/** The value in the place of the id: `id`, or the name of the resource and `_id`. */
function idFieldOf({ id: operationId }: Pick<OperationMeta, 'id'>, value: unknown): unknown {
  const [resource = ''] = operationId.split('.');
  const name = `${resource.replace(/s$/, '')}_id`;
  const fields = holdersIn(value).map((holder) => holder.id ?? holder[name]);
  return fields.find(isId) ?? fields.find((field) => field !== undefined && field !== null);
}

/** The id in a response: `id`, or the name of the resource and `_id`; on top or under `data`. */
export function remoteIdOf(operation: Pick<OperationMeta, 'id'>, value: unknown): string | undefined {
  const field = idFieldOf(operation, value);
  return isId(field) ? String(field) : undefined;
}

/** A whole number, and nothing masked. */
const NUMBER = /^\+?[\d\s().\-/]{7,}$/;

/** The field in which a response shows another phone than the one that was sent: it is about another person, as that of a cache or a wrong wrapper is. */
export function otherPhone({ phones }: OperationMeta, body: unknown, value: unknown): Drift | undefined {
  const [place] = phones ?? [];
  if (place?.in !== 'body' || /[.[]/.test(place.at)) return undefined;
  const sent = (body as Holder | null | undefined)?.[place.at];
  if (typeof sent !== 'string') return undefined;
  const phone = `+${sent.replace(/\D/g, '')}`;
  const isOther = holdersIn(value).some((holder) => {
    const shown = holder[place.at];
    return typeof shown === 'string' && NUMBER.test(shown) && !isSameNumber(shown, phone);
  });
  return isOther ? { path: place.at, expected: 'the phone that was sent', got: 'another phone' } : undefined;
}

const ID_PATH = /(?:^|[._])id$/;

/**
 * Whether a success proves a create: it does by its id. Without a usable id, without any other part that the spec requires, or without a body, it may be
 * the response of a gateway or of another address; what is missing is in the drift.
 */
export function provesCreate(operation: OperationMeta, value: unknown, findDrift: () => readonly Drift[]): boolean {
  const field = idFieldOf(operation, value);
  if (isId(field)) return true;
  if (field !== undefined) return false;
  return !findDrift().some(({ got, path }) => path === '' || got === 'undefined' || ID_PATH.test(path));
}

const NO_DRIFT: readonly Drift[] = [];

/** How a response differs from its spec. */
function driftOf(schema: RequestSchema | undefined, value: unknown): readonly Drift[] {
  if (schema === undefined || value === undefined) return NO_DRIFT;
  const result = schema.safeParse(value);
  if (result.success) return NO_DRIFT;
  return (result.error?.issues ?? []).map((issue) => ({
    path: joinPath('', issue.path),
    expected: expectedBy(issue),
    got: describeValue(valueAt(value, issue.path)),
  }));
}

const NO_BODY: readonly Drift[] = [{ path: '', expected: 'a body', got: 'nothing' }];

/** The drift of a response text. A success without a body where the spec has one, such as a 204 to a list, is drift. */
export function driftOfText(
  { mayBeEmpty }: OperationMeta,
  schema: RequestSchema | undefined,
  text: string,
): readonly Drift[] {
  if (schema === undefined) return NO_DRIFT;
  return text === '' && mayBeEmpty !== true ? NO_BODY : driftOf(schema, parseBody(text).value);
}

const expectedBy = (issue: SchemaIssue): string => {
  const { expected, format } = issue as { expected?: string; format?: string };
  return expected ?? format ?? (issue.code ?? 'valid').replaceAll('_', ' ');
};

const valueAt = (root: unknown, path: readonly PropertyKey[]): unknown =>
  path.reduce<unknown>((value, key) => (value as Record<PropertyKey, unknown> | null | undefined)?.[key], root);
