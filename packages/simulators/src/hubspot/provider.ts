import { api, type Contact, type ContactSearch, type HubspotApi } from '@leadwire/generated-hubspot';
import type { CallOf, Provider, ProviderDefinition, Refusal, Reply, SimulatorContext } from '../framework/provider.ts';
import { type Collection, createTable } from '../framework/state/collection.ts';
import { onRow } from '../framework/state/on-row.ts';

/** No options yet. */
type HubspotOptions = Readonly<Record<string, never>>;

/** What a test sees as `simulators.hubspot`; `leads` are the contacts. */
interface HubspotState {
  readonly leads: Collection<string, Contact>;
}

interface Row {
  readonly id: string;
  readonly createdAt: number;
  readonly properties: Record<string, string>;
  updatedAt: number;
  archived: boolean;
}

const FIRST_ID = 101;
const PAGE = 10;

// assumption: all texts but that of an existing contact, which HubSpot's users have shown.
function createHubspotProvider(
  context: SimulatorContext,
  _options: HubspotOptions,
): Provider<HubspotApi, HubspotState> {
  const { rows, collection } = createTable<string, Row, Contact>(view);
  const onContact = onRow(({ params }) => rows.get(params.contactId ?? ''), notFound);
  const onLive = onRow(({ params }) => {
    const row = rows.get(params.contactId ?? '');
    return row?.archived ? undefined : row;
  }, notFound);
  const live = (): Row[] =>
    [...rows.values()].filter(({ archived, createdAt }) => !archived && context.isListed(createdAt));
  const note = (operationId: string, kind: 'created' | 'updated' | 'archived', id: string) =>
    context.record({ operationId, kind, resource: 'contact', id });

  function byEmail(email: string | undefined): Row | undefined {
    const wanted = email?.toLowerCase();
    return wanted === undefined
      ? undefined
      : [...rows.values()].find(({ archived, properties }) => !archived && properties.email?.toLowerCase() === wanted);
  }

  function create({ body }: CallOf<HubspotApi, 'contacts.create'>): Reply {
    const properties = body.properties as Record<string, string>;
    const known = byEmail(properties.email);
    if (known !== undefined) return conflict(known.id);
    const id = String(FIRST_ID + rows.size);
    const now = context.now();
    rows.set(id, { id, createdAt: now, updatedAt: now, archived: false, properties: { ...properties } });
    note('contacts.create', 'created', id);
    return { status: 201, body: collection.get(id) };
  }

  function update(row: Row, { body }: CallOf<HubspotApi, 'contacts.update'>): Reply {
    const { email } = body.properties;
    const other = byEmail(email);
    if (other !== undefined && other !== row) return conflict(other.id);
    Object.assign(row.properties, body.properties);
    row.updatedAt = context.now();
    note('contacts.update', 'updated', row.id);
    return { status: 200, body: view(row) };
  }

  function listed(row: Row): Contact {
    const contact = view(row);
    const { phone } = row.properties;
    return phone ? { ...contact, properties: { ...contact.properties, phone: context.listedPhone(phone) } } : contact;
  }

  function page(found: readonly Row[], limit: number, after: string | undefined): Reply {
    const start = after === undefined ? 0 : found.findIndex(({ id }) => id === after) + 1;
    const shown = found.slice(start, start + limit);
    const last = shown.at(-1);
    const hasMore = last !== undefined && start + limit < found.length;
    return {
      status: 200,
      body: {
        total: found.length,
        results: shown.map(listed),
        ...(hasMore && { paging: { next: { after: last.id } } }),
      },
    };
  }

  return {
    state: { leads: collection },
    handlers: {
      'contacts.create': create,
      'contacts.update': onLive(update),
      'contacts.get': onLive((row) => ({ status: 200, body: view(row) })),
      'contacts.archive': onContact((row) => {
        row.archived = true;
        note('contacts.archive', 'archived', row.id);
        return { status: 204 };
      }),
      'contacts.list': ({ query }) => page(live(), query.limit ?? PAGE, query.after),
      'contacts.search': ({ body }) =>
        page(
          live().filter((row) => fits(row, body)),
          body.limit ?? PAGE,
          body.after,
        ),
    },
    authorize: ({ token }) =>
      token === '' || context.isBadToken(token)
        ? failure(401, 'Authentication credentials not found.', 'INVALID_AUTHENTICATION')
        : undefined,
    refuse,
    reset: () => rows.clear(),
  };
}

const view = ({ archived, createdAt, id, properties, updatedAt }: Row): Contact => ({
  id,
  properties: { ...properties },
  createdAt: new Date(createdAt).toISOString(),
  updatedAt: new Date(updatedAt).toISOString(),
  archived,
});

/** All filters of a group must match, and one of several groups. Only equality is implemented. */
const fits = ({ properties }: Row, { filterGroups = [] }: ContactSearch): boolean =>
  filterGroups.length === 0 ||
  filterGroups.some(({ filters }) =>
    filters.every(({ propertyName, value }) => properties[propertyName]?.toLowerCase() === value?.toLowerCase()),
  );

const failure = (status: number, message: string, category: string): Reply => ({
  status,
  body: { status: 'error', message, category },
});

const conflict = (id: string): Reply => failure(409, `Contact already exists. Existing ID: ${id}`, 'CONFLICT');
const notFound = (): Reply => failure(404, 'resource not found', 'OBJECT_NOT_FOUND');

function refuse(refusal: Refusal): Reply | undefined {
  switch (refusal.reason) {
    case 'invalid-query':
    case 'invalid-body':
      return failure(400, refusal.issues[0]?.message ?? 'invalid input', 'VALIDATION_ERROR');
    case 'unreadable-body':
      return failure(400, refusal.message, 'VALIDATION_ERROR');
    case 'unknown-route':
      return failure(404, refusal.message, 'OBJECT_NOT_FOUND');
    case 'rate-limited':
      return {
        ...failure(429, 'You have reached your limit.', 'RATE_LIMITS'),
        headers: { 'retry-after': String(refusal.retryAfterSeconds) },
      };
    case 'failure':
      return failure(refusal.status, 'internal error', 'INTERNAL_ERROR');
    default:
      return refusal satisfies never;
  }
}

export const hubspot: ProviderDefinition<HubspotApi, HubspotState, HubspotOptions> = {
  api,
  create: createHubspotProvider,
};
