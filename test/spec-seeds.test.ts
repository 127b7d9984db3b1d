import { api as autocalls } from '@leadwire/generated-autocalls';
import { api as pulsecrm } from '@leadwire/generated-pulsecrm';
import { api as telecrm } from '@leadwire/generated-telecrm';
import { api as topcalls } from '@leadwire/generated-topcalls';
import { describe, expect, test } from 'vitest';
import { BASE, inside, jsonOf, operationsOf, type Place, parametersOf, placeAt } from './spec-documents.ts';

// The facts of the five pages that the project was asked for from, field by field, and what the specs make of them.

function operation(name: string, id: string) {
  const found = operationsOf(name).find((known) => known.id === id);
  if (found === undefined) throw new Error(`${name} has no ${id}`);
  const answer = (status: string) => schemaOf(inside(found.at, 'responses', status));
  return {
    address: `${found.verb.toUpperCase()} ${placeAt(`${BASE}${name}.yaml`, '/servers/0').node.url}${found.path}`,
    statuses: Object.keys(found.at.node.responses),
    parameters: Object.fromEntries(
      parametersOf(found).map((at) => [
        `${at.node.in} ${at.node.name}`,
        `${at.node.required ? 'required ' : ''}${described(inside(at, 'schema'))}`,
      ]),
    ),
    bodyIsRequired: inside(found.at, 'requestBody').node.required,
    body: fields(schemaOf(inside(found.at, 'requestBody'))),
    answer: (status: string) => fields(answer(status)),
    schema: answer,
    source: found.at.node['x-leadwire-source'].sure,
  };
}

function schemaOf(holder: Place): Place {
  const media = jsonOf(holder);
  if (media === undefined) throw new Error(`no JSON at ${holder.pointer}`);
  return inside(media, 'schema');
}

/** The fields of an object in the words of the pages: `required string<uuid>`; those of inner objects too. */
function fields(object: Place, above = ''): Record<string, string> {
  const required: string[] = object.node.required ?? [];
  return Object.assign(
    {},
    ...Object.keys(object.node.properties ?? {}).map((name) => {
      const field = inside(object, 'properties', name);
      const item = field.node.items === undefined ? field : inside(field, 'items');
      const path = above + name + (item === field ? '' : '[]');
      return {
        [above + name]: `${required.includes(name) ? 'required ' : ''}${described(field)}`,
        ...fields(item, `${path}.`),
      };
    }),
  );
}

/** A field that may come in several forms counts as the first of them. */
function described(given: Place): string {
  const field = given.node.anyOf === undefined ? given : inside(given, 'anyOf', 0);
  const { type, format, enum: known, pattern, minLength, default: standard } = field.node;
  const types: string[] = [type]
    .flat()
    .map((kind) => (kind === 'array' ? `${typeOf(inside(field, 'items'))}[]` : kind));
  return [
    (format === undefined ? types : types.map((kind) => (kind === 'string' ? `string<${format}>` : kind))).join('|'),
    ...(known === undefined ? [] : [`one of ${known.join(' ')}`]),
    ...(pattern === undefined ? [] : [`like ${pattern}`]),
    ...(minLength === undefined ? [] : [`of at least ${minLength}`]),
    ...(standard === undefined ? [] : [`default ${standard}`]),
  ].join(', ');
}

const typeOf = ({ node: { format, type = 'object' } }: Place): string =>
  format === undefined ? type : `${type}<${format}>`;

/** Names in a sample that the schema does not have. */
function strangersIn(sample: unknown, schema: Place, above = ''): string[] {
  if (Array.isArray(sample)) return sample.flatMap((item) => strangersIn(item, inside(schema, 'items'), `${above}[]`));
  if (typeof sample !== 'object' || sample === null || schema.node.properties === undefined) return [];
  return Object.entries(sample).flatMap(([name, value]) =>
    schema.node.properties[name] === undefined
      ? [`${above}.${name}`]
      : strangersIn(value, inside(schema, 'properties', name), `${above}.${name}`),
  );
}

const PHONE = 'like ^\\+[1-9]\\d{8,14}$';
const STATUS = 'one of New Contacted Converted Unsubscribed';

const TOPCALLS_LEAD = {
  id: 'required string<uuid>',
  account_id: 'required string<uuid>',
  name: 'required string',
  phone_number: `required string, ${PHONE}`,
  status: `required string, ${STATUS}`,
  tags: 'required string[]',
  created_at: 'required string<date-time>',
  updated_at: 'required string<date-time>',
  email: 'string<email>|null',
  notes: 'string|null',
  metadata: 'object',
  converted_at: 'string<date-time>|null',
  list_ids: 'string<uuid>[]',
};

