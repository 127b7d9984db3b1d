import { api, type ContactSearch, type HubspotApi } from '@leadwire/generated-hubspot';
import type { Call, Provider, ProviderDefinition, Refusal, Reply, SimulatorContext } from '../framework/provider.ts';
import { createResource, type Resource, type ResourceRecord } from '../framework/state/resource.ts';

/** No options yet. */
type HubspotOptions = Readonly<Record<string, never>>;

/** What a test sees as `simulators.hubspot`; `leads` are the contacts. */
interface HubspotState {
  readonly leads: Resource['collection'];
}

const FIRST_ID = 100;
const PAGE = 10;

// assumption: all texts but that of an existing contact, which HubSpot's users have shown.
function createHubspotProvider(
  context: SimulatorContext,
  _options: HubspotOptions,
): Provider<HubspotApi, HubspotState> {
  const contacts = createResource(context, {
    operations: 'contacts',
    name: 'contact',
    removes: 'archive',
    defaults: { archived: false },
    notFound: () => failure(404, 'resource not found', 'OBJECT_NOT_FOUND'),
    idOf: (count) => String(FIRST_ID + count),
    merge: (record, changes) => ({ properties: { ...propertiesOf(record), ...propertiesOf(changes) } }),
    isSame: (wanted, other) => emailOf(wanted) !== undefined && emailOf(wanted) === emailOf(other),
    onSame: ({ id }) => failure(409, `Contact already exists. Existing ID: ${id}`, 'CONFLICT'),
  });

  function listed(record: ResourceRecord): ResourceRecord {
    const { phone, ...properties } = propertiesOf(record);
    return phone ? { ...record, properties: { ...properties, phone: context.listedPhone(phone) } } : record;
  }

  function page(call: Call, found: readonly ResourceRecord[], { after, limit = PAGE }: Page): Reply {
    const start = after === undefined ? 0 : found.findIndex(({ id }) => id === after) + 1;
    const shown = found.slice(start, start + limit);
    const paging = start + limit < found.length ? { next: { after: shown.at(-1)?.id } } : undefined;
    return {
      status: 200,
      body: { ...(context.exampleList(call, shown.map(listed)) as object), total: found.length, paging },
    };
  }

  return {
    state: { leads: contacts.collection },
    handlers: {
      ...contacts.handlers,
      'contacts.list': (call) => page(call, contacts.listed(), call.query),
      'contacts.search': (call) => page(call, contacts.listed().filter(fits(call.body)), call.body),
    },
    authorize: ({ token }) =>
      token === '' || context.isBadToken(token)
        ? failure(401, 'Authentication credentials not found.', 'INVALID_AUTHENTICATION')
        : undefined,
    refuse: ({ status, message, reason }) => failure(status, message, CATEGORIES[reason]),
    reset: () => contacts.reset(),
  };
}

interface Page {
  readonly after?: string;
  readonly limit?: number;
}

const propertiesOf = (contact: object): Readonly<Record<string, string>> =>
  (contact as { properties?: Record<string, string> }).properties ?? {};

const emailOf = (contact: object): string | undefined => propertiesOf(contact).email?.toLowerCase();

/** All filters of a group must match, and one of several groups. Only equality is implemented. */
const fits =
  ({ filterGroups = [] }: ContactSearch) =>
  (contact: ResourceRecord): boolean =>
    filterGroups.length === 0 ||
    filterGroups.some(({ filters }) =>
      filters.every(
        ({ propertyName, value }) => propertiesOf(contact)[propertyName]?.toLowerCase() === value?.toLowerCase(),
      ),
    );

const failure = (status: number, message: string, category: string): Reply => ({
  status,
  body: { status: 'error', message, category },
});

const CATEGORIES: Readonly<Record<Refusal['reason'], string>> = {
  'invalid-query': 'VALIDATION_ERROR',
  'invalid-body': 'VALIDATION_ERROR',
  'unreadable-body': 'VALIDATION_ERROR',
  'unknown-route': 'OBJECT_NOT_FOUND',
  'rate-limited': 'RATE_LIMITS',
  failure: 'INTERNAL_ERROR',
};

export const hubspot: ProviderDefinition<HubspotApi, HubspotState, HubspotOptions> = {
  api,
  create: createHubspotProvider,
};
