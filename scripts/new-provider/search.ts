import type { OperationTypes } from '../gen/names/name-schemas.ts';
import { type OpenApi, resolveLocal, type Schema, type SpecOperation } from '../gen/read/open-api.ts';
import { IDENTIFIER } from './lead-fields.ts';

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
  /** The query parameter that takes the phone. */
  readonly param: string;
  readonly resultType: string;
  /** The field of the response that holds the leads; undefined where the response is the list. */
  readonly items: string | undefined;
  /** The field of a lead that shows its phone. */
  readonly phone: string;
  /** The field that shows when a lead was made; undefined where none does. */
  readonly created: string | undefined;
}

/** Undefined where the operation is not a GET by phone, or its response does not show ids and phones. */
export function readSearch({ document, operation, types }: Known): Search | undefined {
  if (operation.verb !== 'get' || types.path.length > 0 || types.client.length > 0) return undefined;
  const phone = types.queryParameters.find(
    (given) => (given['x-leadwire-phone'] ?? given.schema?.['x-leadwire-phone']) !== undefined,
  );
  const others = [...types.queryParameters, ...types.headers].filter((given) => given !== phone);
  const [resultType] = types.results;
  if (phone === undefined || resultType === undefined || others.some(({ required }) => required === true))
    return undefined;
  const result = schemaNamed(document, resultType);
  const [items, list] = result.type === 'array' ? [undefined, result] : (arrayIn(result) ?? []);
  if (list?.items === undefined) return undefined;
  const { properties = {} } = resolveLocal<Schema>(document, list.items);
  const shown = Object.keys(properties).find(
    (name) => IDENTIFIER.test(name) && properties[name]?.['x-leadwire-phone'] !== undefined,
  );
  if (shown === undefined || properties.id === undefined) return undefined;
  const created = ['created_at', 'createdAt'].find((name) => properties[name] !== undefined);
  return { id: operation.id, param: phone.name, resultType, items, phone: shown, created };
}

/** The only list of a response. */
function arrayIn({ properties = {} }: Schema): [string, Schema] | undefined {
  const lists = Object.entries(properties).filter(([name, { type }]) => type === 'array' && IDENTIFIER.test(name));
  return lists.length === 1 ? lists[0] : undefined;
}
