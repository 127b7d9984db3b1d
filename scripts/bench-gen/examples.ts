import { basename } from 'node:path';
import { jsonTypes } from '../gen/names/fields.ts';
import { type MediaTypes, type OpenApi, refName, resolveLocal, type Schema } from '../gen/read/open-api.ts';
import { readAnySpec, type Spec } from '../gen/read/read-spec.ts';

/** A value that a document gives as an example, and the schema that it is to fit. */
export interface Example {
  /** How generators may have named the schema: by its name in the document, by its operation. */
  readonly names: readonly string[];
  /** Where the schema stands: `#/components/schemas/Lead`. */
  readonly pointer: string;
  readonly value: unknown;
}

/** A document as OpenAPI 3.1, and every example in it that belongs to a named schema, a JSON body or a JSON response. */
export async function readExamples(file: string): Promise<{ spec: Spec; examples: Example[] }> {
  const spec = await readAnySpec(file, { skipUnsupported: true });
  const { document } = spec;
  const found: Example[] = Object.entries(document.components?.schemas ?? {}).flatMap(([name, schema]) =>
    [...examplesOf(schema), ...composed(document, schema)].map((value) => ({
      names: [name],
      pointer: pointerTo('components', 'schemas', name),
      value,
    })),
  );
  for (const { operation, path, verb } of spec.operations) {
    const at = ['paths', path, verb];
    const { operationId = '', requestBody, responses = {} } = operation;
    const part = (media: MediaTypes | undefined, steps: string[], suffix: string) => {
      if (media === undefined || media.$ref !== undefined) return;
      found.push(...mediaExamples(media, pointerTo(...at, ...steps), `${operationId}${suffix}`));
    };
    part(requestBody, ['requestBody'], 'Body');
    for (const [status, response] of Object.entries(responses))
      if (/^2/.test(status)) part(response, ['responses', status], 'Response');
  }
  return { spec, examples: found };
}

function mediaExamples({ content = {} }: MediaTypes, pointer: string, operationName: string): Example[] {
  return Object.entries(content).flatMap(([mediaType, media]) => {
    if (jsonTypes({ [mediaType]: media }).length === 0 || typeof media.schema !== 'object') return [];
    const { $ref } = media.schema;
    const names = $ref?.startsWith('#/components/schemas/') ? [refName($ref), operationName] : [operationName];
    const at = `${pointer}/content/${escapePart(mediaType)}/schema`;
    return examplesOf(media as Schema).map((value) => ({ names, pointer: at, value }));
  });
}

/** `example`, and `examples` as a list or by name. */
function examplesOf(holder: Schema): unknown[] {
  const { example, examples } = holder as { example?: unknown; examples?: unknown };
  const list = Array.isArray(examples)
    ? examples
    : Object.values((examples ?? {}) as Record<string, { value?: unknown }>).map((named) => named?.value);
  return [example, ...list].filter((value) => value !== undefined);
}

/** An object of the examples that its properties have, where each that is required has one. */
function composed(document: OpenApi, { properties = {}, required = [], type }: Schema): unknown[] {
  if (type !== 'object' || !Array.isArray(required)) return [];
  const entries = Object.entries(properties).flatMap(([name, written]) => {
    const [example] = examplesOf(resolveLocal<Schema>(document, written));
    return example === undefined ? [] : [[name, example] as const];
  });
  const isWhole = required.every((name) => entries.some(([known]) => known === name));
  return entries.length > 0 && isWhole ? [Object.fromEntries(entries)] : [];
}

const escapePart = (part: string): string => encodeURIComponent(part.replaceAll('~', '~0').replaceAll('/', '~1'));
const pointerTo = (...steps: string[]): string => `#/${steps.map(escapePart).join('/')}`;

/** Names by which a document is known in the table. */
export const documentName = (file: string): string => basename(file).replace(/\.(ya?ml|json)$/, '');
