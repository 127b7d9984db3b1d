import { IDENTIFIER } from './lead-fields.ts';
import type { ProviderShape } from './shape.ts';

/** As the test of a simulator imports it. */
const CHECKED = '../../testing/checked.ts';

/** The simulator of a provider and its test, by path from the root. */
export function simulatorFiles(shape: ProviderShape): [path: string, text: string][] {
  const folder = `packages/simulators/src/${shape.name}`;
  return [
    [`${folder}/provider.ts`, simulator(shape)],
    [`${folder}/${shape.create.resource}.test.ts`, simulatorTest(shape)],
  ];
}

const member = (name: string): string => (IDENTIFIER.test(name) ? `.${name}` : `['${name}']`);

/** The phone of a record, in the object that holds it. */
const phoneOf = ({ fields, within }: ProviderShape['create']): string =>
  within === undefined ? `record.${fields.phone}` : `(record.${within} as ResourceRecord | undefined)?.${fields.phone}`;

const singular = (resource: string): string => resource.replace(/s$/, '');

function simulator({ create, credential, Name, name, search }: ProviderShape): string {
  const { id, resource, status } = create;
  const handlers = [
    ...(status === 201 ? [] : [`'${id}': (call) => ({ ...respondTo('${id}', call), status: ${status} }),`]),
    ...(search === undefined
      ? []
      : [
          `'${search.id}': (call) => ({ status: 200, body: context.exampleList(call, found(${search.in === 'query' ? 'call.query' : '(call.body as Readonly<Record<string, unknown>>)'}${member(search.param)})) }),`,
        ]),
  ];
  const sent = credential.header === undefined ? '{ token }' : '{ header }';
  const token =
    credential.header === undefined ? '' : `const token = header('${credential.header.toLowerCase()}') ?? '';`;
  const finds = `
  /** What lists show by now, with this phone where one is asked for. */
  const found = (phone: unknown): ResourceRecord[] =>
    leads.collection.filter(
      (record) =>
        context.isListed(Date.parse(String(record.createdAt))) &&
        (phone === undefined || digits(${phoneOf(create)}) === digits(phone)),
    );
`;
  const responds = `
  const respondTo = (operationId: string, call: Call): Reply => leads.handlers[operationId]?.(call) ?? notFound();
`;
  const types = ['Provider', 'ProviderDefinition', 'Refusal', 'Reply', 'SimulatorContext'];
  if (status !== 201) types.unshift('Call');
  return `import { api, type ${Name}Api } from '@leadwire/generated-${name}';
import type { ${types.join(', ')} } from '../framework/provider.ts';
import { createResource, type Resource${search === undefined ? '' : ', type ResourceRecord'} } from '../framework/state/resource.ts';

/** No options yet. */
export type ${Name}Options = Readonly<Record<string, never>>;

/** What a test sees as \`simulators.${name}\`${resource === 'leads' ? '' : `; \`leads\` are the ${resource}`}. */
export interface ${Name}State {
  readonly leads: Resource['collection'];
}

// assumption: all texts, the statuses and the shape of errors, and that a repeat makes a second record.
function create${Name}Provider(context: SimulatorContext, _options: ${Name}Options): Provider<${Name}Api, ${Name}State> {
  const leads = createResource(context, { operations: '${resource}', name: '${singular(resource)}', notFound });
${search === undefined ? '' : finds}${status === 201 ? '' : responds}
  return {
    state: { leads: leads.collection },
    handlers: {
      ...leads.handlers,
      ${handlers.join('\n      ')}
    },
    authorize(${sent}) {
      ${token}
      return token === '' || context.isBadToken(token) ? failure(401, 'Unauthorized') : undefined;
    },
    refuse,
    reset: () => leads.reset(),
  };
}
${search === undefined ? '' : "\nconst digits = (text: unknown): string => String(text ?? '').replace(/\\D/g, '');\n"}
const failure = (status: number, message: string): Reply => ({ status, body: { message } });
const notFound = (): Reply => failure(404, 'Not found');

function refuse(refusal: Refusal): Reply {
  switch (refusal.reason) {
    case 'invalid-query':
    case 'invalid-body':
      return failure(400, refusal.issues[0]?.message ?? 'Invalid request');
    case 'unreadable-body':
      return failure(400, refusal.message);
    case 'unknown-route':
      return failure(404, refusal.message);
    case 'rate-limited':
      return { ...failure(429, 'Too many requests'), headers: { 'retry-after': String(refusal.retryAfterSeconds) } };
    case 'failure':
      return failure(refusal.status, 'Internal error');
    default:
      return refusal satisfies never;
  }
}

export const ${name}: ProviderDefinition<${Name}Api, ${Name}State, ${Name}Options> = {
  api,
  create: create${Name}Provider,
};
`;
}

function simulatorTest({ create, credential, name }: ProviderShape): string {
  const headers = credential.header === undefined ? '' : `, headers: { '${credential.header}': 'good-token' }`;
  return `import { expect, test } from 'vitest';
import { checked } from '${CHECKED}';

test('${name}: what its spec shows as a request of ${create.id} makes one record, and the response is as the spec says', async () => {
  const { call, simulators, spec } = await checked('${name}');
  const { status } = await call('POST ${create.path}', { body: spec.operations.get('${create.id}')?.bodyExample${headers} });
  expect(status).toBe(${create.status});
  expect(simulators.${name}.leads.all()).toHaveLength(1);
});

test('${name}: a request without a credential is refused', async () => {
  const { call } = await checked('${name}');
  const { status } = await call('POST ${create.path}', { body: {}, token: '', unchecked: true });
  expect(status).toBe(401);
});
`;
}
