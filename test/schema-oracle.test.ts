import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { PROVIDERS, type ProviderName } from './providers.ts';
import { bodies } from './schema-oracle/bodies.ts';
import { mutated } from './schema-oracle/mutations.ts';
import { copyOf, type JsonSchema, refTo, validator, writtenOf } from './schema-oracle/written.ts';
import { namedSchemasOf } from './spec-documents.ts';

// Two judges of every value: ajv, which reads the specs as they are written, and the zod schemas generated from them.

const SEED = 20_261_121;

interface ZodSchema {
  safeParse(value: unknown): { success: boolean };
}
type Schemas = Readonly<Record<string, ZodSchema>>;
interface Pair {
  what: string;
  written: JsonSchema;
  generated: ZodSchema | undefined;
}

type Name = ProviderName;

const apiOf = (name: Name) =>
  PROVIDERS[name].generated.api as unknown as Record<'bodySchemas' | 'querySchemas' | 'resultSchemas', Schemas>;

function schemaOf(name: Name, schema: string): ZodSchema {
  const found = (PROVIDERS[name].generated.schemas as unknown as Schemas)[`z${schema}`];
  if (found === undefined) throw new Error(`${name} has no z${schema}`);
  return found;
}

/** Every schema as it is written beside the one that was generated, by what it is for. */
function pairsOf(name: Name): Pair[] {
  const { bodySchemas, querySchemas, resultSchemas } = apiOf(name);
  const operations = writtenOf(name).flatMap(({ id, body, query, results }): Pair[] => [
    ...(body ? [{ what: `body of ${id}`, written: refTo(body), generated: bodySchemas[id] }] : []),
    ...(query ? [{ what: `query of ${id}`, written: query, generated: querySchemas[id] }] : []),
    ...(results.length > 0
      ? [{ what: `result of ${id}`, written: { anyOf: results.map(refTo) }, generated: resultSchemas[id] }]
      : []),
  ]);
  const schemas = PROVIDERS[name].generated.schemas as unknown as Schemas;
  const named = [...namedSchemasOf(name)].map(([schema, place]) => ({
    what: `schema ${schema}`,
    written: refTo(place),
    generated: schemas[`z${schema}`],
  }));
  return [...operations, ...named];
}

/** The first value that the two judge differently, of some that fit and some that were spoilt once or twice. */
function difference({ written, generated }: Pair, numRuns = 60): string | undefined {
  const byAjv = validator(written);
  const made = bodies(written);
  const property = fc.property(
    fc.oneof(made, mutated(made), mutated(mutated(made))),
    (value) => generated?.safeParse(value).success === byAjv(value),
  );
  const { failed, counterexample } = fc.check(property, { seed: SEED, numRuns });
  if (!failed) return undefined;
  const value = counterexample?.[0];
  return `ajv ${byAjv(value) ? 'takes' : 'refuses'} ${JSON.stringify(value)}`;
}

describe.each(Object.keys(PROVIDERS) as Name[])('%s', (name) => {
  const pairs = pairsOf(name);

  test('has a generated schema for every body, query, result and named schema of its spec', () => {
    expect(pairs.filter(({ generated }) => generated === undefined).map(({ what }) => what)).toEqual([]);
  });

  test('has its values judged alike by the spec and by the generated schemas', () => {
    const differences = pairs.flatMap((pair) => {
      const found = difference(pair);
      return found === undefined ? [] : [`${pair.what}: ${found}`];
    });
    expect(differences).toEqual([]);
  });

  test('has values made for it that mostly fit, and that mostly do not when they are spoilt', () => {
    const wrong = pairs.filter(({ written }) => {
      const byAjv = validator(written);
      const fitting = fc.sample(bodies(written), { seed: SEED, numRuns: 40 }).filter((value) => byAjv(value));
      const spoilt = fc.sample(mutated(bodies(written)), { seed: SEED, numRuns: 40 }).filter((value) => !byAjv(value));
      return fitting.length < 4 || spoilt.length < 1;
    });
    expect(wrong.map(({ what }) => what)).toEqual([]);
  });

  test('has examples that both take', () => {
    const { bodySchemas, resultSchemas } = apiOf(name);
    const examples = writtenOf(name).flatMap(({ id, body, results, examples }) => [
      ...examples.body.map((value) => ({
        what: `body of ${id}`,
        value,
        places: body ? [body] : [],
        zod: bodySchemas[id],
      })),
      ...examples.results.map((value) => ({ what: `result of ${id}`, value, places: results, zod: resultSchemas[id] })),
    ]);
    const refused = examples.filter(
      ({ value, places, zod }) =>
        !validator({ anyOf: places.map(refTo) })(value) || zod?.safeParse(value).success !== true,
    );
    expect(refused.map(({ what }) => what)).toEqual([]);
    expect(examples.length).toBeGreaterThan(2);
  });
});

