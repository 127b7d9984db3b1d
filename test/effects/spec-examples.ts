import { inside, jsonOf, operationsOf, type Place, parametersOf } from '../spec-documents.ts';

/** What a spec shows of one operation: path values, bodies that it takes, query values that it insists on, bodies that it answers with. */
export interface Examples {
  readonly path: Readonly<Record<string, unknown>>;
  readonly bodies: readonly unknown[];
  readonly query: Readonly<Record<string, unknown>>;
  readonly answers: readonly unknown[];
}

/** The examples of every operation of a spec, by operationId. */
export function examplesOf(spec: string): Map<string, Examples> {
  return new Map(
    operationsOf(spec).map((operation) => {
      const { at, id } = operation;
      const successes = Object.keys(at.node.responses ?? {}).filter((status) => status.startsWith('2'));
      const required = parametersOf(operation).filter(({ node }) => node.required === true);
      const valuesIn = (place: 'path' | 'query') =>
        Object.fromEntries(
          required
            .filter(({ node }) => node.in === place)
            .map((parameter) => [parameter.node.name, valueFor(parameter)]),
        );
      return [
        id,
        {
          bodies: examplesIn(inside(at, 'requestBody')),
          path: valuesIn('path'),
          query: valuesIn('query'),
          answers: successes.flatMap((status) => examplesIn(inside(at, 'responses', status))),
        },
      ];
    }),
  );
}

function examplesIn(holder: Place): unknown[] {
  const media = jsonOf(holder);
  if (media === undefined) return [];
  if (media.node.example !== undefined) return [media.node.example];
  return Object.keys(media.node.examples ?? {}).map((name) => inside(media, 'examples', name).node.value);
}

function valueFor(parameter: Place): unknown {
  const { example } = parameter.node;
  const schema = inside(parameter, 'schema').node;
  if (parameter.node['x-leadwire-phone']) return '+14155552671';
  if (schema.format === 'uuid') return '3c90c3cc-0d44-4b50-8888-8dd25736052a';
  return example ?? schema.example ?? (schema.type === 'integer' ? 1 : 'text');
}
