import { freeName, renameComponents, takenNames, typeName } from './names.ts';
import { type OpenApi, type Parameter, refName, resolveLocal, type Schema } from './open-api.ts';
import type { Spec, SpecOperation } from './read-spec.ts';

/** What one operation takes and gives, every schema by the name it has in `components.schemas`. */
export interface OperationTypes {
  /** Path parameters that the caller gives, in the order of the path. */
  path: Parameter[];
  /** Path and header parameters that the client fills from its own options. */
  client: Parameter[];
  headers: Parameter[];
  queryParameters: Parameter[];
  query?: string;
  /** The JSON body. */
  body?: string;
  bodyRequired: boolean;
  multipart: boolean;
  /** Schemas of the readable 2xx answers, without repeats. */
  results: string[];
  /** True when an answer may come without a body. */
  mayBeEmpty: boolean;
}

export interface NamedSpec extends Spec {
  types: Map<string, OperationTypes>;
}

/**
 * Gives every body, query and answer a name of its own, and every name a form that TypeScript takes.
 * @param name - of the provider: `topcalls`
 */
export function nameSchemas(spec: Spec, name: string): NamedSpec {
  const taken = takenNames(name);
  const document = renameComponents(structuredClone(spec.document), taken);
  const schemas: Record<string, Schema> = {};
  document.components = { ...document.components, schemas: Object.assign(schemas, document.components?.schemas) };
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
  return { document, operations, types };
}

const COMPONENT = /^#\/components\/schemas\/[^/]+$/;

type Add = (name: string, schema: Schema) => string;

function typesOf(document: OpenApi, { id, item, operation, path }: SpecOperation, add: Add): OperationTypes {
  const name = typeName(id);
  const own = (operation.parameters ?? []).map((parameter) => resolveLocal(document, parameter));
  const shared = (item.parameters ?? []).map((parameter) => resolveLocal(document, parameter));
  const parameters = [
    ...own,
    ...shared.filter((given) => !own.some((mine) => mine.name === given.name && mine.in === given.in)),
  ];
  const client = parameters.filter((parameter) => parameter['x-leadwire-client-parameter'] === true);
  const asked = parameters.filter((parameter) => !client.includes(parameter));
  const inPath = asked.filter((parameter) => parameter.in === 'path');
  inPath.sort((a, b) => path.indexOf(`{${a.name}}`) - path.indexOf(`{${b.name}}`));
  const queryParameters = asked.filter((parameter) => parameter.in === 'query');

  const body = operation.requestBody && resolveLocal(document, operation.requestBody);
  const bodySchema = jsonSchema(body?.content);
  if (body?.content && bodySchema) setJsonSchema(body.content, (schema) => refTo(add(`${name}Body`, schema)));

  const results: string[] = [];
  let mayBeEmpty = false;
  for (const [status, given] of Object.entries(operation.responses ?? {})) {
    if (!/^2/.test(status)) continue;
    const answer = resolveLocal(document, given);
    if (!jsonSchema(answer.content)) {
      mayBeEmpty = true;
      continue;
    }
    if (answer.content) {
      setJsonSchema(answer.content, (schema) => {
        const added = add(`${name}Result`, schema);
        if (!results.includes(added)) results.push(added);
        return refTo(added);
      });
    }
  }
  return {
    path: inPath,
    client,
    headers: asked.filter((parameter) => parameter.in === 'header'),
    queryParameters,
    ...(queryParameters.length > 0 && { query: add(`${name}Query`, querySchema(queryParameters)) }),
    ...(body?.content && bodySchema && { body: refName(jsonSchema(body.content)?.$ref ?? '') }),
    bodyRequired: body?.required === true,
    multipart: body?.content?.['multipart/form-data'] !== undefined,
    results,
    mayBeEmpty,
  };
}

const refTo = (name: string): Schema => ({ $ref: `#/components/schemas/${name}` });

const isJson = (mediaType: string): boolean => /^application\/(.+\+)?json *(;|$)/i.test(mediaType);

const jsonSchema = (content: Record<string, { schema?: Schema }> = {}): Schema | undefined =>
  Object.entries(content).find(([mediaType]) => isJson(mediaType))?.[1].schema;

function setJsonSchema(content: Record<string, { schema?: Schema }>, change: (schema: Schema) => Schema): void {
  for (const [mediaType, media] of Object.entries(content)) {
    if (isJson(mediaType) && media.schema) media.schema = change(media.schema);
  }
}

function querySchema(parameters: Parameter[]): Schema {
  const required = parameters.filter((parameter) => parameter.required === true).map(({ name }) => name);
  const properties = Object.fromEntries(
    parameters.map((parameter) => {
      const { description } = parameter as { description?: string };
      const schema =
        parameter.schema?.$ref === undefined && description ? { description, ...parameter.schema } : parameter.schema;
      return [parameter.name, schema ?? {}];
    }),
  );
  return { type: 'object', additionalProperties: false, properties, ...(required.length > 0 && { required }) };
}
