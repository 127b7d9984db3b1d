import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import {
  documents,
  inside,
  jsonOf,
  namedSchemasOf,
  type Operation,
  operationsOf,
  type Place,
  parametersOf,
} from '../spec-documents.ts';

// What a spec says of the values of its operations, as ajv reads it.

export type JsonSchema = Record<string, unknown>;

const ajv = createAjv();
for (const [uri, document] of documents) ajv.addSchema(openEnums(document) as JsonSchema, uri);

function createAjv(): Ajv2020 {
  const created = new Ajv2020({ strict: false, validateSchema: false, logger: false });
  // biome-ignore lint/suspicious/noExplicitAny: its types do not say that the module is its own default
  ((addFormats as any).default ?? addFormats)(created);
  return created;
}

/** Open enums are open on both sides; their known values are only a hint. */
function openEnums(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(openEnums);
  if (typeof node !== 'object' || node === null) return node;
  const entries = Object.entries(node).filter(
    ([key]) => key !== 'enum' || (node as JsonSchema)['x-leadwire-open-enum'] !== true,
  );
  return Object.fromEntries(entries.map(([key, inner]) => [key, openEnums(inner)]));
}

export const refTo = ({ uri, pointer }: Place): JsonSchema => ({ $ref: `${uri}#${pointer}` });

export const validator = (schema: JsonSchema): ValidateFunction => ajv.compile(schema);

/** The judge of one schema of any document. */
export const validatorIn = (document: object, pointer: string): ValidateFunction =>
  createAjv()
    .addSchema(document, 'document')
    .compile({ $ref: `document${pointer}` });

/** The schemas of what an operation takes and gives. */
export interface Written {
  id: string;
  body: Place | undefined;
  query: JsonSchema | undefined;
  results: Place[];
  examples: { body: unknown[]; results: unknown[] };
}

export const writtenOf = (name: string): Written[] => operationsOf(name).map(written);

function written(operation: Operation): Written {
  const { id, at } = operation;
  const body = jsonOf(inside(at, 'requestBody'));
  const results = Object.keys(at.node.responses)
    .filter((status) => status.startsWith('2'))
    .map((status) => jsonOf(inside(at, 'responses', status)))
    .filter((media) => media !== undefined);
  return {
    id,
    body: body && inside(body, 'schema'),
    query: queryOf(parametersOf(operation)),
    results: results.map((media) => inside(media, 'schema')),
    examples: { body: body === undefined ? [] : examplesOf(body), results: results.flatMap(examplesOf) },
  };
}

function examplesOf(media: Place): unknown[] {
  const named = Object.keys(media.node.examples ?? {}).map((name) => inside(media, 'examples', name).node.value);
  return media.node.example === undefined ? named : [media.node.example, ...named];
}

/** The query as one closed object; what the client fills in itself is not a part of it. */
function queryOf(parameters: readonly Place[]): JsonSchema | undefined {
  const asked = parameters.filter(({ node }) => node.in === 'query' && node['x-leadwire-client-parameter'] !== true);
  if (asked.length === 0) return undefined;
  return {
    type: 'object',
    additionalProperties: false,
    required: asked.filter(({ node }) => node.required === true).map(({ node }) => node.name),
    properties: Object.fromEntries(asked.map((at) => [at.node.name, refTo(inside(at, 'schema'))])),
  };
}

/** A named schema on its own, to be changed by a test. */
export function copyOf(name: string, schema: string): JsonSchema {
  const place = namedSchemasOf(name).get(schema);
  if (place === undefined) throw new Error(`${name} has no schema ${schema}`);
  return absolute(openEnums(place.node), place.uri) as JsonSchema;
}

function absolute(node: unknown, uri: string): unknown {
  if (Array.isArray(node)) return node.map((inner) => absolute(inner, uri));
  if (typeof node !== 'object' || node === null) return node;
  return Object.fromEntries(
    Object.entries(node).map(([key, inner]) => [
      key,
      key === '$ref' && typeof inner === 'string' ? new URL(inner, uri).href : absolute(inner, uri),
    ]),
  );
}
