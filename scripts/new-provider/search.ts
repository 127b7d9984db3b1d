import type { OperationTypes } from '../gen/names/name-schemas.ts';
import { type MediaTypes, type OpenApi, resolveLocal, type Schema, type SpecOperation } from '../gen/read/open-api.ts';
import { IDENTIFIER, placedFields } from './lead-fields.ts';

/** One operation, with what it takes and gives, and the document that it stands in. */
export interface Known {
  readonly document: OpenApi;
  readonly operation: SpecOperation;
  readonly types: OperationTypes;
}

export const schemaNamed = (document: OpenApi, name: string | undefined): Schema =>
  resolveLocal<Schema>(document, { $ref: `#/components/schemas/${name}` }) ?? {};

/** The operation that looks leads up by their phone. */
export interface Search {
  readonly id: string;
  /** Whether the phone is a query parameter of a GET, or stands in the body of a POST that reads. */
  readonly in: 'query' | 'body';
  /** The query or the body, with `PHONE` in place of the phone. */
  readonly asked: unknown;
  /** The keys that lead to the phone there. */
  readonly at: readonly string[];
  readonly resultType: string;
  /** The field of the response that holds the leads; undefined where the response is the list. */
  readonly items: string | undefined;
  /** The field of a lead that shows its phone, and the object in the lead that holds that field. */
  readonly phone: string;
  readonly within: string | undefined;
  /** The field that shows when a lead was made, and whether as seconds since the epoch; undefined where none does. */
  readonly created: { readonly name: string; readonly inSeconds: boolean } | undefined;
}

/** Stands where a search takes the phone. */
export const PHONE = '{phone}';

/** Undefined where the operation does not read by phone, or its response does not show ids and phones. */
export function readSearch(known: Known): Search | undefined {
  const { document, operation, types } = known;
  const asked = askedBy(known);
  const [resultType] = types.results;
  if (asked === undefined || resultType === undefined || types.path.length > 0 || types.client.length > 0)
    return undefined;
  const result = schemaNamed(document, resultType);
  const [items, list] = result.type === 'array' ? [undefined, result] : (arrayIn(result) ?? []);
  if (list?.items === undefined) return undefined;
  const item = resolveLocal<Schema>(document, list.items);
  const shown = placedFields(document, item);
  if (shown === undefined || item.properties?.id === undefined) return undefined;
  const name = ['created_at', 'createdAt'].find((field) => item.properties?.[field] !== undefined);
  const kinds = [resolveLocal<Schema>(document, item.properties?.[name ?? ''] ?? {}).type].flat();
  const created = name === undefined ? undefined : { name, inSeconds: !kinds.includes('string') };
  const { fields, within } = shown;
  return { id: operation.id, ...asked, resultType, items, phone: fields.phone, within, created };
}

/** Where a phone is asked for; undefined where something else is needed, too. */
function askedBy({ document, operation, types }: Known): Pick<Search, 'in' | 'asked' | 'at'> | undefined {
  const isPhone = (given: { schema?: Schema; 'x-leadwire-phone'?: string }) =>
    (given['x-leadwire-phone'] ?? given.schema?.['x-leadwire-phone']) !== undefined;
  const inQuery = types.queryParameters.find(isPhone);
  const others = [...types.queryParameters, ...types.headers].filter((given) => given !== inQuery);
  if (others.some(({ required }) => required === true)) return undefined;
  if (operation.verb === 'get') return inQuery && { in: 'query', asked: { [inQuery.name]: PHONE }, at: [inQuery.name] };
  if (operation.verb !== 'post' || operation.operation['x-leadwire-effect'] !== 'read') return undefined;
  const body = schemaNamed(document, types.body);
  const param = Object.keys(body.properties ?? {}).find(
    (name) => IDENTIFIER.test(name) && isPhone(body.properties?.[name] ?? {}),
  );
  const isAlone = (body.required ?? []).every((name) => name === param);
  if (param !== undefined && isAlone) return { in: 'body', asked: { [param]: PHONE }, at: [param] };
  const filter = filterIn(document, operation);
  return filter && { in: 'body', ...filter };
}

/** A search by filters: its example says which of them takes a phone. */
function filterIn(document: OpenApi, { operation }: SpecOperation): Pick<Search, 'asked' | 'at'> | undefined {
  const { content = {} } = resolveLocal<MediaTypes>(document, operation.requestBody ?? {});
  for (const { example, examples = {} } of Object.values(content))
    for (const value of [example, ...Object.values(examples).map((one) => resolveLocal(document, one).value)]) {
      const at = keysToPhone(value);
      if (at !== undefined) return { asked: withPhone(value, at), at };
    }
  return undefined;
}

function keysToPhone(value: unknown): string[] | undefined {
  if (typeof value === 'string') return /^\+\d{8,15}$/.test(value) ? [] : undefined;
  for (const [key, inner] of Object.entries(value ?? {})) {
    const rest = keysToPhone(inner);
    if (rest !== undefined) return [key, ...rest];
  }
  return undefined;
}

/** A copy that has `PHONE` where these keys lead. */
function withPhone(value: unknown, [key, ...rest]: readonly string[]): unknown {
  if (key === undefined) return PHONE;
  const copy = structuredClone(value) as Record<string, unknown>;
  copy[key] = withPhone(copy[key], rest);
  return copy;
}

/** The only list of a response. */
function arrayIn({ properties = {} }: Schema): [string, Schema] | undefined {
  const lists = Object.entries(properties).filter(([name, { type }]) => type === 'array' && IDENTIFIER.test(name));
  return lists.length === 1 ? lists[0] : undefined;
}
