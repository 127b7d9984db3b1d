import { literal } from '../gen/emit/operations.ts';
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
const singular = (resource: string): string => resource.replace(/s$/, '');

/** What the vendor does with a lead that is there already, by the class of its create. */
function rules({ create, search }: ProviderShape): string[] {
  const { effect, folds, keyHeader, status, within } = create;
  const same = 'isSame: (wanted, other) => phoneOf(wanted) === phoneOf(other),';
  return [
    ...(status === 201 ? [] : [`createdStatus: ${status},`]),
    ...(search?.created?.inSeconds ? ["times: 'seconds',"] : []),
    ...(keyHeader === undefined ? [] : [`keyHeader: '${keyHeader.toLowerCase()}',`]),
    ...(folds ? [same, `onSame: (held, show) => show(held, ${effect === 'natural-key' ? 200 : status}),`] : []),
    ...(effect === 'conflict-key' ? [same, `onSame: () => failure(409, 'Exists already'),`] : []),
    ...(within === undefined
      ? []
      : [
          `merge: ({ ${within} }, changes) => ({ ${within}: { ...(${within} as object), ...(changes as ResourceRecord).${within} as object } }),`,
        ]),
  ];
}

function simulator(shape: ProviderShape): string {
  const { constant, create, credential, Name, name, search } = shape;
  const { fields, resource, within } = create;
  const finds =
    search &&
    `
      '${search.id}': (call) => ({ status: 200, body: context.exampleList(call, found(phoneAsked(call.${search.in}))) }),`;
  const phoneAsked =
    search === undefined
      ? ''
      : `
const phoneAsked = (asked: unknown): unknown =>
  ${literal(search.at)}.reduce((at, key) => (at as ResourceRecord | undefined)?.[key], asked);
`;
  const needsPhone = search !== undefined || create.folds || create.effect === 'conflict-key';
  const phone =
    within === undefined
      ? `record.${fields.phone}`
      : `(record.${within} as ResourceRecord | undefined)?.${fields.phone}`;
  const [sent, token] =
    credential.place === 'header'
      ? ['{ header }', `header('${credential.name.toLowerCase()}') ?? ''`]
      : ['{ token }', 'token'];
  const needsRecord = search !== undefined || within !== undefined;
  return `import { api, type ${Name}Api } from '@leadwire/generated-${name}';
import type { Provider, ProviderDefinition, Reply, SimulatorContext } from '../framework/provider.ts';
import { createResource, type Resource${needsRecord ? ', type ResourceRecord' : ''} } from '../framework/state/resource.ts';

/** No options yet. */
export type ${Name}Options = Readonly<Record<string, never>>;

/** What a test sees as \`simulators${member(name)}\`${resource === 'leads' ? '' : `; \`leads\` are the ${resource}`}. */
export interface ${Name}State {
  readonly leads: Resource['collection'];
}

// assumption: all texts, the statuses and the shape of errors, and what a repeat does.
function create${Name}Provider(context: SimulatorContext, _options: ${Name}Options): Provider<${Name}Api, ${Name}State> {
  const leads = createResource(context, {
    operations: '${resource}',
    name: '${singular(resource)}',
    notFound: () => failure(404, 'Not found'),
    ${rules(shape).join('\n    ')}
  });
${
  search === undefined
    ? ''
    : `
  /** What lists show by now, with this phone where one is asked for. */
  const found = (phone: unknown): ResourceRecord[] =>
    leads.listed().filter((record) => phone === undefined || phoneOf(record) === digits(phone));
`
}
  return {
    state: { leads: leads.collection },
    handlers: {
      ...leads.handlers,${finds ?? ''}
    },${credential.place === 'query' ? `\n    keyParam: '${credential.name}',` : ''}
    authorize(${sent}) {
      const given = ${token};
      return given === '' || context.isBadToken(given) ? failure(401, 'Unauthorized') : undefined;
    },
    refuse: ({ status, message }) => failure(status, message),
    reset: () => leads.reset(),
  };
}

const failure = (status: number, message: string): Reply => ({ status, body: { message } });
${
  needsPhone
    ? `
const digits = (text: unknown): string => String(text ?? '').replace(/\\D/g, '');
const phoneOf = (record: Readonly<Record<string, unknown>>): string => digits(${phone});
${phoneAsked}`
    : ''
}
export const ${constant}: ProviderDefinition<${Name}Api, ${Name}State, ${Name}Options> = {
  api,
  create: create${Name}Provider,
};
`;
}

function simulatorTest({ create, credential, name }: ProviderShape): string {
  const { name: called, place } = credential;
  const carried =
    place === 'bearer' ? '' : `, ${place === 'header' ? 'headers' : 'query'}: { '${called}': 'good-token' }`;
  return `import { expect, test } from 'vitest';
import { checked } from '${CHECKED}';

test('${name}: what its spec shows as a request of ${create.id} makes one record, and the response is as the spec says', async () => {
  const { call, simulators, spec } = await checked('${name}');
  const { status } = await call('POST ${create.path}', { body: spec.operations.get('${create.id}')?.bodyExample${carried} });
  expect(status).toBe(${create.status});
  expect(simulators${member(name)}.leads.all()).toHaveLength(1);
});

test('${name}: a request without a credential is refused', async () => {
  const { call } = await checked('${name}');
  const { status } = await call('POST ${create.path}', { body: {}, token: '', unchecked: true });
  expect(status).toBe(401);
});
`;
}
