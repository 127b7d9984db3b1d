import { type MediaTypes, type OpenApi, type Operation, resolveLocal, type Schema } from './open-api.ts';

/** A schema as it is written: JSON Schema knows `true` and `false` too. */
export type Field = Schema | boolean;

const isJson = (mediaType: string): boolean => /^application\/(.+\+)?json *(;|$)/i.test(mediaType);

/** The JSON media types of a body or an answer; one without a schema may hold anything. */
export const jsonTypes = (content: MediaTypes['content'] = {}): { schema?: Field }[] =>
  Object.entries(content).flatMap(([mediaType, media]) => (isJson(mediaType) ? [media] : []));

export const bodySchemas = (document: OpenApi, { requestBody }: Operation): Field[] =>
  requestBody === undefined
    ? []
    : jsonTypes(resolveLocal(document, requestBody).content).map(({ schema }) => schema ?? {});

/** What an operation answers with when all goes well. */
export const resultSchemas = (document: OpenApi, { responses = {} }: Operation): Field[] =>
  Object.entries(responses)
    .filter(([status]) => status.startsWith('2'))
    .flatMap(([, response]) => jsonTypes(resolveLocal(document, response).content))
    .map(({ schema }) => schema ?? {});

/**
 * The field that a path leads to: `data.rows`, `leads[].notes`, `$` for the value itself. Undefined where there is none.
 * @param by - whether one kind of a union with that field is enough, or each must have it
 */
export function fieldAt(
  document: OpenApi,
  schema: Field,
  path: string,
  by: 'some' | 'every' = 'every',
): Field | undefined {
  const steps = path === '$' ? [] : (path.match(/\[\]|[^.[\]]+/g) ?? []);
  const step = (at: Field | undefined, name: string) => (at === undefined ? undefined : inside(document, at, name, by));
  return steps.reduce<Field | undefined>(step, schema);
}

function inside(document: OpenApi, given: Field, step: string, by: 'some' | 'every'): Field | undefined {
  if (typeof given === 'boolean') return given ? {} : undefined;
  const schema = resolveLocal(document, given);
  const { properties = {}, items, additionalProperties: others, allOf = [], anyOf = [], oneOf = [] } = schema;
  if (step === '[]' && items !== undefined) return items;
  if (Object.hasOwn(properties, step)) return properties[step];
  for (const part of allOf) {
    const found = inside(document, part, step, by);
    if (found !== undefined) return found;
  }
  for (const kinds of [anyOf, oneOf]) {
    const real = kinds.filter((kind) => kind.type !== 'null');
    const found = real.map((kind) => inside(document, kind, step, by)).filter((field) => field !== undefined);
    if (found.length > 0 && (by === 'some' || found.length === real.length)) return found[0];
  }
  // Any name will do where free keys are allowed.
  if (step === '[]' || others === undefined || others === false) return undefined;
  return others === true ? {} : others;
}

export function isArray(document: OpenApi, field: Field): boolean {
  if (typeof field === 'boolean') return false;
  const { type, anyOf, oneOf } = resolveLocal(document, field);
  const kinds = (anyOf ?? oneOf ?? []).filter((kind) => kind.type !== 'null');
  return [type].flat().includes('array') || (kinds.length > 0 && kinds.every((kind) => isArray(document, kind)));
}
