import { RESPONSE_TYPES } from '../names/media-types.ts';
import type { NamedSpec, OperationTypes } from '../names/name-schemas.ts';
import { camelCase, typeName } from '../names/names.ts';
import { type OpenApi, refName, resolveLocal, type Schema, type SpecOperation, schemaOf } from '../read/open-api.ts';
import type { Wire } from '../runtime/wire.ts';
import { literal } from './operations.ts';
import { WIRE_RUNTIME, wiresOf } from './wire.ts';

/** The openapi-fetch client of a spec, and what each operation takes and gives. */
export function emitClient(spec: NamedSpec, name: string): string {
  const provider = typeName(name);
  const used = new Set<string>();
  const groups = new Map<string, string[]>();
  for (const known of spec.operations) {
    const types = spec.types.get(known.id);
    if (types === undefined) throw new Error(`no types for ${known.id}`);
    const shape = shapeOf(spec.document, known, types, used);
    const group = groups.get(known.resource) ?? [];
    groups.set(known.resource, [...group, `${docOf(known, '    ')}    ${known.method}: ${shape};`]);
  }
  const wires = wiresOf(spec);
  const serializers = wires.size === 0 ? '' : `, ${WIRE_RUNTIME.imports.join(', ')}`;
  const made = 'createFetchClient<paths>({ querySerializer, ...options })';
  return `import createFetchClient, { type Client, type ClientOptions, createQuerySerializer${serializers} } from 'openapi-fetch';
import type { ${['paths', ...[...used].sort()].join(', ')} } from './types.ts';

export type ${provider}Client = Client<paths>;

/** Made here once: openapi-fetch would make one for every request. */
const querySerializer = /*@__PURE__*/ createQuerySerializer();

export function createClient(options: ClientOptions): ${provider}Client {
  return ${wires.size === 0 ? made : `wired(${made}, wires)`};
}
${wires.size === 0 ? '' : `\n${wireTable(wires)}\n\n${WIRE_RUNTIME.text}\n`}
/** What each operation takes (\`args\`, \`query\` beside a body) and gives (\`result\`, \`item\` of a list). */
export interface ${provider}Operations {
${[...groups].map(([resource, members]) => `  ${resource}: {\n${members.join('\n')}\n  };`).join('\n')}
}`;
}

function shapeOf(document: OpenApi, known: SpecOperation, types: OperationTypes, used: Set<string>) {
  const use = (type: string): string => {
    used.add(type);
    return type;
  };
  const args = types.path.map(
    (parameter) => `${argumentName(parameter.name)}: ${scalarType(document, schemaOf(parameter))}`,
  );
  const hasBody = types.media !== undefined;
  if (hasBody) args.push(`body${types.bodyRequired ? '' : '?'}: ${bodyKinds(types, use).join(' | ')}`);
  else if (types.query !== undefined) {
    const must = types.queryParameters.some((parameter) => parameter.required === true);
    args.push(`query${must ? '' : '?'}: ${use(types.query)}`);
  }
  const item = itemType(document, known, types, use);
  const fields = [
    `args: [${args.join(', ')}]`,
    ...(hasBody && types.query !== undefined ? [`query: ${use(types.query)}`] : []),
    `result: ${resultKinds(types, use).join(' | ') || 'unknown'}`,
    ...(item === undefined ? [] : [`item: ${item}`]),
  ];
  return `{ ${fields.join('; ')} }`;
}

const ANY_FIELDS = 'Readonly<Record<string, unknown>>';

function bodyKinds({ body, media, multipart }: OperationTypes, use: (type: string) => string): string[] {
  const isForm = multipart || media?.kind === 'form';
  return [
    ...(body === undefined ? [] : [use(body)]),
    ...(multipart ? ['FormData'] : []),
    ...(isForm && body === undefined ? [ANY_FIELDS] : []),
    ...(media?.kind === 'text' ? ['string'] : []),
    ...(media?.kind === 'binary' ? ['BodyInit'] : []),
  ];
}

