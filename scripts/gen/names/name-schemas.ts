import type { Encoding, SpecOperation } from '../read/open-api.ts';
import {
  METHODS,
  type OpenApi,
  type Operation,
  type Parameter,
  parametersOf,
  refName,
  refsIn,
  resolveLocal,
  type Schema,
  schemaOf,
  successesOf,
} from '../read/open-api.ts';
import type { Spec } from '../read/read-spec.ts';
import { type Field, jsonTypes } from './fields.ts';
import { holdsType, markFiles, mayBeText } from './held-types.ts';
import { type BodyKind, bodyMedia, RESPONSE_TYPES, type ResponseKind, responseKind } from './media-types.ts';
import { freeName, nameReferences, renameComponents, takenNames, typeName } from './names.ts';

/** What one operation takes and gives, every schema by the name it has in `components.schemas`. */
export interface OperationTypes {
  /** Path parameters that the caller gives, in the order of the path. */
  path: Parameter[];
  /** Path and header parameters that the client fills from its own options. */
  client: Parameter[];
  headers: Parameter[];
  queryParameters: Parameter[];
  query?: string;
  /** The body's schema, where it is JSON or a form of either kind. */
  body?: string;
  bodyRequired: boolean;
  /** How the body is written, and in which media type. */
  media?: { kind: BodyKind; mediaType: string };
  /** Whether a multipart body may be sent, alone or in place of JSON. */
  multipart: boolean;
  /** Styles of the fields of a form. */
  encoding: Record<string, Encoding>;
  /** Schemas of the readable 2xx answers, without repeats. */
  results: string[];
  /** How the response is read, where it is not JSON. */
  responseKind?: ResponseKind;
  /** True when an answer may come without a body. */
  mayBeEmpty: boolean;
}

export interface NamedSpec extends Spec {
  types: Map<string, OperationTypes>;
  /** Schemas that requests use. */
  sent: ReadonlySet<string>;
  /** Those of them that no response uses. */
  sentOnly: ReadonlySet<string>;
}

/**
 * Gives every body, query and answer its own name, and every name a form that TypeScript takes.
 * @param name - of the provider: `topcalls`
 */
export function nameSchemas(spec: Spec, name: string): NamedSpec {
  const taken = takenNames(name);
  const document = renameComponents(structuredClone(spec.document), taken);
  const schemas: Record<string, Schema> = {};
  document.components = { ...document.components, schemas: Object.assign(schemas, document.components?.schemas) };
  nameReferences(document, taken);
  const operations = spec.operations.map((known) => {
    const item = resolveLocal(document, document.paths?.[known.path] ?? {});
    return { ...known, item, operation: item[known.verb] ?? known.operation };
  });
  const add = (wanted: string, schema: Schema): string => {
    if (schema.$ref !== undefined && COMPONENT.test(schema.$ref)) return refName(schema.$ref);
    const free = freeName(wanted, taken);
    schemas[free] = resolveLocal(document, schema);
    return free;
  };
  const types = new Map(operations.map((known) => [known.id, typesOf(document, known, add)]));
  nameWebhooks(document, add);
  const { sent, sentOnly } = sentSchemas(schemas, [...types.values()]);
  for (const name of sent) if (!sentOnly.has(name)) mayBeText(schemas[name]);
  return { ...spec, document, operations, types, sent, sentOnly };
}

function sentSchemas(
  schemas: Readonly<Record<string, Schema>>,
  types: readonly OperationTypes[],
): Pick<NamedSpec, 'sent' | 'sentOnly'> {
  const reach = (name: string, found: Set<string>): void => {
    if (found.has(name)) return;
    found.add(name);
    for (const inner of refsIn(schemas[name])) reach(inner, found);
  };
  const sent = new Set<string>();
  const read = new Set<string>();
  for (const { body, query, results } of types) {
    for (const name of [body, query]) if (name !== undefined) reach(name, sent);
    for (const name of results) reach(name, read);
  }
  return { sent, sentOnly: new Set([...sent].filter((name) => !read.has(name))) };
}

