// The parts of an OpenAPI 3.1 document that the generator reads.

export interface Schema {
  $ref?: string;
  type?: string | string[];
  format?: string;
  enum?: unknown[];
  properties?: Record<string, Schema>;
  required?: string[];
  items?: Schema;
  additionalProperties?: boolean | Schema;
  oneOf?: Schema[];
  anyOf?: Schema[];
  allOf?: Schema[];
  discriminator?: unknown;
  'x-leadwire-phone'?: string;
  'x-leadwire-open-enum'?: boolean;
  [keyword: string]: unknown;
}

export interface Parameter {
  $ref?: string;
  name: string;
  in: 'path' | 'query' | 'header' | 'cookie';
  required?: boolean;
  style?: string;
  explode?: boolean;
  allowReserved?: boolean;
  schema?: Schema;
  content?: MediaTypes['content'];
  'x-leadwire-phone'?: string;
  'x-leadwire-client-parameter'?: boolean;
}

/** How a field of a form is written. */
export interface Encoding {
  contentType?: string;
  style?: string;
  explode?: boolean;
  allowReserved?: boolean;
}

interface MediaType {
  $ref?: string;
  example?: unknown;
  examples?: Record<string, { $ref?: string; value?: unknown }>;
  schema?: Schema | boolean;
  encoding?: Record<string, Encoding>;
}

export interface MediaTypes {
  $ref?: string;
  description?: string;
  required?: boolean;
  content?: Record<string, MediaType>;
}

export interface Operation {
  operationId?: string;
  summary?: string;
  description?: string;
  tags?: string[];
  deprecated?: boolean;
  parameters?: Parameter[];
  requestBody?: MediaTypes;
  responses?: Record<string, MediaTypes>;
  security?: Record<string, string[]>[];
  servers?: Server[];
  'x-leadwire-effect'?: string;
  'x-leadwire-unguarded-when'?: Record<string, Record<string, unknown>>[];
  'x-leadwire-pagination'?: Record<string, unknown>;
  'x-leadwire-source'?: { page: string; sure: string };
}

export const METHODS = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace'] as const;
export type Method = (typeof METHODS)[number];

export type PathItem = { $ref?: string; parameters?: Parameter[]; servers?: Server[] } & Partial<
  Record<Method, Operation>
>;

/** One operation of a spec, with its path and its name taken apart. */
export interface SpecOperation {
  id: string;
  resource: string;
  method: string;
  verb: Method;
  path: string;
  item: PathItem;
  operation: Operation;
}

export interface Server {
  url: string;
  variables?: Record<string, { default?: string }>;
}

export interface OpenApi {
  openapi: string;
  info: { title: string; version: string };
  servers?: Server[];
  security?: Record<string, string[]>[];
  paths?: Record<string, PathItem>;
  webhooks?: Record<string, PathItem>;
  components?: { schemas?: Record<string, Schema>; [part: string]: unknown };
}

/** Words of OpenAPI and JSON Schema whose value is a map by free names. */
export const NAME_MAPS: ReadonlySet<string> = new Set(
  (
    'properties patternProperties $defs dependentSchemas schemas parameters responses requestBodies headers pathItems paths ' +
    'webhooks callbacks links securitySchemes'
  ).split(' '),
);

/** Follows a local `$ref` (`#/components/…`) to what it names; anything else is returned as it is. */
export function resolveLocal<T extends { $ref?: string }>(document: OpenApi, node: T): T {
  let at: unknown = node;
  for (let hops = 0; hops < 20; hops++) {
    const ref = (at as { $ref?: unknown } | undefined)?.$ref;
    if (typeof ref !== 'string' || !ref.startsWith('#/')) return at as T;
    at = stepsOf(ref).reduce<unknown>(
      (inner, part) => (inner as Record<string, unknown> | undefined)?.[part],
      document,
    );
  }
  return at as T;
}

const unescapePart = (part: string): string => decodeURIComponent(part).replaceAll('~1', '/').replaceAll('~0', '~');

/** The parts of a JSON pointer: `/paths/~1leads` is `paths` and `/leads`. */
export const stepsOf = (pointer: string): string[] => pointer.split('/').slice(1).map(unescapePart);

/** The responses of a success by their status; `default` counts where no other response is declared as one. */
export function successesOf({ responses = {} }: Operation): [status: string, response: MediaTypes][] {
  const all = Object.entries(responses);
  const successes = all.filter(([status]) => status.startsWith('2'));
  return successes.length > 0 ? successes : all.filter(([status]) => status === 'default');
}

/** What a parameter holds, in a style or in a media type. */
export const schemaOf = ({ content = {}, schema }: Parameter): Schema =>
  schema ?? (Object.values(content)[0]?.schema as Schema | undefined) ?? {};

/** The parameters of an operation, and those of its path that it does not declare anew. */
export function parametersOf(document: OpenApi, item: PathItem, operation: Operation): Parameter[] {
  const own = (operation.parameters ?? []).map((parameter) => resolveLocal(document, parameter));
  const shared = (item.parameters ?? []).map((parameter) => resolveLocal(document, parameter));
  return [...own, ...shared.filter((given) => !own.some((mine) => mine.name === given.name && mine.in === given.in))];
}

/** The address of the first server, its variables filled with what they are by default. */
export const addressOf = ([server]: readonly Server[] = []): string | undefined =>
  server?.url.replaceAll(/\{([^}]+)\}/g, (part, name) => server.variables?.[name]?.default ?? part);

/** The last part of a component reference: `#/components/schemas/Lead` is `Lead`. */
export const refName = (ref: string): string => unescapePart(ref.slice(ref.lastIndexOf('/') + 1));

/** The names of the schemas that a part of a document refers to. */
export function refsIn(node: unknown, found: Set<string> = new Set()): Set<string> {
  if (typeof node !== 'object' || node === null) return found;
  const { $ref } = node as { $ref?: unknown };
  if (typeof $ref === 'string') found.add(refName($ref));
  for (const inner of Object.values(node)) refsIn(inner, found);
  return found;
}