function resultKinds({ mayBeEmpty, responseKind, results }: OperationTypes, use: (type: string) => string): string[] {
  return [
    ...results.map(use),
    ...(responseKind === undefined ? [] : [RESPONSE_TYPES[responseKind]]),
    ...(mayBeEmpty ? ['undefined'] : []),
  ];
}

const wireTable = (wires: ReadonlyMap<string, Wire>): string =>
  `const wires: Readonly<Record<string, Wire>> = {\n${[...wires]
    .map(([operation, wire]) => `  ${JSON.stringify(operation)}: ${literal(wire)},`)
    .join('\n')}\n};`;

function itemType(
  document: OpenApi,
  known: SpecOperation,
  types: OperationTypes,
  use: (type: string) => string,
): string | undefined {
  const pagination = known.operation['x-leadwire-pagination'] as { items?: string } | undefined;
  const [result] = types.results;
  if (pagination?.items === undefined || result === undefined) return undefined;
  const steps = pagination.items === '$' ? [] : pagination.items.split('.');
  let schema: Schema | undefined = { $ref: `#/components/schemas/${result}` };
  let access = use(result);
  for (const step of steps) {
    schema = resolveLocal<Schema>(document, schema ?? {}).properties?.[step];
    access = `NonNullable<${access}[${JSON.stringify(step)}]>`;
  }
  const items = resolveLocal<Schema>(document, schema ?? {}).items;
  if (items?.$ref !== undefined) return use(refName(items.$ref));
  return `${steps.length > 0 ? access : `NonNullable<${access}>`}[number]`;
}

/** Words that cannot label an argument in a type. */
const RESERVED = new Set(
  (
    'arguments asserts await break case catch class const continue debugger default delete do else enum eval export extends ' +
    'false finally for function if implements import in infer instanceof interface keyof let new null package private ' +
    'protected public readonly return static super switch this throw true try typeof unique var void while with yield'
  ).split(' '),
);

/** A parameter's name as an argument: `thing-id` is `thingId`, `class` is `class_`. */
function argumentName(name: string): string {
  const argument = camelCase(name);
  return RESERVED.has(argument) ? `${argument}_` : argument;
}

/** What one part of a path may be: a list and an object only where the document says so; whatever else is not text is written as text. */
function scalarType(document: OpenApi, given: Schema | undefined): string {
  const schema = resolveLocal<Schema>(document, given ?? {});
  const { type, enum: known, const: only, anyOf, oneOf, 'x-leadwire-open-enum': open } = schema;
  const values = only === undefined ? known : [only];
  if (values !== undefined && open !== true) return values.map((value) => JSON.stringify(value)).join(' | ');
  const list = `readonly (${type === 'array' ? scalarType(document, schema.items) : 'unknown'})[]`;
  const scalars = { integer: 'number', number: 'number', boolean: 'boolean' };
  const names: Record<string, string> = { ...scalars, array: list, object: ANY_FIELDS };
  const choices: Schema[] = anyOf ?? oneOf ?? [];
  const kinds =
    choices.length > 0
      ? choices.map((kind) => scalarType(document, kind))
      : [type ?? 'string'].flat().map((kind) => names[kind] ?? 'string');
  const distinct = [...new Set(kinds)];
  return distinct.includes('string')
    ? distinct.filter((kind) => !kind.startsWith('"')).join(' | ')
    : distinct.join(' | ');
}

function docOf({ operation, path, verb }: SpecOperation, indent: string): string {
  const source = operation['x-leadwire-source'];
  const text = [oneLine(operation.summary ?? ''), ...(operation.description ?? '').split('\n')].map((line) =>
    line.trim(),
  );
  const lines = [
    ...text.filter((line) => line !== ''),
    `\`${verb.toUpperCase()} ${path}\``,
    ...(operation.deprecated ? ['@deprecated'] : []),
    ...(source ? [`@see ${source.page}`] : []),
  ].map(unclosed);
  return `${indent}/**\n${lines.map((line) => `${indent} * ${line}`).join('\n')}\n${indent} */\n`;
}

/** What would end the comment that it stands in does not. */
const unclosed = (text: string): string => text.replaceAll('*/', '*\\/');

const oneLine = (text: string): string => text.trim().replaceAll(/\s+/g, ' ');
