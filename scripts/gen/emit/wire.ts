import { type BodyKind, isJson, type ResponseKind } from '../names/media-types.ts';
import type { NamedSpec, OperationTypes } from '../names/name-schemas.ts';
import { type OpenApi, type Parameter, resolveLocal, type Schema } from '../read/open-api.ts';

/** How one operation is written and read, where that is not JSON and openapi-fetch's own way of queries. */
export interface Wire {
  body?: Exclude<BodyKind, 'json'>;
  mediaType?: string;
  /** Styles of the fields of a form. */
  encoding?: Record<string, Style>;
  response?: ResponseKind;
  query?: Record<string, Style>;
  /** Path and header parameters that are JSON. */
  json?: { in: 'path' | 'header'; name: string }[];
}

interface Style {
  style?: string;
  explode?: boolean;
  /** The parameter has a media type: its value is written as JSON. */
  json?: true;
}

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

function wireOf(document: OpenApi, types: OperationTypes): Wire {
  const { media, responseKind } = types;
  const query = types.queryParameters.flatMap((parameter) => {
    const style = styleOf(document, parameter);
    return style === undefined ? [] : [[parameter.name, style] as const];
  });
  const json = [...types.path, ...types.headers]
    .filter(isJsonContent)
    .map(({ in: place, name }) => ({ in: place as 'path' | 'header', name }));
  return {
    ...(media !== undefined && media.kind !== 'json' && { body: media.kind, mediaType: media.mediaType }),
    ...(Object.keys(types.encoding).length > 0 && { encoding: types.encoding }),
    ...(responseKind !== undefined && { response: responseKind }),
    ...(query.length > 0 && { query: Object.fromEntries(query) }),
    ...(json.length > 0 && { json }),
  };
}

/** A parameter with a content of another media type is a text. */
const isJsonContent = ({ content = {} }: Pick<Parameter, 'content'>): boolean => Object.keys(content).some(isJson);

/** How a query parameter is written; undefined where openapi-fetch does so unasked. */
function styleOf(document: OpenApi, { content, schema, style = 'form', explode }: Parameter): Style | undefined {
  if (content !== undefined) return isJsonContent({ content }) ? { json: true } : undefined;
  const kind = kindOf(document, schema);
  if (kind === undefined) return undefined;
  const isExploded = explode ?? style === 'form';
  // openapi-fetch writes lists exploded, and objects as deepObject, which is written in one way only.
  const isDefault = kind === 'array' ? style === 'form' && isExploded : style === 'deepObject';
  return isDefault ? undefined : { style, explode: isExploded };
}

function kindOf(document: OpenApi, given: Schema | undefined): 'array' | 'object' | undefined {
  const schema = given && resolveLocal(document, given);
  const types = [schema?.type].flat();
  if (types.includes('array')) return 'array';
  if (types.includes('object') || schema?.properties !== undefined) return 'object';
  const kinds: Schema[] = [...(schema?.anyOf ?? []), ...(schema?.oneOf ?? []), ...(schema?.allOf ?? [])];
  return kinds.map((kind) => kindOf(document, kind)).find((kind) => kind !== undefined);
}

/** What a generated client needs at run time for the wires that it has, as source text. */
export const WIRE_RUNTIME = `interface Style {
  readonly style?: string;
  readonly explode?: boolean;
  readonly json?: boolean;
}

/** How an operation is written and read, where that is not JSON. */
interface Wire {
  readonly body?: 'form' | 'multipart' | 'text' | 'binary';
  readonly mediaType?: string;
  readonly encoding?: Readonly<Record<string, Style>>;
  readonly response?: 'text' | 'stream' | 'blob';
  readonly query?: Readonly<Record<string, Style>>;
  readonly json?: readonly { readonly in: 'path' | 'header'; readonly name: string }[];
}

type Values = Readonly<Record<string, unknown>>;
interface Init {
  params?: { query?: Values; path?: Values; header?: Values };
  headers?: unknown;
  [option: string]: unknown;
}

/** Each value in the style of its parameter. */
const encode = (values: Values, styles: Readonly<Record<string, Style>> = {}): string =>
  Object.entries(values)
    .filter(([, value]) => value !== undefined && value !== null)
    .map(([name, value]) => {
      const { json, ...style } = styles[name] ?? {};
      if (json) return serializePrimitiveParam(name, JSON.stringify(value));
      if (Array.isArray(value))
        return value.length === 0 ? '' : serializeArrayParam(name, value, { style: 'form', explode: true, ...style } as never);
      if (typeof value === 'object')
        return serializeObjectParam(name, value as never, { style: 'deepObject', explode: true, ...style } as never);
      return serializePrimitiveParam(name, value as never);
    })
    .filter((text) => text !== '')
    .join('&');

function toFormData(values: unknown): unknown {
  if (values instanceof FormData) return values;
  const form = new FormData();
  for (const [name, value] of Object.entries(values as Values)) {
    for (const part of Array.isArray(value) ? value : [value]) {
      if (part === undefined || part === null) continue;
      if (part instanceof Blob) form.append(name, part);
      else if (typeof part === 'object') form.append(name, new Blob([JSON.stringify(part)], { type: 'application/json' }));
      else form.append(name, String(part));
    }
  }
  return form;
}

/** A form without a style writes objects as JSON, as OpenAPI has it. */
const encodeForm = (values: Values, encoding: Readonly<Record<string, Style>> = {}): string =>
  encode(
    values,
    Object.fromEntries(
      Object.entries(values).map(([name, value]) => [
        name,
        encoding[name] ?? (typeof value === 'object' && value !== null && !Array.isArray(value) ? { json: true } : {}),
      ]),
    ),
  ).replaceAll('%20', '+');

const BODIES: Readonly<Record<NonNullable<Wire['body']>, (body: never, wire: Wire) => unknown>> = {
  form: (body: Values, wire) => encodeForm(body, wire.encoding),
  multipart: toFormData,
  text: String,
  binary: (body) => body,
};

function withWire(wire: Wire | undefined, init: Init = {}): Init {
  if (wire === undefined) return init;
  const { body, mediaType, query, response } = wire;
  const params = { ...init.params };
  for (const { in: place, name } of wire.json ?? []) {
    const values = params[place];
    if (values?.[name] !== undefined) params[place] = { ...values, [name]: JSON.stringify(values[name]) };
  }
  return {
    ...(body !== undefined && { bodySerializer: (value: never) => BODIES[body](value, wire) }),
    ...(body === 'binary' && { duplex: 'half' }),
    ...(query !== undefined && { querySerializer: (values: Values) => encode(values, query) }),
    ...(response !== undefined && { parseAs: response }),
    ...init,
    params,
    ...(body !== undefined && body !== 'multipart' && { headers: { 'Content-Type': mediaType, ...(init.headers as object) } }),
  };
}

const METHODS = ['GET', 'PUT', 'POST', 'DELETE', 'OPTIONS', 'HEAD', 'PATCH', 'TRACE'] as const;

/** The same client, each of whose operations is written and read as its document says. */
function wired<T extends object>(client: T): T {
  const { request } = client as unknown as { request: (method: string, path: string, init: Init) => unknown };
  const send = (method: string, path: string, init?: Init) =>
    request(method, path, withWire(wires[\`\${method.toUpperCase()} \${path}\`], init));
  const methods = METHODS.map((method) => [method, (path: string, init?: Init) => send(method, path, init)]);
  return { ...client, ...Object.fromEntries(methods), request: send };
}`;
