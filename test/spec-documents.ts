import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';

// The specs as they are written, without a line of our generator in between.

/** A place in a spec: which document, and the JSON pointer there. */
export interface Place {
  uri: string;
  pointer: string;
  // biome-ignore lint/suspicious/noExplicitAny: any node of an OpenAPI document
  node: any;
}

/** What the addresses of the documents begin with. */
export const BASE = 'leadwire:///';

const folder = fileURLToPath(new URL('../specs/', import.meta.url));

/** Every file of the four specs, by its address: `leadwire:///autocalls/leads.yaml`. */
export const documents: ReadonlyMap<string, unknown> = new Map(
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.name.endsWith('.yaml') && !entry.parentPath.includes('rules'))
    .map((entry) => join(entry.parentPath, entry.name))
    .map((path) => [BASE + path.slice(folder.length), parse(readFileSync(path, 'utf8'))]),
);

export function placeAt(uri: string, pointer: string): Place {
  let node: unknown = documents.get(uri);
  for (const part of pointer.split('/').slice(1))
    node = (node as Record<string, unknown> | undefined)?.[
      decodeURIComponent(part).replaceAll('~1', '/').replaceAll('~0', '~')
    ];
  return followed({ uri, pointer, node });
}

/** The place that a `$ref` leads to, or the place itself. */
export function followed(place: Place): Place {
  const ref = place.node?.$ref;
  if (typeof ref !== 'string') return place;
  const [file = '', pointer = ''] = ref.split('#');
  return placeAt(file === '' ? place.uri : new URL(file, place.uri).href, pointer);
}

/** A child of a place, its own `$ref` followed. */
export function inside(place: Place, ...steps: readonly (string | number)[]): Place {
  let at = place;
  for (const step of steps) {
    const part = encodeURIComponent(String(step).replaceAll('~', '~0').replaceAll('/', '~1'));
    at = followed({ uri: at.uri, pointer: `${at.pointer}/${part}`, node: at.node?.[step] });
  }
  return at;
}

/** An operation of a spec, and the path item that it stands in. */
export interface Operation {
  id: string;
  verb: string;
  path: string;
  at: Place;
  item: Place;
}

const VERBS = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace'];

/** Every operation of a spec: `topcalls`. */
export function operationsOf(name: string): Operation[] {
  const root = placeAt(`${BASE}${name}.yaml`, '');
  return Object.keys(root.node.paths).flatMap((path) => {
    const item = inside(root, 'paths', path);
    return VERBS.filter((verb) => item.node[verb] !== undefined).map((verb) => {
      const at = inside(item, verb);
      return { id: at.node.operationId, verb, path, at, item };
    });
  });
}

/** The JSON media type of a request body or an answer. */
export function jsonOf(holder: Place): Place | undefined {
  const mediaType = Object.keys(holder.node?.content ?? {}).find((type) => /^application\/(.+\+)?json$/.test(type));
  return mediaType === undefined ? undefined : inside(holder, 'content', mediaType);
}

/** The parameters of an operation, those of its path included. */
export const parametersOf = ({ at, item }: Operation): Place[] =>
  [at, item].flatMap((holder) =>
    ((holder.node.parameters ?? []) as unknown[]).map((_, index) => inside(holder, 'parameters', index)),
  );

/** Every named schema of a spec, by the name that it has in the generated package too. */
export function namedSchemasOf(name: string): Map<string, Place> {
  const root = `${BASE}${name}.yaml`;
  const parts = [...documents.keys()].filter((uri) => uri.startsWith(`${BASE}${name}/`));
  const places = [{ uri: root, pointer: '/components/schemas' }, ...parts.map((uri) => ({ uri, pointer: '/schemas' }))];
  return new Map(
    places.flatMap(({ uri, pointer }) =>
      Object.keys(placeAt(uri, pointer).node ?? {}).map(
        (schema) => [schema, placeAt(uri, `${pointer}/${schema}`)] as const,
      ),
    ),
  );
}
