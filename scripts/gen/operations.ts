import type { NamedSpec } from './name-schemas.ts';
import type { SpecOperation } from './open-api.ts';
import { addressOf, type OpenApi, refName, type Schema } from './open-api.ts';

const SHAPE = `/** Where a phone number stands in a request, and how it is written on the wire. */
export interface PhonePlace {
  readonly in: 'body' | 'query' | 'path';
  /** Path from the top, \`[]\` for every item of an array: \`leads[].phone_number\`. */
  readonly at: string;
  readonly form: 'e164-lead' | 'e164' | 'digits' | 'as-given';
}

/** When a body field makes a send unrepeatable. */
export interface FieldCondition {
  readonly present?: boolean;
  readonly equals?: string | number | boolean;
  readonly orAbsent?: boolean;
}

export interface Pagination {
  readonly style: 'cursor' | 'page' | 'offset' | 'none';
  readonly items: string;
  readonly param?: string;
  readonly size?: string;
  readonly next?: string;
  readonly more?: string;
  readonly page?: string;
  readonly current?: string;
  readonly last?: string;
  readonly total?: string;
  readonly freeze?: string;
  readonly id?: string;
  readonly maxSize?: number;
}

/** One operation of the spec, as data. */
export interface OperationMeta {
  readonly id: string;
  readonly verb: 'GET' | 'PUT' | 'POST' | 'DELETE' | 'OPTIONS' | 'HEAD' | 'PATCH' | 'TRACE';
  readonly path: string;
  readonly effect:
    | 'read'
    | 'safe-repeat'
    | 'natural-key'
    | 'conflict-key'
    | 'keyed'
    | 'dup-flag'
    | 'queued-upsert'
    | 'unguarded';
  readonly unguardedWhen?: readonly Readonly<Record<string, FieldCondition>>[];
  /** Path parameters that the caller gives, in order. */
  readonly pathParams?: readonly string[];
  /** Parameters that the client fills from its own options. */
  readonly clientParams?: readonly { readonly name: string; readonly in: 'path' | 'header' | 'query' }[];
  readonly hasQuery?: true;
  readonly body?: 'required' | 'optional';
  readonly phones?: readonly PhonePlace[];
  /** The header that takes an idempotency key, where the provider documents one. */
  readonly idempotencyHeader?: string;
  readonly pagination?: Pagination;
  /** Names of the security schemes; none for a public operation; absent where the spec's own default holds. */
  readonly security?: readonly string[];
  /** The operation's own server, where it differs from the spec's first one. */
  readonly server?: string;
  /** True when a 2xx may come without a body, beside one that has one. */
  readonly mayBeEmpty?: true;
}
`;

/** Operation metadata as data: what a spec says of an operation beyond its types. */
export function emitOperations(spec: NamedSpec): string {
  const entries = spec.operations.map((known) => `  ${JSON.stringify(known.id)}: ${literal(metaOf(spec, known))},`);
  return `${SHAPE}
export const operations = {
${entries.join('\n')}
} as const satisfies Record<string, OperationMeta>;

export type OperationId = keyof typeof operations;`;
}

function metaOf(spec: NamedSpec, known: SpecOperation): Record<string, unknown> {
  const types = spec.types.get(known.id);
  if (types === undefined) throw new Error(`no types for ${known.id}`);
  const { operation } = known;
  const phones = [
    ...types.path.flatMap((parameter) => phoneParameter(parameter, 'path')),
    ...types.queryParameters.flatMap((parameter) => phoneParameter(parameter, 'query')),
    ...(types.body === undefined ? [] : phonesIn(spec.document, { $ref: `#/components/schemas/${types.body}` })),
  ];
  const key = types.headers.find((header) => /^idempotency-key$/i.test(header.name));
  const server = addressOf(operation.servers ?? known.item.servers);
  const security = operation.security?.map((scheme) => Object.keys(scheme)[0]).filter((name) => name !== undefined);
  return {
    id: known.id,
    verb: known.verb.toUpperCase(),
    path: known.path,
    effect: operation['x-leadwire-effect'],
    ...(operation['x-leadwire-unguarded-when'] && { unguardedWhen: operation['x-leadwire-unguarded-when'] }),
    ...(types.path.length > 0 && { pathParams: types.path.map(({ name }) => name) }),
    ...(types.client.length > 0 && { clientParams: types.client.map(({ name, in: place }) => ({ name, in: place })) }),
    ...(types.query !== undefined && { hasQuery: true }),
    ...((types.body !== undefined || types.multipart) && { body: types.bodyRequired ? 'required' : 'optional' }),
    ...(phones.length > 0 && { phones }),
    ...(key && { idempotencyHeader: key.name }),
    ...(operation['x-leadwire-pagination'] && { pagination: operation['x-leadwire-pagination'] }),
    ...(security && { security }),
    ...(server !== undefined && { server }),
    ...(types.mayBeEmpty && types.results.length > 0 && { mayBeEmpty: true }),
  };
}

type Place = { in: string; at: string; form: string };

function phoneParameter(
  parameter: { name: string; schema?: Schema; 'x-leadwire-phone'?: string },
  place: string,
): Place[] {
  const form = parameter['x-leadwire-phone'] ?? parameter.schema?.['x-leadwire-phone'];
  return form === undefined ? [] : [{ in: place, at: parameter.name, form }];
}

function phonesIn(document: OpenApi, root: Schema): Place[] {
  const found = new Map<string, Place>();
  const visit = (schema: Schema, at: string, above: readonly string[]): void => {
    const form = schema['x-leadwire-phone'];
    // What stands beside a reference comes before what it refers to.
    if (form !== undefined && at !== '' && !found.has(at)) found.set(at, { in: 'body', at, form });
    if (schema.$ref !== undefined) {
      const name = refName(schema.$ref);
      const target = document.components?.schemas?.[name];
      if (target !== undefined && !above.includes(name)) visit(target, at, [...above, name]);
      return;
    }
    for (const [key, child] of Object.entries(schema.properties ?? {}))
      visit(child, at === '' ? key : `${at}.${key}`, above);
    if (schema.items) visit(schema.items, `${at}[]`, above);
    for (const child of [...(schema.oneOf ?? []), ...(schema.anyOf ?? []), ...(schema.allOf ?? [])])
      visit(child, at, above);
  };
  visit(root, '', []);
  return [...found.values()];
}

/** A value as TypeScript source on one line, keys bare where they can be. */
export function literal(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(literal).join(', ')}]`;
  if (typeof value === 'object' && value !== null) {
    const fields = Object.entries(value).map(
      ([key, inner]) => `${/^[A-Za-z_$][\w$]*$/.test(key) ? key : JSON.stringify(key)}: ${literal(inner)}`,
    );
    return `{ ${fields.join(', ')} }`;
  }
  return JSON.stringify(value);
}
