import type { NamedSpec } from '../names/name-schemas.ts';
import { addressOf, type OpenApi, refName, refsIn, type Schema, type SpecOperation } from '../read/open-api.ts';

/** Operation metadata as data: what a spec says of an operation beyond its types. */
export function emitOperations(spec: NamedSpec): string {
  const entries = spec.operations.map((known) => `  ${JSON.stringify(known.id)}: ${literal(metaOf(spec, known))},`);
  return `/** Operation metadata as data; the provider package checks it against core's \`OperationMeta\`. */
export const operations = {
${entries.join('\n')}
} as const;

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
    ...(types.media !== undefined && { body: types.bodyRequired ? 'required' : 'optional' }),
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
  const schemas = document.components?.schemas ?? {};
  const found = new Map<string, Place>();
  const reaches = reachesPhone(schemas);
  const visit = (schema: Schema, at: string, above: readonly string[]): void => {
    const form = schema['x-leadwire-phone'];
    // What stands beside a reference comes before what it refers to.
    if (form !== undefined && at !== '' && !found.has(at)) found.set(at, { in: 'body', at, form });
    if (schema.$ref !== undefined) {
      const name = refName(schema.$ref);
      const target = schemas[name];
      if (target !== undefined && reaches(name) && !above.includes(name)) visit(target, at, [...above, name]);
      return;
    }
    for (const [child, place] of placesIn(schema, at)) visit(child, place, above);
  };
  visit(root, '', []);
  return [...found.values()];
}

/** The schemas inside another, each with the place of its values. */
function placesIn(
  { allOf = [], anyOf = [], items, oneOf = [], properties = {} }: Schema,
  at: string,
): [Schema, string][] {
  return [
    ...Object.entries(properties).map(([key, child]): [Schema, string] => [child, at === '' ? key : `${at}.${key}`]),
    ...(items === undefined ? [] : ([[items, `${at}[]`]] as [Schema, string][])),
    ...[...oneOf, ...anyOf, ...allOf].map((child): [Schema, string] => [child, at]),
  ];
}

const reaching = new WeakMap<object, ReadonlySet<string>>();

/** Whether a named schema holds a phone, itself or through what it refers to: the ways through all others need not be walked. */
function reachesPhone(schemas: Readonly<Record<string, Schema>>): (name: string) => boolean {
  const names = reaching.get(schemas) ?? namesReaching(schemas);
  reaching.set(schemas, names);
  return (name) => names.has(name);
}

function namesReaching(schemas: Readonly<Record<string, Schema>>): ReadonlySet<string> {
  const users = new Map<string, string[]>();
  const waiting: string[] = [];
  for (const [name, schema] of Object.entries(schemas)) {
    for (const used of refsIn(schema)) users.set(used, [...(users.get(used) ?? []), name]);
    if (JSON.stringify(schema).includes('"x-leadwire-phone"')) waiting.push(name);
  }
  const found = new Set<string>();
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    if (found.has(name)) continue;
    found.add(name);
    waiting.push(...(users.get(name) ?? []));
  }
  return found;
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