const leadCreate = copyOf('topcalls', 'LeadCreate');
const { email, ...optional } = leadCreate.properties as Record<string, JsonSchema>;

test.each<[string, JsonSchema]>([
  ['a field that is no longer required', { required: ['name', 'phone_number'] }],
  ['a field that is required all at once', { required: ['name', 'phone_number', 'list_id', 'email'] }],
  ['unknown fields let through', { additionalProperties: true }],
  ['a field more', { properties: { ...optional, email, more: { type: 'string' } } }],
  ['a field that may be null', { properties: { ...optional, email: { ...email, type: ['string', 'null'] } } }],
  ['a field without its format', { properties: { ...optional, email: { type: 'string' } } }],
  ['a field without its pattern', { properties: { ...optional, email, phone_number: { type: 'string' } } }],
  ['a field without its length', { properties: { ...optional, email, name: { type: 'string' } } }],
  [
    'an enum with one value more',
    {
      properties: {
        ...optional,
        email,
        status: { enum: ['New', 'Contacted', 'Converted', 'Unsubscribed', 'no such value'] },
      },
    },
  ],
  ['a list of anything', { properties: { ...optional, email, tags: { type: 'array' } } }],
])('the comparison would notice %s', (_, change) => {
  const generated = PROVIDERS.topcalls.generated.schemas.zLeadCreate;
  expect(difference({ what: 'as it is', written: leadCreate, generated }, 1_500)).toBeUndefined();
  expect(difference({ what: 'changed', written: { ...leadCreate, ...change }, generated }, 1_500)).toBeDefined();
});

const lead = { name: 'Jane Doe', phone_number: '+14155552671', list_id: 'd2a4b1f6-3d0a-4a57-8b1e-0c7f5f3b9a42' };

/** All that the two are known to see differently: values like these are never made up above. */
const DIFFERENCES: {
  why: string;
  name: Name;
  schema: string;
  value: unknown;
  taken: { ajv: boolean; zod: boolean };
}[] = [
  {
    why: 'a UUID may be written as a URN, zod takes the bare one only',
    name: 'topcalls',
    schema: 'LeadCreate',
    value: { ...lead, list_id: `urn:uuid:${lead.list_id}` },
    taken: { ajv: true, zod: false },
  },
  ...['2016-12-31T23:59:60Z', '2026-01-31 10:30:00Z', '2026-01-31T10:30:00+0530'].map((lastContacted) => ({
    why: `a time may be written as ${lastContacted}, zod takes no leap second, blank or offset without a colon`,
    name: 'pulsecrm' as const,
    schema: 'LeadInput',
    value: { firstName: 'Jane', lastName: 'Doe', lastContacted },
    taken: { ajv: true, zod: false },
  })),
  {
    why: 'a URI is ASCII, an address that zod takes need not be',
    name: 'topcalls',
    schema: 'WebhookSubscriptionCreate',
    value: { event: 'call.completed', url: 'https://example.com/bücher' },
    taken: { ajv: false, zod: true },
  },
];

test.each(DIFFERENCES)('$why', ({ name, schema, value, taken }) => {
  expect({ ajv: validator(copyOf(name, schema))(value), zod: schemaOf(name, schema).safeParse(value).success }).toEqual(
    taken,
  );
});

test.each([
  ['open for both in an answer', 'LeadUpsertResult', true],
  ['closed for both in a request', 'LeadCreate', false],
])('an enum is %s', (_, schema, taken) => {
  const times = { created_at: '2026-01-31T10:30:00Z', updated_at: '2026-01-31T10:30:00Z' };
  const answer = { ...lead, id: lead.list_id, account_id: lead.list_id, tags: [], ...times, existed: false };
  const value = { ...(schema === 'LeadCreate' ? lead : answer), status: 'Dormant' };
  expect(validator(copyOf('topcalls', schema))(value)).toBe(taken);
  expect(schemaOf('topcalls', schema).safeParse(value).success).toBe(taken);
});