/** Gives the payload of each webhook a name. */
function nameWebhooks(document: OpenApi, add: Add): void {
  for (const [webhook, written] of Object.entries(document.webhooks ?? {})) {
    const item = resolveLocal(document, written ?? {});
    for (const verb of METHODS) {
      const body = item[verb]?.requestBody;
      if (body === undefined) continue;
      for (const media of jsonTypes(resolveLocal(document, body).content))
        named(media, `${typeName(webhook)}Payload`, add);
    }
  }
}

const COMPONENT = /^#\/components\/schemas\/[^/]+$/;

type Add = (name: string, schema: Schema) => string;

function typesOf(document: OpenApi, { id, item, operation, path }: SpecOperation, add: Add): OperationTypes {
  const name = typeName(id);
  const parameters = parametersOf(document, item, operation);
  const client = parameters.filter((parameter) => parameter['x-leadwire-client-parameter'] === true);
  const asked = parameters.filter((parameter) => !client.includes(parameter));
  const inPath = asked.filter((parameter) => parameter.in === 'path');
  inPath.sort((a, b) => path.indexOf(`{${a.name}}`) - path.indexOf(`{${b.name}}`));
  const queryParameters = asked.filter((parameter) => parameter.in === 'query');

  const body = operation.requestBody && resolveLocal(document, operation.requestBody);
  const media = bodyMedia(body?.content);
  const form = media?.kind === 'form' || media?.kind === 'multipart' ? body?.content?.[media.mediaType] : undefined;
  if (media?.kind === 'multipart') markFiles(document, form?.schema);
  if (media?.kind === 'binary') holdsType(body?.content, 'BodyInit');
  const [bodyName] = [...jsonTypes(body?.content), ...(form?.schema === undefined ? [] : [form])].map((content) =>
    named(content, `${name}Body`, add),
  );
  return {
    path: inPath,
    client,
    headers: asked.filter((parameter) => parameter.in === 'header'),
    queryParameters,
    ...(queryParameters.length > 0 && { query: add(`${name}Query`, querySchema(queryParameters)) }),
    ...(bodyName !== undefined && { body: bodyName }),
    bodyRequired: body?.required === true,
    ...(media !== undefined && { media }),
    multipart: Object.keys(body?.content ?? {}).some((mediaType) => mediaType.startsWith('multipart/form-data')),
    encoding: (media?.kind === 'form' && form?.encoding) || {},
    ...resultsOf(document, operation, (content) => named(content, `${name}Result`, add)),
  };
}

/** The schemas of the readable responses. */
function resultsOf(document: OpenApi, operation: Operation, nameOf: (content: { schema?: Field }) => string) {
  const results = new Set<string>();
  const contents = successesOf(operation).map(([, response]) => resolveLocal(document, response).content ?? {});
  const mayBeEmpty = contents.some((content) => Object.keys(content).length === 0);
  for (const content of contents) for (const media of jsonTypes(content)) results.add(nameOf(media));
  const kind = responseKind(contents.flatMap((content) => Object.keys(content)));
  if (kind !== undefined) for (const content of contents) holdsType(content, RESPONSE_TYPES[kind]);
  return { results: [...results], mayBeEmpty, ...(kind !== undefined && { responseKind: kind }) };
}

/** Gives what a media type holds a name; one without a schema may hold anything. */
function named(media: { schema?: Field }, wanted: string, add: Add): string {
  const name = add(wanted, (media.schema ?? {}) as Schema);
  media.schema = { $ref: `#/components/schemas/${name}` };
  return name;
}

function querySchema(parameters: Parameter[]): Schema {
  const required = parameters.filter((parameter) => parameter.required === true).map(({ name }) => name);
  const properties = Object.fromEntries(
    parameters.map((parameter) => {
      const { description } = parameter as { description?: string };
      const schema = schemaOf(parameter);
      return [parameter.name, schema.$ref === undefined && description ? { description, ...schema } : schema];
    }),
  );
  return { type: 'object', additionalProperties: false, properties, ...(required.length > 0 && { required }) };
}
