import { BASE, inside, jsonOf, operationsOf, type Place, placeAt } from '../spec-documents.ts';

/** What a provider answers to one of its operations, by its spec's own examples. */
export interface ExampleAnswer {
  readonly method: string;
  /** The whole address, with `{…}` in it. */
  readonly address: string;
  readonly status: number;
  /** The first answers the first page, the last one every later page; null is no body. */
  readonly bodies: readonly unknown[];
}

/** One answer for each operation of these providers. */
export const exampleAnswers = (providers: readonly string[]): ExampleAnswer[] => providers.flatMap(answersOf);

function answersOf(provider: string): ExampleAnswer[] {
  const server = String(placeAt(`${BASE}${provider}.yaml`, '/servers/0').node.url);
  return operationsOf(provider).map(({ verb, path, at, item }) => {
    const status = Object.keys(at.node.responses).find((each) => each.startsWith('2')) ?? '200';
    const base = String(at.node.servers?.[0]?.url ?? item.node.servers?.[0]?.url ?? server);
    return {
      method: verb.toUpperCase(),
      address: base + path,
      status: /^\d+$/.test(status) ? Number(status) : 200,
      bodies: bodiesOf(jsonOf(inside(at, 'responses', status))),
    };
  });
}

function bodiesOf(media: Place | undefined): unknown[] {
  if (media === undefined) return [null];
  const named = Object.keys(media.node.examples ?? {}).map((name) => inside(media, 'examples', name).node.value);
  const shown = media.node.example === undefined ? named : [media.node.example, ...named];
  return shown.length > 0 ? shown : [leastOf(inside(media, 'schema'))];
}

/** The least that a schema takes, where its operation shows no answer. */
function leastOf(schema: Place): unknown {
  const { example, enum: known, allOf, anyOf, oneOf, required = [], type, format } = schema.node;
  if (example !== undefined) return example;
  if (known !== undefined) return known[0];
  if (allOf !== undefined)
    return Object.assign({}, ...(allOf as unknown[]).map((_, index) => leastOf(inside(schema, 'allOf', index))));
  if (anyOf !== undefined || oneOf !== undefined) return leastOf(inside(schema, anyOf ? 'anyOf' : 'oneOf', 0));
  const [kind] = [type ?? 'object'].flat();
  if (kind === 'array') return [];
  if (kind === 'string') return format === 'uuid' ? '9e107d9d-372b-4b68-82d1-3542a419d6a1' : 'text';
  if (kind === 'integer' || kind === 'number') return 1;
  if (kind === 'boolean') return true;
  const fields = (required as string[]).map((name) => [name, leastOf(inside(schema, 'properties', name))]);
  return Object.fromEntries(fields);
}
