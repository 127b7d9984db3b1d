// Samplers of JSON Schema do not take what a request sent, so responses are built from the generated zod schemas here.
import type { Call, Schema } from '../provider.ts';
import type { Random } from '../random.ts';
import { type CheckDef, defOf, type SchemaDef } from './schema-def.ts';

/** One fixed moment: an example must not change from run to run. */
const MOMENT = '2026-01-15T09:30:00Z';

/** Strings that the patterns of the specs ask for. */
const PATTERNED = ['+14155552671', '1001', 'ACTION_1001', 'example', '14155552671'];

const TEXTS: Readonly<Record<string, string>> = {
  datetime: MOMENT,
  date: MOMENT.slice(0, 10),
  email: 'jane.doe@example.com',
  url: 'https://example.com/',
};

/** Where a value stands: the name of its property, and how many levels deep. */
interface Position {
  readonly name: string;
  readonly depth: number;
}

/** What an example is made from. */
interface Source {
  readonly call: Call;
  readonly random: Random;
}

const property = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null && Object.hasOwn(value, name)
    ? (value as Record<string, unknown>)[name]
    : undefined;

/** What the request sent under this name, best first. */
function sent({ name, depth }: Position, { body, params }: Call): unknown[] {
  if (depth > 2) return [];
  const param = params[name] ?? (name === 'id' ? Object.values(params).at(-1) : undefined);
  return [property(body, name), param, param === undefined ? undefined : Number(param)];
}

const checksOf = (def: SchemaDef): CheckDef[] => (def.checks ?? []).map((check) => check._zod.def);

function stringFor(def: SchemaDef, { name }: Position, random: Random): string {
  const checks = checksOf(def);
  const format =
    def.format ?? checks.find((check) => check.check === 'string_format' && check.format !== 'regex')?.format ?? '';
  if (format === 'guid' || format === 'uuid') return random.uuid();
  const text = TEXTS[format];
  if (text !== undefined) return text;
  const pattern = checks.find((check) => check.pattern !== undefined)?.pattern;
  if (pattern !== undefined) return PATTERNED.find((each) => pattern.test(each)) ?? '';
  const least = checks.find((check) => check.minimum !== undefined)?.minimum ?? 0;
  return (name === '' ? 'example' : name).padEnd(least, '.');
}

function numberFor(def: SchemaDef): number {
  const checks = checksOf(def);
  const over = checks.find((check) => check.check === 'greater_than')?.value ?? 1;
  const under = checks.find((check) => check.check === 'less_than')?.value ?? Number.MAX_SAFE_INTEGER;
  return Math.min(Math.max(1, over), under);
}

function objectFor({ shape = {} }: SchemaDef, { depth }: Position, source: Source): object {
  const entries = Object.entries(shape).map(([name, part]) => [name, build(part, { name, depth: depth + 1 }, source)]);
  return Object.fromEntries(entries);
}

function arrayFor(def: SchemaDef, { name, depth }: Position, source: Source): unknown[] {
  const mayBeLong = !checksOf(def).some(({ check }) => check === 'max_length');
  return def.element !== undefined && mayBeLong ? [build(def.element, { name, depth: depth + 1 }, source)] : [];
}

function build(schema: Schema, position: Position, source: Source): unknown {
  const fitting = sent(position, source.call).find((value) => value !== undefined && schema.safeParse(value).success);
  if (fitting !== undefined) return fitting;
  const def = defOf(schema);
  switch (def.type) {
    case 'optional':
    case 'nullable':
    case 'readonly':
      return def.innerType && build(def.innerType, position, source);
    case 'object':
      return objectFor(def, position, source);
    case 'array':
      return arrayFor(def, position, source);
    case 'union':
      return def.options?.[0] === undefined ? null : build(def.options[0], position, source);
    case 'string':
      return stringFor(def, position, source.random);
    case 'number':
      return numberFor(def);
    case 'boolean':
      return true;
    case 'enum':
      return Object.values(def.entries ?? {})[0];
    case 'literal':
      return def.values?.[0];
    case 'record':
      return {};
    default:
      return null;
  }
}

/** A value of a result schema: the same for the same call and seed, and it shows what the request sent where that fits. */
export function exampleOf(schema: Schema, call: Call, random: Random): unknown {
  const own = random.fork(`${call.operationId} ${JSON.stringify(call.params)}`);
  return build(schema, { name: '', depth: 0 }, { call, random: own });
}

/** The counts of a page that holds all records. */
const countsOf = (count: number): Readonly<Record<string, number | null>> => ({
  total: count,
  current_page: 1,
  last_page: 1,
  from: count === 0 ? null : 1,
  to: count === 0 ? null : count,
});

function unwrapped(schema: Schema): Schema {
  const { innerType } = defOf(schema);
  return innerType === undefined ? schema : unwrapped(innerType);
}

/** The response of a list, with an item for each record; `{ data }` where the spec leaves its shape open. */
export function exampleListOf(schema: Schema, call: Call, records: readonly object[], random: Random): unknown {
  const itemsOf = ({ element }: SchemaDef): unknown[] =>
    element === undefined ? [] : records.map((body) => exampleOf(element, { ...call, body, params: {} }, random));
  const whole = defOf(unwrapped(schema));
  if (whole.type === 'array') return itemsOf(whole);
  const parts = Object.entries(whole.shape ?? {}).map(([name, part]) => [name, defOf(unwrapped(part))] as const);
  const lists = parts.filter(([name, { type }]) => type === 'array' && name !== 'links');
  return {
    ...(exampleOf(schema, call, random) as object),
    ...Object.fromEntries(Object.entries(countsOf(records.length)).filter(([name]) => whole.shape?.[name])),
    ...(lists.length === 0 && { data: records }),
    ...Object.fromEntries(lists.map(([name, list]) => [name, itemsOf(list)])),
  };
}
