import {
  defaultPathSerializer,
  mergeHeaders,
  serializeArrayParam,
  serializeObjectParam,
  serializePrimitiveParam,
} from 'openapi-fetch';

/** How one value is written, where that is not openapi-fetch's own way. */
export interface Style {
  readonly style?: string;
  readonly explode?: boolean;
  readonly allowReserved?: boolean;
  /** Its media type is JSON, and so it is written. */
  readonly json?: boolean;
}

export type Styles = Readonly<Record<string, Style>>;

/** How an operation is written and read, where that is not JSON. */
export interface Wire {
  readonly body?: 'form' | 'multipart' | 'text' | 'binary';
  readonly mediaType?: string;
  /** Of the fields of a form. */
  readonly encoding?: Styles;
  readonly response?: 'text' | 'stream' | 'blob';
  readonly query?: Styles;
  readonly path?: Styles;
  readonly header?: Styles;
}

type Values = Readonly<Record<string, unknown>>;
interface Init {
  params?: { query?: Values; path?: Values; header?: Values };
  body?: unknown;
  headers?: unknown;
  [option: string]: unknown;
}

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;

/** A style has no form for an object inside a list or an object: it is written as JSON. */
const flat = (value: unknown): unknown => (isObject(value) ? JSON.stringify(value) : value);

/** One value of a query or a form; nothing for an empty list. Only `deepObject` goes further down: `a[b][0]=c`. */
function pair(name: string, value: unknown, { json, ...options }: Style = {}): string {
  if (value === undefined || value === null) return '';
  if (json || !isObject(value))
    return serializePrimitiveParam(name, (json ? JSON.stringify(value) : value) as string, options);
  const style = options.style ?? (Array.isArray(value) ? 'form' : 'deepObject');
  if (style === 'deepObject')
    return joined(Object.entries(value).map(([key, inner]) => pair(`${name}[${key}]`, inner, { ...options, style })));
  const written = { explode: true, ...options, style } as never;
  if (Array.isArray(value)) return value.length === 0 ? '' : serializeArrayParam(name, value.map(flat), written);
  const fields = Object.entries(value).flatMap(([key, inner]) => (inner === undefined ? [] : [[key, flat(inner)]]));
  return serializeObjectParam(name, Object.fromEntries(fields), written);
}

const joined = (pairs: readonly string[]): string => pairs.filter((text) => text !== '').join('&');

const encode = (values: Values, styles: Styles = {}): string =>
  joined(Object.entries(values).map(([name, value]) => pair(name, value, styles[name])));

/** An object in a form that has no style is written as JSON, as OpenAPI has it. */
function encodeForm(values: Values, encoding: Styles = {}): string {
  const asJson = Object.entries(values).filter(([, value]) => isObject(value) && !Array.isArray(value));
  const styles = { ...Object.fromEntries(asJson.map(([name]) => [name, { json: true }])), ...encoding };
  return encode(values, styles).replaceAll('%20', '+');
}

function toFormData(values: unknown): unknown {
  if (values instanceof FormData) return values;
  const form = new FormData();
  for (const [name, value] of Object.entries(values as Values))
    for (const part of [value].flat().filter((one) => one !== undefined && one !== null))
      form.append(name, toPart(part) as Blob);
  return form;
}

function toPart(value: unknown): Blob | string {
  if (value instanceof Blob) return value;
  return isObject(value) ? new Blob([JSON.stringify(value)], { type: 'application/json' }) : String(value);
}

const MARKS: Readonly<Record<string, string>> = { label: '.', matrix: ';' };

/** openapi-fetch reads the style of a path parameter from the path, as RFC 6570 has it: `{;id*}`. */
const writePath = (path: string, values: Values, styles: Styles): string =>
  defaultPathSerializer(
    path.replaceAll(/\{([^{}]+)\}/g, (part, name: string) => {
      const { explode, style = '' } = styles[name] ?? {};
      return styles[name] === undefined ? part : `{${MARKS[style] ?? ''}${name}${explode ? '*' : ''}}`;
    }),
    Object.fromEntries(
      Object.entries(values).map(([name, value]) => [name, styles[name]?.json ? JSON.stringify(value) : value]),
    ),
  );

const writeHeaders = (values: Values, styles: Styles): Values =>
  Object.fromEntries(
    Object.entries(values).map(([name, value]) => {
      const { explode = false, json } = styles[name] ?? {};
      if (value === undefined || styles[name] === undefined || !(json || isObject(value))) return [name, value];
      return [
        name,
        json ? JSON.stringify(value) : serializeObjectParam(name, value as never, { style: 'simple', explode }),
      ];
    }),
  );

const BODIES: Readonly<Record<NonNullable<Wire['body']>, (body: never, wire: Wire) => unknown>> = {
  form: (body: Values, wire) => encodeForm(body, wire.encoding),
  multipart: toFormData,
  text: String,
  binary: (body) => body,
};

function withWire(wire: Wire | undefined, init: Init = {}): Init {
  if (wire === undefined) return init;
  const { body, header, mediaType, path, query, response } = wire;
  const { params } = init;
  const isTyped = mediaType !== undefined && init.body !== undefined && !(init.body instanceof FormData);
  return {
    ...(body !== undefined && { bodySerializer: (value: never) => BODIES[body](value, wire) }),
    ...(body === 'binary' && { duplex: 'half' }),
    ...(query !== undefined && { querySerializer: (values: Values) => encode(values, query) }),
    ...(path !== undefined && {
      pathSerializer: (template: string, values: Values) => writePath(template, values, path),
    }),
    ...(response !== undefined && { parseAs: response }),
    ...init,
    ...(header !== undefined &&
      params?.header && { params: { ...params, header: writeHeaders(params.header, header) } }),
    ...(isTyped && { headers: mergeHeaders({ 'Content-Type': mediaType }, init.headers as never) }),
  };
}

const METHODS = ['GET', 'PUT', 'POST', 'DELETE', 'OPTIONS', 'HEAD', 'PATCH', 'TRACE'] as const;

/** The same client, each of whose operations is written and read as its document says. */
export function wired<T extends object>(client: T, wires: Readonly<Record<string, Wire>>): T {
  const { request } = client as unknown as { request: (method: string, path: string, init: Init) => unknown };
  const send = (method: string, path: string, init?: Init) =>
    request(method, path, withWire(wires[`${method.toUpperCase()} ${path}`], init));
  const methods = METHODS.map((method) => [method, (path: string, init?: Init) => send(method, path, init)]);
  return { ...client, ...Object.fromEntries(methods), request: send };
}