describe('topcalls', () => {
  test('creates a lead as its page says', () => {
    const create = operation('topcalls', 'leads.create');
    expect(create.address).toBe('POST https://api.topcalls.ai/v1/leads');
    expect(create.source).toBe('seed');
    expect(create.parameters).toEqual({});
    expect(create.bodyIsRequired).toBe(true);
    expect(create.body).toEqual({
      name: 'required string, of at least 1',
      phone_number: `required string, ${PHONE}`,
      list_id: 'required string<uuid>',
      email: 'string<email>',
      status: `string, ${STATUS}, default New`,
      notes: 'string',
      notes_append: 'string',
      tags: 'string[]',
      metadata: 'object',
    });
    expect(create.statuses).toEqual(expect.arrayContaining(['200', '201']));
    for (const status of ['200', '201'])
      expect(create.answer(status)).toEqual({ ...TOPCALLS_LEAD, existed: 'required boolean' });
  });

  test('updates a lead as its page says', () => {
    const update = operation('topcalls', 'leads.update');
    expect(update.address).toBe('PATCH https://api.topcalls.ai/v1/leads/{id}');
    expect(update.source).toBe('seed');
    expect(update.parameters).toEqual({ 'path id': 'required string<uuid>' });
    expect(update.bodyIsRequired).toBe(true);
    expect(update.body).toEqual({
      name: 'string, of at least 1',
      phone_number: `string, ${PHONE}`,
      email: 'string<email>|null',
      status: `string, ${STATUS}`,
      notes: 'string|null',
      notes_append: 'string',
      tags: 'string[]',
      metadata: 'object',
    });
    expect(update.statuses).toContain('200');
    expect(update.answer('200')).toEqual(TOPCALLS_LEAD);
  });
});

describe('autocalls', () => {
  const create = operation('autocalls', 'leads.create');

  test('creates a lead as its page says', () => {
    expect(create.address).toBe('POST https://app.autocalls.ai/api/user/lead');
    expect(create.source).toBe('seed');
    expect(create.parameters).toEqual({});
    expect(create.bodyIsRequired).toBe(true);
    expect(create.body).toEqual({
      phone_number: 'required string',
      campaign_id: 'required integer',
      variables: 'object',
      allow_dupplicate: 'boolean',
      secondary_contacts: 'object[]',
      'secondary_contacts[].phone_number': 'required string',
      'secondary_contacts[].variables': 'object',
    });
  });

  test('answers as its page shows', () => {
    const contact = {
      phone_number: '+1234567891',
      variables: { customer_name: 'Jane Doe Secondary', email: 'jane.doe.secondary@example.com' },
      status: 'created',
      created_at: '2025-06-30 11:53:20',
      updated_at: '2025-06-30 11:53:20',
    };
    const sample = {
      message: 'Lead created successfully',
      data: {
        ...contact,
        id: 1,
        campaign_id: 1,
        campaign: { id: 1, name: 'My new campaign' },
        secondary_contacts: [{ ...contact, id: 2 }],
      },
    };
    expect(create.answer('200').message).toBe('string, default Lead created successfully');
    expect(strangersIn(sample, create.schema('200'))).toEqual([]);
    expect(autocalls.resultSchemas['leads.create'].safeParse(sample).error).toBeUndefined();
  });
});

describe('telecrm', () => {
  const create = operation('telecrm', 'leads.create');

  test('creates a lead as its page says', () => {
    expect(create.address).toBe('POST https://next.telecrm.in/autoupdate/v2/enterprise/{enterpriseId}/lead');
    expect(create.source).toBe('seed');
    // That it is not empty is ours: an empty one would be another path.
    expect(create.parameters).toEqual({ 'path enterpriseId': 'required string, of at least 1' });
    expect(create.bodyIsRequired).toBe(true);
    expect(create.body).toMatchObject({ fields: 'required object', actions: 'object[]' });
    // The standard field names; custom ones are free.
    expect(Object.keys(create.body).filter((name) => name.startsWith('fields.'))).toEqual(
      ['name', 'phone', 'email', 'rating', 'status', 'assignee'].map((name) => `fields.${name}`),
    );
    expect(create.statuses).toEqual(expect.arrayContaining(['201', '400', '401', '409']));
    expect(create.statuses.filter((status) => status.startsWith('2'))).toEqual(['201']);
  });

  test('takes the request that its page shows', () => {
    const sample = {
      fields: { name: 'Jane Doe', phone: '919999999999', email: 'jane.doe@example.com' },
      actions: [{ type: '1001', fields: { note: 'Site visit completed' } }],
    };
    expect(telecrm.bodySchemas['leads.create'].safeParse(sample).error).toBeUndefined();
    const async = { ...sample, actions: [{ type: 'ACTION_1001' }] };
    expect(telecrm.bodySchemas['leads.create'].safeParse(async).success).toBe(false);
  });

  test('answers as its page shows', () => {
    const sample = {
      lead_id: '603d2b2f9b1e8a001c8e4f5c',
      actions: [{ action_id: '603d2b2f9b1e8a001c8e4f5d', status: 'CREATED' }],
      remarks: [{ field: 'fields.rating', status: 'IGNORED', remark: 'Rating must be between 1 and 5' }],
    };
    expect(strangersIn(sample, create.schema('201'))).toEqual([]);
    expect(telecrm.resultSchemas['leads.create'].safeParse(sample).error).toBeUndefined();
  });

  test.each([
    ['400', 'INVALID_LEAD'],
    ['409', 'LEAD_ALREADY_EXISTS'],
  ])('refuses with %s and the code %s as its page shows', (status, code) => {
    const answer = create.schema(status);
    expect(strangersIn({ error: { code, message: 'text' } }, answer)).toEqual([]);
    expect(inside(answer, 'properties', 'error', 'properties', 'code').node.anyOf[0].enum).toContain(code);
  });
});

