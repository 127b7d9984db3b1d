import { readFileSync } from 'node:fs';
import { isJson } from '../names/media-types.ts';
import type { NamedSpec, OperationTypes } from '../names/name-schemas.ts';
import { type Encoding, type OpenApi, type Parameter, resolveLocal, type Schema } from '../read/open-api.ts';
import type { Style, Styles, Wire } from '../runtime/wire.ts';

/** The operations of a spec that are not written and read as JSON, by method and path. */
export function wiresOf(spec: NamedSpec): Map<string, Wire> {
  const wires = new Map<string, Wire>();
  for (const { id, verb, path } of spec.operations) {
    const types = spec.types.get(id);
    const wire = types && wireOf(spec.document, types);
    if (wire !== undefined && Object.keys(wire).length > 0) wires.set(`${verb.toUpperCase()} ${path}`, wire);
  }
  return wires;
}

function wireOf(document: OpenApi, { encoding, headers, media, path, queryParameters, responseKind }: OperationTypes) {
  // openapi-fetch says that a body is JSON, and `fetch` writes the type of a multipart one, with its boundary.
  const isTyped = media !== undefined && media.kind !== 'multipart' && !/^application\/json$/i.test(media.mediaType);
  const fields = known(Object.entries(encoding).map(([name, given]) => [name, fieldStyle(given)]));
  return {
    ...(media !== undefined && media.kind !== 'json' && { body: media.kind }),
    ...(isTyped && { mediaType: media.mediaType }),
    ...(fields && { encoding: fields }),
    ...(responseKind !== undefined && { response: responseKind }),
    ...stylesOf(document, 'query', queryParameters),
    ...stylesOf(document, 'path', path),
    ...stylesOf(document, 'header', headers),
  } satisfies Wire;
}

type Place = 'query' | 'path' | 'header';

function stylesOf(document: OpenApi, place: Place, parameters: readonly Parameter[]): Wire {
  const styles = known(parameters.map((parameter) => [parameter.name, styleOf(document, place, parameter)]));
  return styles === undefined ? {} : { [place]: styles };
}

function known(named: readonly [name: string, style: Style | undefined][]): Styles | undefined {
  const found = named.flatMap(([name, style]): [string, Style][] => (style === undefined ? [] : [[name, style]]));
  return found.length === 0 ? undefined : Object.fromEntries(found);
}

/** A field of a form has a media type, or a style. */
function fieldStyle({ allowReserved, contentType = '', explode, style }: Encoding): Style | undefined {
  if (style === undefined && explode === undefined) return isJson(contentType) ? { json: true } : undefined;
  return { style: style ?? 'form', explode: explode ?? true, ...(allowReserved && { allowReserved }) };
}

/** How a parameter is written; undefined where openapi-fetch does so unasked. One with a content of another media type is a text. */
function styleOf(document: OpenApi, place: Place, parameter: Parameter): Style | undefined {
  const { allowReserved, content, schema } = parameter;
  if (content !== undefined) return Object.keys(content).some(isJson) ? { json: true } : undefined;
  const { style = place === 'query' ? 'form' : 'simple' } = parameter;
  const { explode = style === 'form' } = parameter;
  const kind = kindOf(document, schema);
  const reserved = place === 'query' && allowReserved === true && { allowReserved };
  const isUsual =
    place === 'query'
      ? isQueryDefault(document, schema, { style, explode })
      : style === 'simple' && (kind !== 'object' || (place === 'path' && !explode));
  return isUsual && !reserved ? undefined : { style, explode, ...reserved };
}

/** openapi-fetch writes lists exploded, and objects as deepObject, which is written in one way only; neither inside another. */
function isQueryDefault(document: OpenApi, schema: Schema | undefined, { explode, style }: Style): boolean {
  const kind = kindOf(document, schema);
  if (kind === undefined) return true;
  const inner = schema && resolveLocal(document, schema);
  if (kind === 'array') return style === 'form' && explode === true && kindOf(document, inner?.items) === undefined;
  const isFlat = Object.values(inner?.properties ?? {}).every((field) => kindOf(document, field) === undefined);
  return style === 'deepObject' && isFlat;
}

/** What a parameter holds, where that is not one value. */
function kindOf(document: OpenApi, given: Schema | undefined): 'array' | 'object' | undefined {
  const schema = given && resolveLocal(document, given);
  const types = [schema?.type].flat();
  if (types.includes('array')) return 'array';
  if (types.includes('object') || schema?.properties !== undefined) return 'object';
  const kinds: Schema[] = [...(schema?.anyOf ?? []), ...(schema?.oneOf ?? []), ...(schema?.allOf ?? [])];
  return kinds.map((kind) => kindOf(document, kind)).find((kind) => kind !== undefined);
}

const RUNTIME = readFileSync(new URL('../runtime/wire.ts', import.meta.url), 'utf8');
const [, imported = '', rest = ''] = /^import \{([^}]+)\} from 'openapi-fetch';\n\n([\s\S]*)$/.exec(RUNTIME) ?? [];

/** What a generated client needs at run time for the wires that it has, as source text, and what that imports of openapi-fetch. */
export const WIRE_RUNTIME = {
  imports: imported
    .split(',')
    .map((name) => name.trim())
    .filter(Boolean),
  text: rest.replaceAll(/^export /gm, '').trimEnd(),
};
