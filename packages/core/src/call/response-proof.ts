import { isSameNumber } from '../lead/same-number.ts';
import type { OperationMeta } from '../operation.ts';
import type { Drift } from '../result.ts';

/** What identifies a record: text that is not blank, or a number above 0. An empty text, 0 or an object is what a failed insert or a gateway gives. */
export const isId = (value: unknown): value is string | number =>
  typeof value === 'string' ? value.trim() !== '' : typeof value === 'number' && Number.isFinite(value) && value > 0;

type Holder = Readonly<Record<string, unknown>>;

/** Where a response holds a record: on top, or under `data`. */
const holdersIn = (value: unknown): Holder[] =>
  [value, (value as { data?: unknown } | null | undefined)?.data].map((holder) => (holder ?? {}) as Holder);

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