describe('pulsecrm', () => {
  const create = operation('pulsecrm', 'leads.create');
  const INPUT = {
    teamId: 'integer',
    leadSourceId: 'integer',
    firstName: 'required string',
    lastName: 'required string',
    imgSrc: 'string',
    email: 'string',
    phone: 'string',
    company: 'string',
    jobTitle: 'string',
    branch: 'string',
    source: 'string',
    position: 'string',
    location: 'string',
    productsServicesSold: 'string',
    numberOfEmployees: 'integer',
    currentPaymentProcessor: 'string',
    monthlyTransactionVolume: 'integer',
    interestedInSwitching: 'boolean',
    processStage: 'string',
    buyingRole: 'string',
    assignedTo: 'string',
    notes: 'string',
    lastContacted: 'string<date-time>',
    archived: 'boolean',
    createdBy: 'string',
  };

  test('creates a lead as its page says', () => {
    expect(create.address).toMatch(/^POST https:.*\/leads$/);
    expect(create.source).toBe('seed');
    expect(create.parameters).toEqual({
      'header x-account-id': 'required string',
      'query skipTeamAndSourceRequirement': 'boolean',
    });
    expect(create.bodyIsRequired).toBe(true);
    expect(create.body).toEqual(INPUT);
    expect(create.statuses).toEqual(expect.arrayContaining(['400', '401', '403', '500']));
    expect(create.answer('400')).toMatchObject({ error: expect.stringMatching(/string$/) });
  });

  test('answers with a lead as its page says', () => {
    const lead = create.answer('201');
    const nullable = Object.keys(lead).filter((name) => name.includes('.') && lead[name]?.endsWith('|null'));
    // The page names one nullable field; that every optional field of a lead may be null is inferred.
    expect(nullable).toEqual(['auditLog[].apiKey']);
    const asWritten = Object.fromEntries(Object.entries(lead).map(([name, text]) => [name, text.replace('|null', '')]));
    expect(asWritten).toEqual({
      ...INPUT,
      id: 'required integer',
      accountId: 'string',
      applicationId: 'string',
      archived: 'boolean, default false',
      createdAt: 'string<date-time>',
      updatedAt: 'string<date-time>',
      auditLog: 'object[]',
      'auditLog[].id': 'integer',
      'auditLog[].event': 'string',
      'auditLog[].user': 'string',
      'auditLog[].apiKey': 'string',
      'auditLog[].data': 'object',
      'auditLog[].created': 'string<date-time>',
      'auditLog[].requestMethod': 'string',
      'auditLog[].requestPath': 'string',
      'auditLog[].requestHeaders': 'object',
      'auditLog[].requestIpAddress': 'string',
      'auditLog[].account_id': 'string',
    });
    expect(create.answer('200')).toEqual(lead);
  });
});

test.each([
  ['topcalls', 25, topcalls],
  ['autocalls', 97, autocalls],
  ['telecrm', 19, telecrm],
  ['pulsecrm', 46, pulsecrm],
])('%s has %i operations, all of them generated', (name, count, api) => {
  const ids = operationsOf(name).map(({ id }) => id);
  expect(ids).toHaveLength(count);
  expect(Object.keys(api.operations).sort()).toEqual([...ids].sort());
});

test.each(['topcalls', 'autocalls', 'telecrm', 'pulsecrm'])('%s asks for a bearer token by default', (name) => {
  const { node } = placeAt(`${BASE}${name}.yaml`, '');
  const schemes = node.security.flatMap((scheme: object) => Object.keys(scheme));
  expect(schemes.map((scheme: string) => node.components.securitySchemes[scheme].scheme)).toContain('bearer');
});
